#include "server/domain/comparison.hpp"

#include "tests/domain/comparison_building.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <set>

/// Simulated districts with fixed seeds, against the bars for comparing stores: docs/comparing-stores.md has the whole
/// table.
namespace tillnote::domain {
namespace {

using namespace testing;

constexpr int reasons = 30;
constexpr double eagerness_log_sd = 0.5;
const Day monday = day(2026, 11, 16);

struct Scenario {
    int stores = 6;
    double remarks = 200;        ///< a week, of a store that is neither eager nor lazy
    double share = 0.06;         ///< of the planted reason
    double factor = 1;           ///< by which the planted reason's share is multiplied in the first store, others giving way
    double over_dispersion = 0;  ///< of each store's rate of each reason
    double repeated = 0;         ///< share of things said that are tapped three times, as three remarks
};

/// One reason with the planted share, the others Zipf-like.
std::vector<double> shares(double planted) {
    std::vector<double> list{planted};
    double sum = 0;
    for (int rank = 1; rank < reasons; ++rank) {
        sum += 1.0 / rank;
    }
    for (int rank = 1; rank < reasons; ++rank) {
        list.push_back((1 - planted) / rank / sum);
    }
    return list;
}

/// Things said, each in a two-hour block on one of the week's lanes and days; some are tapped three times.
HeardReason draw_heard(std::uint16_t reason, double mean, double repeated, std::mt19937_64& random) {
    constexpr int cells_of_week = 7 * 6 * 8;
    std::set<int> cells;
    int remarks = 0;
    for (int things = std::poisson_distribution<>(mean)(random); things > 0; --things) {
        cells.insert(std::uniform_int_distribution<>(1, cells_of_week)(random));
        remarks += std::bernoulli_distribution(repeated)(random) ? 3 : 1;
    }
    return {reason, remarks, static_cast<int>(cells.size())};
}

/// The first store's remarks stay as many as they are: it is a share that grows, and not by more being told.
double raised_by(const Scenario& scenario, int reason) {
    return reason == 0 ? scenario.factor : (1 - scenario.factor * scenario.share) / (1 - scenario.share);
}

ComparisonInput draw_week(const Scenario& scenario, std::mt19937_64& random) {
    ComparisonInput input;
    input.range = name_range(monday, monday);
    const std::vector<double> of = shares(scenario.share);
    for (int reason = 0; reason < reasons; ++reason) {
        input.reasons.push_back(reason_of(std::to_string(100 + reason), "store", "theme", Polarity::complaint));
    }
    for (int store = 0; store < scenario.stores; ++store) {
        const double eager =
            store == 0 && scenario.factor != 1 ? 1.0 : std::lognormal_distribution<>(0, eagerness_log_sd)(random);
        ComparedDay week = heard_day(monday, {});
        week.lanes_heard = 7 * 6;
        for (int reason = 0; reason < reasons; ++reason) {
            const double varied = scenario.over_dispersion > 0 ? std::gamma_distribution<>(1 / scenario.over_dispersion,
                                                                                           scenario.over_dispersion)(random)
                                                               : 1;
            const double raised = store == 0 ? raised_by(scenario, reason) : 1;
            const double mean = scenario.remarks * of[static_cast<std::size_t>(reason)] * eager * varied * raised;
            const double things = mean / (1 + 2 * scenario.repeated);
            const HeardReason heard = draw_heard(static_cast<std::uint16_t>(reason), things, scenario.repeated, random);
            if (heard.remarks > 0) {
                week.heard.push_back(heard);
            }
        }
        input.members.push_back(member_of(std::to_string(store), {week}));
    }
    return input;
}

struct Outside {
    int cells = 0;
    int outside_95 = 0;
    int outside_998 = 0;
    int weeks_with_standout = 0;

