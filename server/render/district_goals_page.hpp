#pragma once

#include "server/render/goal_parts.hpp"
#include "server/render/loop_frame.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// One store's part of a district's goal.
struct StoreGoalRow {
    std::string store;  ///< id
    std::string name;   ///< as people read it
    domain::GoalLine line;
};

/// One goal that several stores have.
struct DistrictGoalRow {
    domain::GoalLine together;  ///< of all its stores added up
    std::vector<StoreGoalRow> stores;
};

/// The goals of a district side by side, and a form for the next. `frame.district` is set.
struct DistrictGoalsPage {
    LoopFrame frame;
    Catalog catalog;                     ///< of today: what can be aimed at
    std::vector<DistrictGoalRow> goals;  ///< running and planned first, then ended
    TypedGoal typed;
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_district_goals_page(const DistrictGoalsPage& page);

}  // namespace tillnote::render
