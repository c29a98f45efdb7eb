#include "server/domain/completeness.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

int percent_down(std::int64_t part, std::int64_t whole) {
    return whole == 0 ? 100 : static_cast<int>(part * 100 / whole);
}

}  // namespace

Completeness assess_completeness(const std::vector<LaneFacts>& lanes) {
    Completeness result;
    for (const LaneFacts& facts : lanes) {
        result.notes_received += facts.notes_received - facts.staff_notes;
        result.notes_missing += facts.notes_missing;
        result.anything_heard = result.anything_heard || facts.heard || facts.notes_received > 0;
        if (!facts.expected) {
            continue;
        }
        ++result.lanes_expected;
        if (facts.heard) {
            ++result.lanes_heard;
        } else {
            result.silent.push_back({facts.lane, facts.last_heard_at});
        }
    }
    std::sort(result.silent.begin(), result.silent.end(),
              [](const SilentLane& left, const SilentLane& right) { return left.lane < right.lane; });
    // Of the notes that are shown: a percentage of all notes would tell how many are about staff.
    result.percent = std::min(percent_down(result.lanes_heard, result.lanes_expected),
                              percent_down(result.notes_received, result.notes_received + result.notes_missing));
    return result;
}

}  // namespace tillnote::domain
