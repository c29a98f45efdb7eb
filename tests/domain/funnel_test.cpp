#include "server/domain/funnel.hpp"

#include "tests/domain/r_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tillnote::domain {
namespace {

using testing::r_rows;
using testing::RRow;

TEST(Funnel, HasTheLimitsOfPhyperInR) {
    ASSERT_EQ(r_rows("funnel").size(), 13U);
    for (const RRow& row : r_rows("funnel")) {
        const ShareCounts store{row.count(0), row.count(1)};
        const ShareCounts rest{row.count(2), row.count(3)};
        const FunnelReading reading = read_funnel(store, rest);
        EXPECT_DOUBLE_EQ(reading.limits998.low, 1.0 * row.count(4) / store.of) << row.text;
        EXPECT_DOUBLE_EQ(reading.limits998.high, 1.0 * row.count(5) / store.of) << row.text;
        EXPECT_DOUBLE_EQ(reading.limits95.low, 1.0 * row.count(6) / store.of) << row.text;
        EXPECT_DOUBLE_EQ(reading.limits95.high, 1.0 * row.count(7) / store.of) << row.text;
    }
}

TEST(Funnel, PutsOutsideExactlyWhatTheTestFindsUnusual) {
    for (int remarks = 0; remarks <= 60; ++remarks) {
        const ShareCounts store{remarks, 200};
        const ShareCounts rest{90, 1000};
        const double p_value = mix_mid_p(store, rest, remarks);
        const FunnelReading reading = read_funnel(store, rest);
        EXPECT_EQ(is_outside(reading), p_value <= 2 * funnel_tail_95) << remarks;
        EXPECT_EQ(reading.outside_998, p_value <= 2 * funnel_tail_998) << remarks;
        EXPECT_EQ(reading.p_value, is_outside(reading) ? p_value : 1.0) << remarks;
    }
}

/// Also when it is widened: limits drawn, word and p-value are one statement.
TEST(Funnel, SaysTheSameByLimitsWordAndChance) {
    for (const FunnelSpread spread :
         {FunnelSpread{0, 1.02}, FunnelSpread{0, 2.6}, FunnelSpread{0.05, 1}, FunnelSpread{0.2, 1.8}}) {
        int outside = 0;
        for (const int marked : {3, 20, 110, 400}) {
            for (int remarks = 0; remarks <= std::min(marked, 200); ++remarks) {
                const ShareCounts store{remarks, 200};
                const FunnelReading reading = read_funnel(store, {marked - remarks, 1000}, spread);
                const double share = 1.0 * remarks / store.of;
                const bool beyond = share < reading.limits95.low - 1e-12 || share > reading.limits95.high + 1e-12;
                EXPECT_EQ(is_outside(reading), beyond) << marked << ' ' << remarks;
                EXPECT_EQ(is_outside(reading), reading.p_value <= 2 * funnel_tail_95) << marked << ' ' << remarks;
                EXPECT_EQ(reading.outside_998, reading.p_value <= 2 * funnel_tail_998) << marked << ' ' << remarks;
                outside += is_outside(reading) ? 1 : 0;
            }
        }
        EXPECT_GT(outside, 100);
    }
}

/// A spread that is hardly there moves hardly a limit: counts are whole, the widening is not.
TEST(Funnel, WidensGradually) {
    int moved = 0;
    for (int marked = 6; marked <= 300; ++marked) {
        const ShareCounts store{marked / 6, 200};
        const ShareCounts rest{marked - marked / 6, 1000};
        const auto counts = [&](FunnelSpread spread) {
            const Interval limits = read_funnel(store, rest, spread).limits95;
            return std::lround((limits.high - limits.low) * store.of);
        };
        const auto wider = counts({0, 1.02}) - counts({});
        EXPECT_GE(wider, 0);
        EXPECT_LE(wider, 2);
        moved += static_cast<int>(wider);
    }
    EXPECT_GT(moved, 10);
    EXPECT_LT(moved, 150) << "of 590 limits; a hundredth of 10 to 30 counts is a tenth to a third of one";
}

TEST(Funnel, SaysWhichSideAStoreIsOn) {
    EXPECT_EQ(read_funnel({34, 200}, {60, 1000}).verdict, FunnelVerdict::above);
    EXPECT_TRUE(read_funnel({34, 200}, {60, 1000}).outside_998);
    EXPECT_EQ(read_funnel({13, 200}, {60, 1000}).verdict, FunnelVerdict::not_distinguishable);
    EXPECT_EQ(read_funnel({1, 200}, {90, 1000}).verdict, FunnelVerdict::below);
    EXPECT_NEAR(read_funnel({34, 200}, {60, 1000}).expected, 94.0 / 1200, 1e-12);
}

TEST(Funnel, JudgesNobodyByFewRemarks) {
    EXPECT_EQ(read_funnel({29, 29}, {10, 1000}).verdict, FunnelVerdict::too_little);
    EXPECT_EQ(read_funnel({20, 200}, {0, 29}).verdict, FunnelVerdict::too_little);
    EXPECT_EQ(read_funnel({0, 0}, {10, 1000}).verdict, FunnelVerdict::too_little);
    EXPECT_EQ(read_funnel({3, 30}, {0, 0}).verdict, FunnelVerdict::too_little);
    EXPECT_EQ(read_funnel({30, 30}, {10, 1000}).verdict, FunnelVerdict::above);
    EXPECT_EQ(read_funnel({0, 200}, {0, 1000}).verdict, FunnelVerdict::not_distinguishable);
    EXPECT_THROW((void)read_funnel({5, 4}, {0, 100}), std::logic_error);
}

TEST(Funnel, WidensWithTheSpreadAndKeepsItsMiddle) {
    const ShareCounts store{26, 200};
    const ShareCounts rest{120, 2000};
    FunnelReading last = read_funnel(store, rest);
    EXPECT_TRUE(last.outside_998);
    for (const double relative_variance : {0.05, 0.2, 1.0}) {
        const FunnelReading wider = read_funnel(store, rest, {relative_variance});
        EXPECT_EQ(wider.expected, last.expected);
        EXPECT_LE(wider.limits95.low, last.limits95.low);
        EXPECT_GT(wider.limits95.high, last.limits95.high);
        EXPECT_GT(wider.limits998.high, last.limits998.high);
        EXPECT_GE(wider.p_value, last.p_value);
        last = wider;
    }
    EXPECT_EQ(last.verdict, FunnelVerdict::not_distinguishable);
}

/// The variance grows as it should: limits at 1.96 standard deviations stay there.
TEST(Funnel, WidensByTheSquareRootOfTheVariancesGrowth) {
    const double share = 0.1;
    const ShareCounts store{200, 2000};
    const ShareCounts rest{2000, 20000};
    const double by_chance = share * (1 - share) * (1.0 / store.of + 1.0 / rest.of);
    const FunnelReading plain = read_funnel(store, rest);
    const FunnelReading twice = read_funnel(store, rest, {3 * by_chance / (share * share)});
    EXPECT_NEAR((twice.limits95.high - share) / (plain.limits95.high - share), 2.0, 0.05);
    EXPECT_NEAR((share - twice.limits998.low) / (share - plain.limits998.low), 2.0, 0.05);
}

}  // namespace
}  // namespace tillnote::domain
