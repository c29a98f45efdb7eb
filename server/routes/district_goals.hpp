#pragma once

#include "server/domain/goal.hpp"
#include "server/render/district_goals_page.hpp"
#include "server/routes/guard.hpp"

#include <string_view>
#include <vector>

/// What the API and the page of a district's goals do alike.
namespace tillnote::routes {

struct DistrictGoal {
    domain::Goal goal;  ///< of the first of its stores
    render::DistrictGoalRow row;
};

/// The latest open business day among the district's stores, so that it is past in none; today in UTC without any.
[[nodiscard]] domain::Day district_today(const Scope& scope, std::string_view district);

/// The district's goals with how each store stands, those that run first; at most some. Errors: unavailable, internal.
[[nodiscard]] Result<std::vector<DistrictGoal>> read_district_goals(Scope& scope, std::string_view district);

/// Sets `goal` in every store that is open and the district's on its first day, under one id: in all of them, or in none.
/// Errors: those of check_goal and GoalStore::add_goals; impossible_value where no store is open then.
[[nodiscard]] Result<std::vector<domain::Goal>> set_district_goal(Scope& scope, std::string_view district,
                                                                  domain::Goal goal);

/// Withdraws a goal in every store that has it and is still the district's. Errors: not_found.
[[nodiscard]] Result<void> withdraw_district_goal(Scope& scope, std::string_view district, std::string_view goal_id);

}  // namespace tillnote::routes
