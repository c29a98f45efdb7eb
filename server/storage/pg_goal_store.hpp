#pragma once

#include "server/domain/goal_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Goals and events of the stores. Role: web.
class PgGoalStore final : public domain::GoalStore {
public:
    explicit PgGoalStore(Session& session);

    Result<std::vector<domain::Goal>> list_goals(std::string_view store) override;
    Result<void> add_goal(const domain::Goal& goal, Instant now) override;
    Result<void> add_goals(std::span<const domain::Goal> goals, Instant now) override;
    Result<void> withdraw_goals(std::span<const domain::Goal> goals, Instant now) override;
    Result<domain::Goal> withdraw_goal(std::string_view store, const Uuid& goal_id, Instant now) override;
    Result<std::vector<domain::Event>> list_events(std::string_view store) override;
    Result<void> add_event(const domain::Event& event, Instant now) override;
    Result<domain::Event> withdraw_event(std::string_view store, const Uuid& event_id, Instant now) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
