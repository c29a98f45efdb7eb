#pragma once

#include "server/domain/goal.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// Goals and events of the stores. Blocking: database threads only. Errors of all: unavailable, internal, and those named.
class GoalStore {
public:
    static constexpr int list_max = 200;

    virtual ~GoalStore() = default;

    /// Not withdrawn, the latest last day first; at most list_max.
    virtual Result<std::vector<Goal>> list_goals(std::string_view store) = 0;
    /// Errors: conflict (goals_running_max of the store run on one of its days), impossible_value (no such store).
    virtual Result<void> add_goal(const Goal& goal, Instant now) = 0;
    /// Of several stores at once, all or none. Errors: as for add_goal; `detail` names the store.
    virtual Result<void> add_goals(std::span<const Goal> goals, Instant now) = 0;
    /// Withdraws all of them, or none.
    virtual Result<void> withdraw_goals(std::span<const Goal> goals, Instant now) = 0;
    /// It is no longer shown or judged; it stays written down. Errors: not_found.
    virtual Result<Goal> withdraw_goal(std::string_view store, const Uuid& goal_id, Instant now) = 0;

    /// Not withdrawn, the latest first; at most list_max.
    virtual Result<std::vector<Event>> list_events(std::string_view store) = 0;
    /// Errors: impossible_value (no such store).
    virtual Result<void> add_event(const Event& event, Instant now) = 0;
    virtual Result<Event> withdraw_event(std::string_view store, const Uuid& event_id, Instant now) = 0;  ///< not_found
};

}  // namespace tillnote::domain
