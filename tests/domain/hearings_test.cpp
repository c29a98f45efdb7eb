#include "server/domain/hearings.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

TEST(Hearings, CountEveryRemarkThatHasACellOfItsOwn) {
    EXPECT_EQ(count_hearings(5, 5, 8), 5);
    EXPECT_EQ(count_hearings(0, 0, 8), 0);
}

TEST(Hearings, CountOneNoisyPersonOnce) {
    EXPECT_EQ(count_hearings(9, 1, 8), 1);
    EXPECT_EQ(count_hearings(5, 3, 8), 3) << "one of three was tapped three times";
}

/// 64 cells: 100 remarks at random would fall into 64 (1 - (63/64)^100) = 50.7 of them.
TEST(Hearings, KeepRemarksApartThatFallIntoOneCellByChance) {
    EXPECT_NEAR(count_hearings(100, 51, 8), 100, 2);
    EXPECT_EQ(count_hearings(300, 64, 8), 300) << "all cells taken: nothing can be told";
    EXPECT_EQ(count_hearings(20, 6, 1), 10) << "8 cells of one lane";
}

TEST(Hearings, NeverLeaveBreadthToRemarks) {
    for (int remarks = 1; remarks <= 40; ++remarks) {
        for (int breadth = 1; breadth <= remarks; ++breadth) {
            const int hearings = count_hearings(remarks, breadth, 4);
            EXPECT_GE(hearings, breadth);
            EXPECT_LE(hearings, remarks);
        }
    }
}

TEST(Hearings, AreTheSameFromATable) {
    HearingTable table;
    for (const int lanes : {6, 0, 1, 42, 6}) {
        for (int remarks = 0; remarks <= 60; ++remarks) {
            for (int breadth = 0; breadth <= remarks; ++breadth) {
                ASSERT_EQ(table.count(remarks, breadth, lanes), count_hearings(remarks, breadth, lanes))
                    << remarks << ' ' << breadth << ' ' << lanes;
            }
        }
    }
}

TEST(Hearings, FallBackToRemarksWithoutLanes) {
    EXPECT_EQ(count_hearings(4, 2, 0), 4);
    EXPECT_EQ(count_hearings(4, 0, 8), 4);
}

}  // namespace
}  // namespace tillnote::domain
