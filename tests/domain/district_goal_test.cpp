#include "server/domain/district_goal.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>

namespace tillnote::domain {
namespace {

using testing::day;
using ::testing::ElementsAre;
using testing::uuid;

const Day today = day(2026, 11, 20);

Goal goal_of(std::uint8_t id, const std::string& store, Day last_day) {
    Goal goal;
    goal.goal_id = uuid(id);
    goal.store = store;
    goal.aim.reason = "103";
    goal.first_day = day(2026, 10, 1);
    goal.last_day = last_day;
    return goal;
}

std::size_t of_two(Day /*day*/) {
    return 2;
}

std::size_t of_one(Day /*day*/) {
    return 1;
}

std::vector<std::string> stores_of(const std::vector<Goal>& group) {
    std::vector<std::string> stores;
    for (const Goal& goal : group) {
        stores.push_back(goal.store);
    }
    return stores;
}

TEST(DistrictGoal, GroupsByIdWithThoseThatRunFirst) {
    const Day over = day(2026, 11, 19);
    const Day running = day(2026, 11, 30);
    const auto groups = group_goals({goal_of(1, "b", over), goal_of(2, "b", running), goal_of(3, "a", running),
                                     goal_of(1, "a", over), goal_of(2, "a", running)},
                                    of_two, today);
    ASSERT_EQ(groups.size(), 2U) << "what one store aims at is its own";
    EXPECT_EQ(groups[0].front().goal_id, uuid(2));
    EXPECT_THAT(stores_of(groups[0]), ElementsAre("a", "b"));
    EXPECT_EQ(groups[1].front().goal_id, uuid(1));
    EXPECT_EQ(group_goals({goal_of(3, "a", running)}, of_one, today).size(), 1U) << "in a district of one store";
    EXPECT_TRUE(group_goals({}, of_one, today).empty());
}

/// Another store may have joined since, or all others closed before.
TEST(DistrictGoal, IsTheDistrictsWhereItWasOfItsOnlyStoreThen) {
    const Goal goal = goal_of(3, "a", day(2026, 11, 30));
    const auto joined_after = [&](Day at) { return std::size_t{at > goal.first_day ? 2U : 1U}; };
    EXPECT_EQ(group_goals({goal}, joined_after, today).size(), 1U);
    const auto joined_before = [&](Day at) { return std::size_t{at >= goal.first_day ? 2U : 1U}; };
    EXPECT_TRUE(group_goals({goal}, joined_before, today).empty());
}

TEST(DistrictGoal, AddsUpWhatItsStoresHeard) {
    const GoalInput sum = join_goals({{goal_of(1, "a", today), {{4, 34}, {3, 30}, 100, 9, 0, 0.1}},
                                      {goal_of(1, "b", today), {{2, 12}, {2, 10}, 16, 9, 1, 0.5}}});
    EXPECT_EQ(sum.evidence.remarks, (ShareCounts{6, 46}));
    EXPECT_EQ(sum.evidence.hearings, (ShareCounts{5, 40}));
    EXPECT_EQ(sum.evidence.days, 18);
    EXPECT_EQ(sum.evidence.of_squared, 196) << "10 and 4, as if all days went up and down together";
    EXPECT_DOUBLE_EQ(sum.evidence.over_dispersion.value(), 0.2) << "by hearings";
    EXPECT_FALSE(join_goals({{goal_of(1, "a", today), {{4, 34}, {3, 30}, 100, 9, 0, 0.1}},
                             {goal_of(1, "b", today), {{2, 12}, {2, 10}, 16, 9, 1}}})
                     .evidence.over_dispersion)
        << "one store is too young to tell";
    EXPECT_EQ(sum.goal.goal_id, uuid(1));
}

}  // namespace
}  // namespace tillnote::domain
