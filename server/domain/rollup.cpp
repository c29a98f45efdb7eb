#include "server/domain/rollup.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
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

/// Of the gap between `seq` and the next counted note; without one, up to the last uncounted note.
std::int64_t missing_after(std::int64_t seq, const std::set<std::int64_t>& counted,
                           const std::set<std::int64_t>& uncounted) {
    const auto next = counted.upper_bound(seq);
    std::int64_t upper = seq + 1;
    if (next != counted.end()) {
        upper = *next;
    } else if (!uncounted.empty()) {
        upper = std::max(upper, *uncounted.rbegin());
    }
    const auto not_missing = std::distance(uncounted.upper_bound(seq), uncounted.lower_bound(upper));
    return upper - seq - 1 - not_missing;
}

std::map<int, std::int64_t> count_missing(std::span<const CountedNote> notes, std::span<const OutboxAround> around) {
    std::map<Uuid, std::map<std::int64_t, int>> lanes;  // by outbox and seq; lanes that share a seq: the lowest
    for (const CountedNote& note : notes) {
        const auto [entry, added] = lanes[note.outbox_id].try_emplace(note.seq, note.lane);
        entry->second = std::min(entry->second, note.lane);
    }
    std::map<int, std::int64_t> missing;
    for (const auto& [outbox_id, lane_of_seq] : lanes) {
        std::set<std::int64_t> counted;
        std::set<std::int64_t> uncounted;
        for (const auto& [seq, lane] : lane_of_seq) {
            counted.insert(counted.end(), seq);
        }
        for (const OutboxAround& other : around) {
            if (other.outbox_id == outbox_id) {
                counted.insert(other.counted.begin(), other.counted.end());
                uncounted.insert(other.uncounted.begin(), other.uncounted.end());
            }
        }
        for (const auto& [seq, lane] : lane_of_seq) {
            if (const std::int64_t gap = missing_after(seq, counted, uncounted); gap > 0) {
                missing[lane] += gap;
            }
        }
    }
    return missing;
}

}  // namespace

DayRollup count_day(std::span<const CountedNote> notes, Instant day_starts_at, std::span<const OutboxAround> around) {
    DayRollup rollup;
    rollup.missing_by_lane = count_missing(notes, around);
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
