#include "server/domain/before_after.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

TEST(BeforeAfter, ComparesTheTwoSharesInBothDirections) {
    const BeforeAfter risen = compare_periods({20, 800}, {60, 800});
    EXPECT_EQ(risen.remarks_before, 20);
    EXPECT_EQ(risen.of_before, 800);
    EXPECT_EQ(risen.remarks_after, 60);
    EXPECT_EQ(risen.of_after, 800);
    EXPECT_LT(risen.p_value, 0.0001);
    EXPECT_NEAR(compare_periods({60, 800}, {20, 800}).p_value / risen.p_value, 1.0, 1e-9);
    EXPECT_GT(compare_periods({20, 800}, {24, 800}).p_value, 0.5);
}

TEST(BeforeAfter, SaysNothingOfNothing) {
    EXPECT_EQ(compare_periods({0, 0}, {0, 0}).p_value, 1.0);
    EXPECT_EQ(compare_periods({3, 30}, {0, 0}).p_value, 1.0);
}

}  // namespace
}  // namespace tillnote::domain
