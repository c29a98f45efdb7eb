#include "tests/simulator/measurements.hpp"

#include <gtest/gtest.h>

/// A short slice of the simulator with fixed seeds. The musts are those of PRODUCT "Targets"; the whole table, of more
/// stores and runs, is in docs/statistics.md.
namespace tillnote::simulator {
namespace {

constexpr std::uint64_t seed = 7;
constexpr int stores = 40;
constexpr int digests_each = 25;

TEST(Simulator, RaisesAFalseFlagOnAtMostFivePercentOfDays) {
    const FalseFlags flags = measure_false_flags({}, stores, digests_each, seed);
    EXPECT_EQ(flags.digests, stores * digests_each);
    EXPECT_LE(flags.rate(), 0.05);
}

TEST(Simulator, RaisesAFalseFlagOnAtMostSevenPercentOfDaysThatVaryModerately) {
    Scenario scenario;
    scenario.over_dispersion = 0.15;
    EXPECT_LE(measure_false_flags(scenario, stores, digests_each, seed).rate(), 0.07);
}

TEST(Simulator, FindsAReasonAtOneADayThatTriples) {
    constexpr int runs = 1000;
    const Detection found = measure_detection({}, 1.0, 3.0, runs, seed, {1, 0, 3, 3});
    EXPECT_GE(found.ours.within_7, 0.65);
    EXPECT_GE(found.ours.within_10, 0.80);
}

/// The same runs without the rise: what is found above is the rise.
TEST(Simulator, FindsHardlyAnythingWhereNothingHasChanged) {
    const Detection found = measure_detection({}, 1.0, 1.0, 100, seed, {1, 0, 3, 3});
    EXPECT_LE(found.ours.within_10, 0.05);
}

/// Judged by the same test as a digest's lines; plain tests are wrong far more often.
TEST(Simulator, JudgesGoalsAndEventsWronglyAsSeldomAsItSays) {
    Scenario scenario;
    scenario.over_dispersion = 0.15;
    const Verdicts wrong = measure_verdicts(scenario, 1, stores, seed);
    EXPECT_LE(wrong.goals, 0.07);
    EXPECT_LE(wrong.events, 0.07);
    EXPECT_GE(wrong.goals_plain, 0.10);
    EXPECT_GE(wrong.events_plain, 0.10);
}

/// Of shares that are small, too: 2% of the remarks are 16 in four weeks.
TEST(Simulator, JudgesMostSharesThatHaveDoubled) {
    const Verdicts right = measure_verdicts({}, 2, 10, seed);
    EXPECT_GE(right.goals, 0.7);
    EXPECT_GE(right.events, 0.6);
}

}  // namespace
}  // namespace tillnote::simulator
