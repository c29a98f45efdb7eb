#include "server/domain/chance.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

TEST(Chance, IsToldToOneSignificantFigureAndNeverBeyondTenThousand) {
    EXPECT_EQ(chance_one_in(0.0005), 2000);
    EXPECT_EQ(chance_one_in(0.00053), 2000);
    EXPECT_EQ(chance_one_in(0.0007), 1000);
    EXPECT_EQ(chance_one_in(0.0012), 800);
    EXPECT_EQ(chance_one_in(0.03), 30);
    EXPECT_EQ(chance_one_in(1.0), 1);
    EXPECT_EQ(chance_one_in(0.0001), 10'000);
    EXPECT_EQ(chance_one_in(0.000104), 10'000);
    EXPECT_EQ(chance_one_in(1e-40), 10'000);
    EXPECT_EQ(chance_one_in(0.0), 10'000);
}

}  // namespace
}  // namespace tillnote::domain
