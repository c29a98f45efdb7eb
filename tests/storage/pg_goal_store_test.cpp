#include "server/storage/pg_goal_store.hpp"

#include "tests/storage/loop_fixture.hpp"

#include <gmock/gmock.h>

namespace tillnote::test {
namespace {

using domain::Event;
using domain::Goal;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class GoalStore : public LoopFixture {
protected:
    Goal make_goal(Day first, Day last) {
        return {make_outbox_id(), "store-1", {"103", ""}, false, 85, first, last, std::nullopt};
    }
    Goal add(Day first, Day last) {
        const Goal goal = make_goal(first, last);
        EXPECT_TRUE(goals.add_goal(goal, now).has_value()) << web.last_failure();
        return goal;
    }
    storage::PgGoalStore goals{web};
};

TEST_F(GoalStore, KeepsEveryFieldUntilAGoalIsWithdrawn) {
    const Goal first = add(today, day(2026, 12, 20));
    Goal second = make_goal(today, day(2026, 12, 31));
    second.aim = {"", "quality"};
    second.at_most = true;
    ASSERT_TRUE(goals.add_goal(second, now).has_value()) << web.last_failure();
    EXPECT_THAT(*goals.list_goals("store-1"), ElementsAre(second, first));
    EXPECT_THAT(*goals.list_goals("store-2"), IsEmpty());
    EXPECT_EQ(goals.withdraw_goal("store-2", first.goal_id, now).error().code, ErrorCode::not_found);
    const auto withdrawn = goals.withdraw_goal("store-1", first.goal_id, now);
    ASSERT_TRUE(withdrawn.has_value()) << web.last_failure();
    EXPECT_EQ(withdrawn->withdrawn_at, now);
    EXPECT_THAT(*goals.list_goals("store-1"), ElementsAre(second));
    Goal nowhere = make_goal(today, day(2026, 12, 20));
    nowhere.store = "store-9";
    EXPECT_EQ(goals.add_goal(nowhere, now).error().code, ErrorCode::impossible_value);
}

TEST_F(GoalStore, TakesNoMoreGoalsThanAnybodyCanAimAt) {
    for (int n = 0; n < domain::goals_running_max; ++n) {
        add(today, day(2026, 12, 20));
    }
    EXPECT_EQ(goals.add_goal(make_goal(day(2026, 12, 20), day(2026, 12, 31)), now).error().code, ErrorCode::conflict);
    add(day(2026, 12, 21), day(2026, 12, 31));
}

TEST_F(GoalStore, ListsEventsLatestFirstUntilTheyAreWithdrawn) {
    const Event first{make_outbox_id(), "store-1", day(2026, 11, 2), "New \"baker\"", {"", "quality"}};
    const Event second{make_outbox_id(), "store-1", today, "¡Oferta!", {}};
    for (const Event& event : {first, second}) {
        ASSERT_TRUE(goals.add_event(event, now).has_value()) << web.last_failure();
    }
    EXPECT_THAT(*goals.list_events("store-1"), ElementsAre(second, first));
    EXPECT_THAT(*goals.list_events("store-2"), IsEmpty());
    EXPECT_EQ(goals.withdraw_event("store-2", first.event_id, now).error().code, ErrorCode::not_found);
    ASSERT_TRUE(goals.withdraw_event("store-1", second.event_id, now).has_value()) << web.last_failure();
    EXPECT_THAT(*goals.list_events("store-1"), ElementsAre(first));
    Event nowhere = first;
    nowhere.event_id = make_outbox_id();
    nowhere.store = "store-9";
    EXPECT_EQ(goals.add_event(nowhere, now).error().code, ErrorCode::impossible_value);
}

}  // namespace
}  // namespace tillnote::test
