#include "server/domain/exact_tests.hpp"

#include "tests/domain/r_table.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tillnote::domain {
namespace {

using testing::r_rows;
using testing::RRow;

void expect_close(double ours, double theirs, const RRow& row) {
    EXPECT_NEAR(ours / theirs, 1.0, 1e-7) << row.text;
}

TEST(ExactTests, AgreeWithFishersTestInR) {
    ASSERT_EQ(r_rows("fisher").size(), 14U);
    for (const RRow& row : r_rows("fisher")) {
        const ShareCounts window{row.count(0), row.count(1)};
        const ShareCounts baseline{row.count(2), row.count(3)};
        expect_close(mix_rise_p(window, baseline), row.numbers[4], row);
        expect_close(mix_two_sided_p(window, baseline), row.numbers[5], row);
    }
}

/// Fisher's tea: four of four cups told right have probability 1/70, three or more 17/70. The Design of Experiments, 1935.
TEST(ExactTests, TellTheLadyTastingTea) {
    EXPECT_NEAR(mix_rise_p({4, 4}, {0, 4}), 1.0 / 70, 1e-12);
    EXPECT_NEAR(mix_rise_p({3, 4}, {1, 4}), 17.0 / 70, 1e-12);
}

TEST(ExactTests, AgreeWithTheConditionalPoissonTestInR) {
    ASSERT_EQ(r_rows("rate").size(), 7U);
    for (const RRow& row : r_rows("rate")) {
        expect_close(rate_rise_p(row.count(0), row.count(1), row.numbers[2]), row.numbers[3], row);
        expect_close(rate_two_sided_p(row.count(0), row.count(1), row.numbers[2]), row.numbers[4], row);
    }
}

TEST(ExactTests, AgreeWithTheBinomialTestInR) {
    ASSERT_EQ(r_rows("binomial").size(), 6U);
    for (const RRow& row : r_rows("binomial")) {
        expect_close(share_two_sided_p({row.count(0), row.count(1)}, row.numbers[2]), row.numbers[3], row);
    }
}

TEST(ExactTests, AgreeWithTheSummedBetaBinomialInR) {
    ASSERT_EQ(r_rows("varied").size(), 4U);
    for (const RRow& row : r_rows("varied")) {
        const double p_value =
            mix_rise_p({row.count(0), row.count(1)}, {row.count(2), row.count(3)}, {row.numbers[4], row.numbers[5]});
        expect_close(p_value, row.numbers[6], row);
    }
}

TEST(ExactTests, TendToFishersTestAsOverDispersionVanishesAndGrowWithIt) {
    const ShareCounts window{9, 200};
    const ShareCounts baseline{20, 1600};
    const double fisher = mix_rise_p(window, baseline);
    EXPECT_NEAR(mix_rise_p(window, baseline, {1e-7, 7}) / fisher, 1.0, 0.1) << "binomial instead of hypergeometric";
    double last = fisher;
    for (const double over_dispersion : {0.05, 0.15, 0.5, 1.0}) {
        const double p_value = mix_rise_p(window, baseline, {over_dispersion, 7});
        EXPECT_GT(p_value, last);
        last = p_value;
    }
}

TEST(ExactTests, FindNothingUnusualWhereThereIsNothingToCompare) {
    EXPECT_EQ(mix_rise_p({0, 30}, {5, 300}), 1.0);
    EXPECT_EQ(mix_rise_p({3, 30}, {0, 0}), 1.0);
    EXPECT_EQ(mix_rise_p({0, 0}, {0, 0}), 1.0);
    EXPECT_EQ(mix_two_sided_p({0, 0}, {3, 30}), 1.0);
    EXPECT_EQ(rate_rise_p(0, 7, 0.125), 1.0);
}

TEST(ExactTests, KeepTheTailsOfEveryCountTogether) {
    for (int window = 0; window <= 12; ++window) {
        const double p_value = mix_two_sided_p({window, 12}, {8, 20});
        EXPECT_GT(p_value, 0.0);
        EXPECT_LE(p_value, 1.0);
        EXPECT_NEAR(p_value, mix_two_sided_p({8, 20}, {window, 12}), 1e-9) << "the same seen from the other side";
    }
}

TEST(ExactTests, AgreeWithTheMidPOfDhyperInR) {
    ASSERT_EQ(r_rows("midp").size(), 27U);
    for (const RRow& row : r_rows("midp")) {
        expect_close(mix_mid_p({row.count(0), row.count(1)}, {row.count(2), row.count(3)}, row.count(0)), row.numbers[4],
                     row);
    }
}

TEST(ExactTests, LayMidTailsOnALineBetweenCounts) {
    const ShareCounts first{12, 200};
    const ShareCounts second{30, 1000};
    const double at_14 = mix_mid_p(first, second, 14);
    const double at_15 = mix_mid_p(first, second, 15);
    EXPECT_GT(at_14, at_15);
    EXPECT_NEAR(mix_mid_p(first, second, 14.25), 0.75 * at_14 + 0.25 * at_15, 1e-12);
    EXPECT_EQ(mix_mid_p(first, second, -1), 0.0) << "less than none";
    EXPECT_NEAR(mix_mid_p(first, second, -0.5), mix_mid_p(first, second, 0) / 2, 1e-15);
    EXPECT_EQ(mix_mid_p(first, second, 43), 0.0) << "more than there are";
}

/// Limits are where the mid-p is what they promise, also where no count lies.
TEST(ExactTests, PutCentralLimitsWhereTheMidPReachesThem) {
    for (const ShareCounts second :
         {ShareCounts{30, 1000}, ShareCounts{2, 1000}, ShareCounts{500, 900}, ShareCounts{8, 20}}) {
        const ShareCounts first{6, 60};
        const auto limits = mix_central_limits(first, second, {0.001, 0.025});
        EXPECT_LE(limits[0].low, limits[1].low);
        EXPECT_GE(limits[0].high, limits[1].high);
        for (std::size_t index = 0; index < 2; ++index) {
            const double promised = index == 0 ? 0.002 : 0.05;
            EXPECT_NEAR(mix_mid_p(first, second, limits[index].low) / promised, 1, 1e-9) << second.remarks;
            EXPECT_NEAR(mix_mid_p(first, second, limits[index].high) / promised, 1, 1e-9) << second.remarks;
        }
    }
}

TEST(ExactTests, RefuseCountsThatCannotBe) {
    EXPECT_THROW((void)mix_rise_p({4, 3}, {0, 5}), std::logic_error);
    EXPECT_THROW((void)mix_rise_p({-1, 3}, {0, 5}), std::logic_error);
    EXPECT_THROW((void)mix_two_sided_p({1, 3}, {6, 5}), std::logic_error);
    EXPECT_THROW((void)mix_mid_p({1, 3}, {6, 5}, 1), std::logic_error);
    EXPECT_THROW((void)mix_central_limits({1, 3}, {2, 5}, {0.025, 0.001}), std::logic_error);
    EXPECT_THROW((void)rate_rise_p(1, 1, 0), std::logic_error);
    EXPECT_THROW((void)share_two_sided_p({1, 3}, 1.5), std::logic_error);
}

// With shapes 1 and 1 every count from 0 to n is equally likely, so that tails can be counted on fingers.
TEST(ExactTests, TestAShareAgainstATargetOnDaysThatVary) {
    const DayVariation one_wild_day{1.0, 1.0};
    EXPECT_NEAR(share_two_sided_p({8, 9}, 0.5, one_wild_day), 2 * 0.2, 1e-12);
    EXPECT_NEAR(share_two_sided_p({0, 9}, 0.5, one_wild_day), 2 * 0.1, 1e-12);
    EXPECT_NEAR(share_two_sided_p({5, 9}, 0.5, one_wild_day), 1.0, 1e-12);
    EXPECT_NEAR(share_two_sided_p({20, 400}, 0.1, {1e-9, 28}), share_two_sided_p({20, 400}, 0.1), 1e-6);
    EXPECT_GT(share_two_sided_p({20, 400}, 0.1, {0.15, 28}), share_two_sided_p({20, 400}, 0.1));
    EXPECT_EQ(share_two_sided_p({3, 40}, 0.0, {0.5, 28}), share_two_sided_p({3, 40}, 0.0));
    EXPECT_THROW(static_cast<void>(share_two_sided_p({3, 40}, 0.1, {0.5, 0})), std::logic_error);
}

TEST(ExactTests, TestAShareAgainstATargetMuchAsAgainstAnEndlessBaseline) {
    const DayVariation variation{0.15, 28};
    EXPECT_NEAR(mix_two_sided_p({58, 870}, {50'000'000, 1'000'000'000}, variation),
                share_two_sided_p({58, 870}, 0.05, variation), 0.02);
}

TEST(ExactTests, CompareTwoStretchesInBothDirectionsOnDaysThatVary) {
    const DayVariation variation{0.2, 28};
    const double low = mix_rise_p({40, 800}, {20, 800}, variation);
    EXPECT_DOUBLE_EQ(mix_two_sided_p({40, 800}, {20, 800}, variation), 2 * low);
    EXPECT_NEAR(mix_two_sided_p({20, 800}, {40, 800}, variation), 2 * low, 1e-12);
    EXPECT_EQ(mix_two_sided_p({0, 0}, {20, 800}, variation), 1.0);
}

TEST(ExactTests, GiveTheIntervalThatTheTestOfAShareDoesNotTellApart) {
    for (const ShareCounts counts : {ShareCounts{20, 400}, ShareCounts{12, 200}, ShareCounts{58, 870}}) {
        for (const double over_dispersion : {0.05, 0.5}) {
            const DayVariation variation{over_dispersion, 20};
            const Interval interval = share_interval_95(counts, variation);
            EXPECT_NEAR(share_two_sided_p(counts, interval.low, variation), 0.05, 1e-6);
            EXPECT_NEAR(share_two_sided_p(counts, interval.high, variation), 0.05, 1e-6);
            EXPECT_LT(interval.low, clopper_pearson_95(counts.remarks, counts.of).low);
            EXPECT_GT(interval.high, clopper_pearson_95(counts.remarks, counts.of).high);
        }
    }
    EXPECT_EQ(share_interval_95({20, 400}).low, clopper_pearson_95(20, 400).low);
    EXPECT_EQ(share_interval_95({0, 50}, {0.2, 7}).low, 0.0);
    EXPECT_EQ(share_interval_95({50, 50}, {0.2, 7}).high, 1.0);
    EXPECT_THROW(static_cast<void>(share_interval_95({0, 0})), std::logic_error);
}

}  // namespace
}  // namespace tillnote::domain
