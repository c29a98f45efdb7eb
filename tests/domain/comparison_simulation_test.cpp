#include "tests/domain/simulated_districts.hpp"

#include <gtest/gtest.h>

/// Against the bars for comparing stores; docs/comparing-stores.md has the whole tables.
namespace tillnote::domain {
namespace {

using namespace testing;

TEST(ComparisonSimulation, LeavesIdenticalStoresWithinTheLimitsHoweverEagerlyTheyTap) {
    for (const int stores : {6, 12, 40}) {
        const Outside counted = draw_weeks({stores, 200, 0.06, 1, 0}, 1800 / stores, 21);
        EXPECT_LE(counted.percent_95(), 6.0) << stores;
        EXPECT_LE(counted.percent_998(), 0.4) << stores;
        EXPECT_GE(counted.percent_95(), 1.0) << stores << ": limits that nothing crosses say nothing";
    }
}

TEST(ComparisonSimulation, LeavesIdenticalStoresOutOfItsSentencesOnNineteenPagesOfTwenty) {
    const Outside counted = draw_weeks({6, 200, 0.06, 1, 0}, 400, 22);
    EXPECT_LE(counted.weeks_with_standout, 40) << "of 400: the false discovery rate is 10%";
}

/// One thing in five is tapped three times: limits know of it by breadth, in however few stores, and none of it becomes a
/// sentence.
TEST(ComparisonSimulation, IsNotFooledByWhatIsTappedAgainAndAgain) {
    for (const Scenario& scenario :
         {Scenario{6, 200, 0.06, 1, 0, 0.2}, Scenario{6, 800, 0.06, 1, 0, 0.2}, Scenario{3, 200, 0.06, 1, 0, 0.2},
          Scenario{12, 200, 0.06, 1, 0, 0.2}, Scenario{12, 800, 0.06, 1, 0, 0.2}, Scenario{40, 200, 0.06, 1, 0, 0.2}}) {
        const int weeks = 1'800 / scenario.stores;
        const Outside counted = draw_weeks(scenario, weeks, 26);
        EXPECT_LE(counted.percent_95(), 6.0) << scenario.stores << ' ' << scenario.remarks;
        EXPECT_LE(counted.percent_998(), 0.4) << scenario.stores << ' ' << scenario.remarks;
        EXPECT_GE(counted.percent_95(), 2.0) << "not by hiding everything";
        EXPECT_LE(counted.weeks_with_standout, weeks / 10) << scenario.stores << ' ' << scenario.remarks;
    }
    const Outside different = draw_weeks({12, 400, 0.06, 1, 0.05, 0.2}, 150, 26);
    EXPECT_LE(different.percent_95(), 6.0) << "stores that differ in everything, too";
    EXPECT_LE(different.percent_998(), 0.4);
}

TEST(ComparisonSimulation, WidensWhereStoresDifferInEverything) {
    const Outside counted = draw_weeks({12, 400, 0.06, 1, 0.05}, 150, 23);
    EXPECT_LE(counted.percent_95(), 6.0);
    EXPECT_LE(counted.percent_998(), 0.4);
    const Outside few = draw_weeks({9, 400, 0.06, 1, 0.05}, 200, 23);
    EXPECT_GT(few.percent_998(), 2 * counted.percent_998()) << "nine stores cannot show it";
}

/// Of a reason with 6% of all remarks, from twelve stores on; six know less of what is usual.
TEST(ComparisonSimulation, FindsADoubledShareInItsFirstWeek) {
    EXPECT_GE(find_planted({12, 200, 0.06, 2}, 1'000).percent_outside, 80);
    EXPECT_GE(find_planted({40, 200, 0.06, 2}, 400).percent_outside, 80);
    EXPECT_GE(find_planted({6, 200, 0.07, 2}, 1'000).percent_outside, 80);
}

}  // namespace
}  // namespace tillnote::domain