    double percent_95() const { return 100.0 * outside_95 / cells; }
    double percent_998() const { return 100.0 * outside_998 / cells; }
};

Outside draw_null_weeks(const Scenario& scenario, int weeks, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Outside counted;
    for (int week = 0; week < weeks; ++week) {
        const Comparison comparison = build_comparison(draw_week(scenario, random));
        for (const ComparisonRow& row : comparison.rows) {
            for (const ComparisonCell& cell : row.cells) {
                counted.cells += cell.reading.verdict != FunnelVerdict::too_little ? 1 : 0;
                counted.outside_95 += is_outside(cell.reading) ? 1 : 0;
                counted.outside_998 += cell.reading.outside_998 ? 1 : 0;
            }
        }
        counted.weeks_with_standout += comparison.standouts.empty() ? 0 : 1;
    }
    return counted;
}

TEST(ComparisonSimulation, LeavesIdenticalStoresWithinTheLimitsHoweverEagerlyTheyTap) {
    for (const int stores : {6, 12, 40}) {
        const Outside counted = draw_null_weeks({stores, 200, 0.06, 1, 0}, 1800 / stores, 21);
        EXPECT_LE(counted.percent_95(), 6.0) << stores;
        EXPECT_LE(counted.percent_998(), 0.4) << stores;
        EXPECT_GE(counted.percent_95(), 1.0) << stores << ": limits that nothing crosses say nothing";
    }
}

TEST(ComparisonSimulation, LeavesIdenticalStoresOutOfItsSentencesOnNineteenPagesOfTwenty) {
    const Outside counted = draw_null_weeks({6, 200, 0.06, 1, 0}, 400, 22);
    EXPECT_LE(counted.weeks_with_standout, 40) << "of 400: the false discovery rate is 10%";
}

/// One customer in five is tapped three times: more of few stores lie outside, but none of it becomes a sentence.
TEST(ComparisonSimulation, IsNotFooledByWhatIsTappedAgainAndAgain) {
    const Outside counted = draw_null_weeks({6, 200, 0.06, 1, 0, 0.2}, 400, 25);
    EXPECT_GT(counted.percent_95(), 6.0) << "remarks vary more than by chance";
    EXPECT_LE(counted.weeks_with_standout, 40) << "of 400";
}

/// From ten stores on the limits know of it by breadth, and stay as they are where nobody taps twice.
TEST(ComparisonSimulation, HoldsItsLimitsWhereThingsAreTappedAgainAndAgain) {
    for (const Scenario& scenario : {Scenario{12, 200, 0.06, 1, 0, 0.2}, Scenario{12, 800, 0.06, 1, 0, 0.2},
                                     Scenario{40, 200, 0.06, 1, 0, 0.2}, Scenario{12, 400, 0.06, 1, 0.05, 0.2}}) {
        const Outside counted = draw_null_weeks(scenario, 1'800 / scenario.stores, 26);
        EXPECT_LE(counted.percent_95(), 6.0) << scenario.stores << ' ' << scenario.remarks;
        EXPECT_LE(counted.percent_998(), 0.4) << scenario.stores << ' ' << scenario.remarks;
        EXPECT_GE(counted.percent_95(), 2.0) << "not by hiding everything";
    }
}

TEST(ComparisonSimulation, WidensWhereStoresDifferInEverything) {
    const Outside counted = draw_null_weeks({12, 400, 0.06, 1, 0.05}, 150, 23);
    EXPECT_LE(counted.percent_95(), 6.0);
    EXPECT_LE(counted.percent_998(), 0.4);
    const Outside few = draw_null_weeks({9, 400, 0.06, 1, 0.05}, 200, 23);
    EXPECT_GT(few.percent_998(), 2 * counted.percent_998()) << "nine stores cannot show it";
}

double percent_found(const Scenario& scenario, int runs) {
    std::mt19937_64 random(24);
    int found = 0;
    for (int run = 0; run < runs; ++run) {
        const Comparison comparison = build_comparison(draw_week(scenario, random));
        found += comparison.rows[0].cells[0].reading.verdict == FunnelVerdict::above ? 1 : 0;
    }
    return 100.0 * found / runs;
}

/// Of a reason with 6% of all remarks, from twelve stores on; six know less of what is usual.
TEST(ComparisonSimulation, FindsADoubledShareInItsFirstWeek) {
    EXPECT_GE(percent_found({12, 200, 0.06, 2}, 1'000), 80);
    EXPECT_GE(percent_found({40, 200, 0.06, 2}, 400), 80);
    EXPECT_GE(percent_found({6, 200, 0.07, 2}, 1'000), 80);
}

}  // namespace
}  // namespace tillnote::domain
