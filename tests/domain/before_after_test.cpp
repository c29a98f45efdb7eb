#include "server/domain/before_after.hpp"

#include "server/domain/share_evidence.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

ShareEvidence evidence(int remarks, int of, double over_dispersion = 0) {
    return {{remarks, of}, {remarks, of}, of * of / 28, 28, 0, over_dispersion};
}

TEST(BeforeAfter, ComparesTheTwoSharesInBothDirections) {
    const BeforeAfter risen = compare_periods(evidence(20, 800), evidence(60, 800));
    EXPECT_EQ(risen.before.remarks, (ShareCounts{20, 800}));
    EXPECT_EQ(risen.after.remarks, (ShareCounts{60, 800}));
    EXPECT_LT(risen.p_value, 0.0001);
    EXPECT_NEAR(compare_periods(evidence(60, 800), evidence(20, 800)).p_value / risen.p_value, 1.0, 1e-9);
    EXPECT_GT(compare_periods(evidence(20, 800), evidence(24, 800)).p_value, 0.5);
}

TEST(BeforeAfter, AllowsForRepeatedTapsAndForDaysThatVary) {
    const ShareEvidence before = evidence(30, 800);
    const ShareEvidence after = evidence(54, 800);
    EXPECT_LT(compare_periods(before, after).p_value, 0.02);
    ShareEvidence same_customers = after;
    same_customers.hearings = {38, 780};
    EXPECT_GT(compare_periods(before, same_customers).p_value, 0.2);
    EXPECT_GT(compare_periods(evidence(30, 800, 0.5), evidence(54, 800, 0.5)).p_value, 0.05);
}

TEST(BeforeAfter, TakesTwoWeeksOnEachSide) {
    ShareEvidence before = evidence(20, 800);
    before.days = event_days_min - 1;
    const BeforeAfter young = compare_periods(before, evidence(90, 800));
    EXPECT_FALSE(young.enough);
    EXPECT_EQ(young.p_value, 1.0);
    before.days = event_days_min;
    EXPECT_TRUE(compare_periods(before, evidence(90, 800)).enough);
}

TEST(BeforeAfter, SaysNothingOfNothing) {
    EXPECT_EQ(compare_periods(evidence(0, 0), evidence(0, 0)).p_value, 1.0);
    EXPECT_EQ(compare_periods(evidence(3, 30), evidence(0, 0)).p_value, 1.0);
    EXPECT_EQ(compare_periods(evidence(3, 30, 0.2), evidence(0, 0, 0.2)).p_value, 1.0);
}

}  // namespace
}  // namespace tillnote::domain
