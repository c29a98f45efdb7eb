#include "server/domain/proportion.hpp"

#include "tests/domain/r_table.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace tillnote::domain {
namespace {

struct IntervalCase {
    int successes, trials;
    double low, high;
};

/// 81 of 263: Newcombe, Statistics in Medicine 17 (1998), table I, method 5, as are 15 of 148, 0 of 20 and 1 of 29.
/// 0 of n and n of n: closed form 1 - 0.025^(1/n).
TEST(ClopperPearson, GivesThePublishedIntervals) {
    const std::vector<IntervalCase> cases{
        {81, 263, 0.2527, 0.3676}, {15, 148, 0.0578, 0.1617}, {0, 20, 0.0, 0.1684},
        {1, 29, 0.0009, 0.1776},   {30, 30, 0.8843, 1.0},     {0, 30, 0.0, 0.1157},
    };
    for (const IntervalCase& one : cases) {
        const Interval interval = clopper_pearson_95(one.successes, one.trials);
        EXPECT_NEAR(interval.low, one.low, 0.00005) << one.successes << " of " << one.trials;
        EXPECT_NEAR(interval.high, one.high, 0.00005) << one.successes << " of " << one.trials;
    }
}

TEST(ClopperPearson, IsTheSameSeenFromTheOtherSide) {
    for (int trials = 1; trials <= 60; ++trials) {
        for (int successes = 0; successes <= trials; ++successes) {
            const Interval one = clopper_pearson_95(successes, trials);
            const Interval other = clopper_pearson_95(trials - successes, trials);
            EXPECT_NEAR(one.low, 1.0 - other.high, 1e-9);
            EXPECT_LE(one.low, static_cast<double>(successes) / trials);
            EXPECT_GE(one.high, static_cast<double>(successes) / trials);
        }
    }
}

TEST(ClopperPearson, RefusesImpossibleCounts) {
    EXPECT_THROW((void)clopper_pearson_95(0, 0), std::logic_error);
    EXPECT_THROW((void)clopper_pearson_95(-1, 5), std::logic_error);
    EXPECT_THROW((void)clopper_pearson_95(6, 5), std::logic_error);
}

TEST(ClopperPearson, AgreesWithBinomTestInR) {
    ASSERT_EQ(testing::r_rows("binomial").size(), 6U);
    for (const testing::RRow& row : testing::r_rows("binomial")) {
        const Interval interval = clopper_pearson_95(row.count(0), row.count(1));
        EXPECT_NEAR(interval.low, row.numbers[4], 1e-9) << row.text;
        EXPECT_NEAR(interval.high, row.numbers[5], 1e-9) << row.text;
    }
}

TEST(PoissonLimits, AgreeWithPoissonTestInR) {
    ASSERT_EQ(testing::r_rows("poisson").size(), 6U);
    for (const testing::RRow& row : testing::r_rows("poisson")) {
        const Interval interval = poisson_95(row.count(0));
        EXPECT_NEAR(interval.low, row.numbers[1], 1e-8) << row.text;
        EXPECT_NEAR(interval.high, row.numbers[2], 1e-8) << row.text;
    }
    EXPECT_THROW((void)poisson_95(-1), std::logic_error);
}

}  // namespace
}  // namespace tillnote::domain
