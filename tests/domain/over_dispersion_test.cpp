#include "server/domain/over_dispersion.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tillnote::domain {
namespace {

/// 30 rows with means of 6/1, 6/2, 6/3 ... over 400 days whose eagerness varies by half.
std::vector<std::vector<int>> drawn_counts(double over_dispersion) {
    std::mt19937_64 random(11);
    std::vector<double> eagerness;
    for (int day = 0; day < 400; ++day) {
        eagerness.push_back(std::lognormal_distribution<>(0, 0.5)(random));
    }
    std::vector<std::vector<int>> counts;
    for (int row = 1; row <= 30; ++row) {
        std::vector<int> by_day;
        for (const double eager : eagerness) {
            const double factor =
                over_dispersion > 0 ? std::gamma_distribution<>(1 / over_dispersion, over_dispersion)(random) : 1.0;
            by_day.push_back(std::poisson_distribution<>(6.0 / row * eager * factor)(random));
        }
        counts.push_back(std::move(by_day));
    }
    return counts;
}

TEST(OverDispersion, IsFoundAsItWasDrawnHoweverEagerTheDays) {
    EXPECT_NEAR(pool_over_dispersion(drawn_counts(0)), 0.0, 0.015);
    EXPECT_NEAR(pool_over_dispersion(drawn_counts(0.15)), 0.15, 0.03);
    EXPECT_NEAR(pool_over_dispersion(drawn_counts(0.5)), 0.5, 0.1);
}

TEST(OverDispersion, LeavesARowOutAsIfItWereNotThere) {
    auto counts = drawn_counts(0.15);
    const double whole = pool_over_dispersion(counts);
    for (int& count : counts[3]) {
        count *= count;
    }
    const double without = pool_over_dispersion(counts, 3);
    EXPECT_GT(pool_over_dispersion(counts), 2 * whole);
    counts.erase(counts.begin() + 3);
    EXPECT_EQ(without, pool_over_dispersion(counts));
}

TEST(OverDispersion, IsNoneWhereThereIsNothingToEstimateItFrom) {
    EXPECT_EQ(pool_over_dispersion({}), 0.0);
    EXPECT_EQ(pool_over_dispersion({{}, {}}), 0.0);
    EXPECT_EQ(pool_over_dispersion({{0, 0}, {0, 0}}), 0.0);
    EXPECT_EQ(pool_over_dispersion({{4, 2}}), 0.0) << "one row is always the whole";
    EXPECT_EQ(pool_over_dispersion({{3, 3, 3}, {5, 5, 5}}), 0.0) << "steadier than chance";
}

}  // namespace
}  // namespace tillnote::domain
