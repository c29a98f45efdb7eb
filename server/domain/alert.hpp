#pragma once

#include "schema/ids.hpp"
#include "schema/note.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// An urgent reason does not wait for the digest: 12 s after it arrived, and if it was not undone, it is an alert.
namespace tillnote::domain {

inline constexpr std::chrono::seconds alert_delay{12};          ///< from arrival; the lane offers its undo for ten seconds
inline constexpr std::chrono::hours alert_tap_age_max{4};       ///< at arrival; an older tap is for the digest only
inline constexpr std::chrono::hours alert_arrival_age_max{24};  ///< after so long without a server the digest has said it

/// A note with an urgent reason that is not undone and whose remark no alert has counted yet.
struct UrgentNote {
    Uuid note_id;
    std::string reason;
    Instant tapped_at;
    Instant received_at;

    friend bool operator==(const UrgentNote&, const UrgentNote&) = default;
};

/// What is to be done about urgent notes at one moment.
struct AlertPlan {
    std::vector<UrgentNote> due;         ///< belong to the standing alert of their reason, or to a new one
    std::optional<Instant> next_due_at;  ///< when the first of those that still wait is due
};

/// Pure. Notes that are for the digest only are in neither part.
[[nodiscard]] AlertPlan plan_alerts(const std::vector<UrgentNote>& notes, Instant now);

}  // namespace tillnote::domain
