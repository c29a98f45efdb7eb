#pragma once

#include "server/domain/digest.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

/// From rows of contact to the facts behind completeness. Pure, without libpqxx.
namespace tillnote::storage {

using domain::Day;

/// One lane on one business day on which it was heard.
struct LaneDay {
    std::int64_t notes = 0;
    std::int64_t notes_missing = 0;
    std::optional<Instant> last_heard_at{};  ///< where it was read
    std::int64_t staff_notes = 0;
};

struct EnrolmentPeriod {
    int lane = 0;
    Instant approved_at;
    std::optional<Instant> revoked_at;
};

/// Whether an enrolment of the lane was in force at any moment of the day.
[[nodiscard]] bool was_enrolled(const std::vector<EnrolmentPeriod>& enrolments, int lane, const domain::DayBounds& bounds);

/// What an outbox said at its last contact that it still holds.
struct HeldNotes {
    int lane = 0;
    std::int64_t pending = 0;
    Day contact_day;
};

/// The lanes of one store over a window of days.
struct LaneHistory {
    std::map<Day, std::map<int, LaneDay>> heard;
    std::vector<EnrolmentPeriod> enrolments;
    std::vector<HeldNotes> held;

    /// `bounds`: of `day`. Needs the seven days up to `day` in the window. Source: CONTRACT "Completeness".
    [[nodiscard]] std::vector<domain::LaneFacts> facts_of(Day day, const domain::DayBounds& bounds) const;
};

}  // namespace tillnote::storage
