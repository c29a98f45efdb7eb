#pragma once

#include "schema/note.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// How much of a business day has arrived, and whether it may be compared with. Pure; any thread.
namespace tillnote::domain {

/// Days below this are marked incomplete and are no baseline. Source: PRODUCT "The statistics".
inline constexpr int complete_percent_min = 90;

struct SilentLane {
    int lane = 0;
    std::optional<Instant> last_heard_at;
};

/// Raw facts behind completeness, as storage finds them.
struct LaneFacts {
    int lane = 0;
    bool heard = false;  ///< any note or contact in the day
    std::optional<Instant> last_heard_at;
    bool expected = false;  ///< enrolled, and heard in the last 7 days or known to hold something
    std::int64_t notes_received = 0;
    std::int64_t notes_missing = 0;  ///< gaps in seq whose lower neighbour lies in the day, plus reported pending
    std::int64_t staff_notes = 0;    ///< of notes_received, those whose reason is about staff
};

struct Completeness {
    int lanes_heard = 0;
    int lanes_expected = 0;
    std::int64_t notes_received = 0;  ///< without notes about staff, which are in no daily total
    std::int64_t notes_missing = 0;
    int percent = 100;  ///< min(lanes, notes), rounded down; 100 where nothing was expected
    std::vector<SilentLane> silent;
    bool anything_heard = false;  ///< by some lane, expected or not
};

/// min(lanes heard / expected, notes received / known), rounded down; 100 when nothing was expected. Source: CONTRACT.
[[nodiscard]] Completeness assess_completeness(const std::vector<LaneFacts>& lanes);

/// Whether a day that was open says how much is usual: complete enough, and at least one lane was heard. The zeros of a day
/// without any lane (before the first was enrolled, or a closure nobody has marked) say nothing, however complete they are.
[[nodiscard]] constexpr bool is_usable(int percent_complete, bool anything_heard) noexcept {
    return anything_heard && percent_complete >= complete_percent_min;
}

[[nodiscard]] constexpr bool is_usable(const Completeness& completeness) noexcept {
    return is_usable(completeness.percent, completeness.anything_heard);
}

}  // namespace tillnote::domain
