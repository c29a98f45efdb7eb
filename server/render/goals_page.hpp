#pragma once

#include "server/domain/goal.hpp"
#include "server/render/goal_parts.hpp"
#include "server/render/loop_frame.hpp"

#include <string>
#include <vector>

namespace tillnote::render {

/// What was typed into a form that did not work, to keep it.
struct TypedEvent {
    std::string day;
    std::string what;
    std::string aim;
};

/// Goals and events of one store: how the goals stand, and what changed when.
struct GoalsPage {
    LoopFrame frame;
    Catalog catalog;                        ///< of today: what can be aimed at
    std::vector<domain::GoalLine> goals;    ///< running and planned first, then ended
    std::vector<domain::EventLine> events;  ///< the latest first
    TypedGoal goal;
    TypedEvent event;
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_goals_page(const GoalsPage& page);

}  // namespace tillnote::render
