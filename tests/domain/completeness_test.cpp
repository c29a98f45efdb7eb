#include "server/domain/completeness.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::instant;

LaneFacts lane(int number, bool heard, bool expected, std::int64_t received, std::int64_t missing) {
    return {number, heard, std::nullopt, expected, received, missing};
}

struct CompletenessCase {
    const char* name;
    std::vector<LaneFacts> lanes;
    int heard, expected, percent;
    bool usable;
};

TEST(Completeness, IsTheWorseOfLanesAndNotesRoundedDown) {
    const std::vector<CompletenessCase> cases{
        {"no lane at all", {}, 0, 0, 100, false},
        {"all there", {lane(1, true, true, 20, 0), lane(2, true, true, 9, 0)}, 2, 2, 100, true},
        {"nobody tapped", {lane(1, true, true, 0, 0)}, 1, 1, 100, true},
        {"one lane of three silent",
         {lane(1, true, true, 20, 0), lane(2, true, true, 9, 0), lane(3, false, true, 0, 0)},
         2,
         3,
         66,
         false},
        {"one note of a thousand missing", {lane(1, true, true, 999, 1)}, 1, 1, 99, true},
        {"notes worse than lanes", {lane(1, true, true, 5, 4), lane(2, true, true, 0, 0)}, 2, 2, 55, false},
        {"lanes worse than notes", {lane(1, true, true, 99, 1), lane(2, false, true, 0, 0)}, 1, 2, 50, false},
        {"heard and no longer expected", {lane(1, true, true, 3, 0), lane(2, true, false, 3, 0)}, 1, 1, 100, true},
        {"nothing heard of any", {lane(1, false, true, 0, 0)}, 0, 1, 0, false},
        {"only a lane that nobody expected", {lane(1, true, false, 3, 0)}, 0, 0, 100, true},
        {"only missing notes", {lane(1, false, false, 0, 2)}, 0, 0, 0, false},
        {"ten in a hundred missing", {lane(1, true, true, 90, 10)}, 1, 1, 90, true},
    };
    for (const CompletenessCase& one : cases) {
        const Completeness result = assess_completeness(one.lanes);
        EXPECT_EQ(result.lanes_heard, one.heard) << one.name;
        EXPECT_EQ(result.lanes_expected, one.expected) << one.name;
        EXPECT_EQ(result.percent, one.percent) << one.name;
        EXPECT_EQ(is_usable(result), one.usable) << one.name;
    }
}

TEST(Completeness, KeepsNotesAboutStaffOutOfThePercentageToo) {
    LaneFacts facts = lane(1, true, true, 9, 1);
    facts.staff_notes = 4;
    const Completeness result = assess_completeness({facts});
    EXPECT_EQ(result.notes_received, 5);
    EXPECT_EQ(result.percent, 83) << "5 of 6; 90 would say that there are four more";
}

TEST(Completeness, NamesSilentLanesInOrderWithWhenTheyWereLastHeard) {
    LaneFacts ninth = lane(9, false, true, 0, 2);
    ninth.last_heard_at = instant(2026, 11, 17, 19, 42);
    const Completeness result = assess_completeness({ninth, lane(5, false, true, 0, 0), lane(1, true, true, 1, 0)});
    ASSERT_EQ(result.silent.size(), 2U);
    EXPECT_EQ(result.silent.at(0).lane, 5);
    EXPECT_EQ(result.silent.at(0).last_heard_at, std::nullopt);
    EXPECT_EQ(result.silent.at(1).lane, 9);
    EXPECT_EQ(result.silent.at(1).last_heard_at, ninth.last_heard_at);
    EXPECT_EQ(result.notes_received, 1);
    EXPECT_EQ(result.notes_missing, 2);
}

}  // namespace
}  // namespace tillnote::domain
