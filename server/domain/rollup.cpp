#include "server/domain/rollup.hpp"

#include <chrono>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace tillnote::domain {
namespace {

/// Lane, remark key, reason: within one store and business day this is one remark.
using RemarkId = std::tuple<int, std::string_view, std::string_view>;

int whole_hours(Instant day_starts_at, Instant instant) {
    return static_cast<int>(std::chrono::floor<std::chrono::hours>(instant - day_starts_at).count());
}

}  // namespace

DayRollup count_day(std::span<const CountedNote> notes, Instant day_starts_at) {
    DayRollup rollup;
    std::map<RemarkId, Instant> remarks;
    for (const CountedNote& note : notes) {
        ++rollup.notes_by_lane[note.lane];
        if (note.undone) {
            continue;
        }
        const auto [entry, added] = remarks.try_emplace({note.lane, note.remark_key, note.reason}, note.tapped_at);
        if (!added && note.tapped_at < entry->second) {
            entry->second = note.tapped_at;
        }
    }

    std::map<std::string_view, std::set<std::pair<int, int>>> cells;
    for (const auto& [remark, first_tapped_at] : remarks) {
        const auto& [lane, remark_key, reason] = remark;
        const int hour = whole_hours(day_starts_at, first_tapped_at);
        ReasonCount& count = rollup.reasons[std::string{reason}];
        ++count.remarks;
        ++count.remarks_by_hour[hour];
        const int block = hour >= 0 ? hour / 2 : (hour - 1) / 2;
        cells[reason].emplace(lane, block);
    }
    for (const auto& [reason, heard_in] : cells) {
        rollup.reasons[std::string{reason}].breadth = static_cast<int>(heard_in.size());
    }
    return rollup;
}

}  // namespace tillnote::domain
