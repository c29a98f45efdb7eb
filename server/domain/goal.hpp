#pragma once

#include "server/domain/dated_catalog.hpp"
#include "server/domain/digest_parts.hpp"

#include <optional>
#include <string>
#include <vector>

/// A target share between two dates, and something the store changed on a date.
namespace tillnote::domain {

inline constexpr int goal_days_min = 7;       ///< shorter says more of the weekday than of the store
inline constexpr int goal_days_max = 184;     ///< half a year
inline constexpr int goals_running_max = 12;  ///< of one store on one day: more are none
inline constexpr std::size_t event_characters_max = 90;
inline constexpr int event_days_back_max = 366;
inline constexpr int event_compared_days = 28;  ///< before and after
inline constexpr int event_said_days = 7;       ///< the comparison stands in the digest this long

/// What a share is counted of: one reason, or all reasons of a theme. One of both is set.
struct Aim {
    std::string reason;
    std::string theme;

    friend bool operator==(const Aim&, const Aim&) = default;
};

/// Whether the reason belongs to the aim and may be counted at all: staff, lane-only and why-here reasons may not.
[[nodiscard]] bool is_aimed_at(const Aim& aim, const Reason& reason) noexcept;

struct Goal {
    Uuid goal_id;
    std::string store;
    Aim aim;
    bool at_most = true;       ///< share to stay under; else to reach
    int target_per_mille = 0;  ///< of all remarks
    Day first_day;
    Day last_day;
    std::optional<Instant> withdrawn_at;

    friend bool operator==(const Goal&, const Goal&) = default;
};

struct Event {
    Uuid event_id;
    std::string store;
    Day day;
    std::string what;
    Aim aim;  ///< what it is expected to move; both empty where nothing

    friend bool operator==(const Event&, const Event&) = default;
};

/// Whether a new goal is one that can be judged. Pure. Errors: invalid_field, impossible_value; `field` names it as the API
/// does.
[[nodiscard]] Result<void> check_goal(const Goal& goal, const DatedCatalog& catalog, Day today);
/// The same of an event, which may lie a year back and not in the future.
[[nodiscard]] Result<void> check_event(const Event& event, const DatedCatalog& catalog, Day opened_on, Day today);

/// Themes that a goal or event may aim at on `day`, in the catalog's order.
[[nodiscard]] std::vector<std::string> list_themes(const Catalog& catalog);

}  // namespace tillnote::domain
