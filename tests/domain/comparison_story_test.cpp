#include "server/domain/comparison_story.hpp"

#include "tests/domain/comparison_building.hpp"

#include <gmock/gmock.h>

#include <random>

namespace tillnote::domain {
namespace {

using namespace testing;

const Day sunday = day(2026, 8, 16);

/// A store of 30 remarks a day, 2 of them the first reason; from `since` on that one `factor` times as often.
ComparedMember drawn_store(int number, double factor, Day since, std::mt19937_64& random) {
    const std::array<double, 4> means{2, 10, 8, 10};
    ComparedMember store = member_of(std::to_string(number), {});
    for (Day at = add_days(sunday, -80); at <= sunday; at = add_days(at, 1)) {
        const double eager = std::lognormal_distribution<>(0, 0.3)(random);
        std::vector<int> remarks;
        for (std::size_t reason = 0; reason < means.size(); ++reason) {
            const double risen = reason == 0 && at >= since ? factor : 1;
            remarks.push_back(std::poisson_distribution<>(means[reason] * eager * risen)(random));
        }
        store.days.push_back(heard_day(at, remarks));
    }
    return store;
}

ComparisonInput district_of(const std::vector<double>& factors, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    ComparisonInput input;
    input.range = range_holding(RangeKind::week, sunday);
    input.reasons = four_reasons();
    input.departments = two_departments();
    for (const double factor : factors) {
        input.members.push_back(drawn_store(static_cast<int>(input.members.size()), factor, add_days(sunday, -2), random));
    }
    return input;
}

TEST(ComparisonStory, TellsWhatIsUpInThreeStoresOnTheSameDaysAsOne) {
    const auto stories = find_stories(district_of({4, 1, 4, 1, 4, 4}, 3));
    ASSERT_EQ(stories.size(), 1U);
    const Story& story = stories.front();
    EXPECT_EQ(story.reason, 0);
    EXPECT_EQ(story.last_day, sunday);
    EXPECT_GE(story.members.size(), 3U);
    EXPECT_GT(story.window.remarks * story.baseline.of, story.baseline.remarks * story.window.of);
    for (const StoryMember& member : story.members) {
        EXPECT_THAT(member.member, ::testing::AnyOf(0U, 2U, 4U, 5U));
    }
}

TEST(ComparisonStory, SeesWhatIsUpEverywhereAlthoughNoStoreDiffersFromTheOthers) {
    const auto stories = find_stories(district_of({4, 4, 4, 4, 4, 4}, 4));
    ASSERT_EQ(stories.size(), 1U);
    EXPECT_GE(stories.front().members.size(), 4U);
}

TEST(ComparisonStory, IsNoneInOneOrTwoStores) {
    EXPECT_TRUE(find_stories(district_of({6, 1, 1, 1, 1, 1}, 5)).empty());
    EXPECT_TRUE(find_stories(district_of({4, 4}, 6)).empty());
}

TEST(ComparisonStory, IsHardlyEverToldWhereNothingHappened) {
    int told = 0;
    for (std::uint64_t seed = 100; seed < 200; ++seed) {
        told += find_stories(district_of({1, 1, 1, 1, 1, 1}, seed)).empty() ? 0 : 1;
    }
    EXPECT_LE(told, 3) << "of a hundred districts";
}

TEST(ComparisonStory, NeedsFourUsableWeeks) {
    ComparisonInput input = district_of({4, 4, 4, 4}, 7);
    for (ComparedMember& member : input.members) {
        std::erase_if(member.days, [&](const ComparedDay& at) { return at.day < add_days(sunday, -30); });
    }
    EXPECT_TRUE(find_stories(input).empty());
    input.members.clear();
    EXPECT_TRUE(find_stories(input).empty());
}

}  // namespace
}  // namespace tillnote::domain
