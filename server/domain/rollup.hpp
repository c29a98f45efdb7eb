#pragma once

#include "server/domain/business_day.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace tillnote::domain {

/// One counted note of a store-day, as the counting rules need it.
struct CountedNote {
    Uuid note_id;
    int lane = 0;
    Uuid outbox_id;
    std::int64_t seq = 0;
    std::string reason;
    std::string remark_key;
    Instant tapped_at;
    bool undone = false;
};

struct ReasonCount {
    int remarks = 0;
    int breadth = 0;                     ///< distinct (lane, two-hour block) cells
    std::map<int, int> remarks_by_hour;  ///< hours since the day began, by the remark's first note
    friend bool operator==(const ReasonCount&, const ReasonCount&) = default;
};

/// Seqs of one outbox that do not count on the day but bound its gaps. Ascending; only those a gap can need.
struct OutboxAround {
    Uuid outbox_id;
    std::vector<std::int64_t> counted;    ///< notes of other days
    std::vector<std::int64_t> uncounted;  ///< quarantined or refused: not missing
};

/// Counts of one store and business day: a pure function of its notes. Undone notes still count as received.
struct DayRollup {
    std::map<std::string, ReasonCount> reasons;
    std::map<int, int> notes_by_lane;
    std::map<int, std::int64_t> missing_by_lane;  ///< gaps in seq after notes of this lane; lanes without any are left out
    bool packed = true;                           ///< of a stored one: the day's one row for comparisons says the same
    friend bool operator==(const DayRollup&, const DayRollup&) = default;
};

/// The counting rules in C++, independent of the SQL that the worker runs; `verify` compares the two.
/// Source: CONTRACT "Counting rules".
[[nodiscard]] DayRollup count_day(std::span<const CountedNote> notes, Instant day_starts_at,
                                  std::span<const OutboxAround> around = {});

}  // namespace tillnote::domain
