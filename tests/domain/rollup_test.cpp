#include "server/domain/rollup.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tillnote::domain {
namespace {

using std::chrono::minutes;
using testing::day;
using testing::instant;
using testing::uuid;

const Instant day_start = instant(2026, 11, 20, 10);

CountedNote note(int lane, std::string key, std::string reason, minutes after_start) {
    return {uuid(1), lane, uuid(2), 1, std::move(reason), std::move(key), day_start + after_start, false};
}

CountedNote undone(CountedNote one) {
    one.undone = true;
    return one;
}

DayRollup count(const std::vector<CountedNote>& notes) {
    return count_day(notes, day_start);
}

TEST(CountDay, ARemarkTappedThreeTimesIsOneRemark) {
    const DayRollup rollup = count(
        {note(1, "key-a", "101", minutes{5}), note(1, "key-a", "101", minutes{6}), note(1, "key-a", "101", minutes{7})});
    EXPECT_EQ(rollup.reasons.at("101").remarks, 1);
    EXPECT_EQ(rollup.notes_by_lane.at(1), 3);
}

TEST(CountDay, TwoReasonsOfOneCustomerAreTwoRemarks) {
    const DayRollup rollup = count({note(1, "key-a", "101", minutes{5}), note(1, "key-a", "202", minutes{5})});
    EXPECT_EQ(rollup.reasons.at("101").remarks, 1);
    EXPECT_EQ(rollup.reasons.at("202").remarks, 1);
}

TEST(CountDay, TheSameKeyOnTwoLanesIsTwoRemarks) {
    const DayRollup rollup = count({note(1, "key-a", "101", minutes{5}), note(2, "key-a", "101", minutes{5})});
    EXPECT_EQ(rollup.reasons.at("101").remarks, 2);
    EXPECT_EQ(rollup.reasons.at("101").breadth, 2);
}

TEST(CountDay, AnUndoneNoteIsReceivedAndNotCounted) {
    const DayRollup rollup = count({undone(note(1, "key-a", "101", minutes{5})), note(2, "key-b", "202", minutes{5})});
    EXPECT_FALSE(rollup.reasons.contains("101"));
    EXPECT_EQ(rollup.notes_by_lane, (std::map<int, int>{{1, 1}, {2, 1}}));
}

TEST(CountDay, ARemarkStandsWhileOneOfItsNotesStands) {
    const DayRollup rollup = count({undone(note(1, "key-a", "101", minutes{5})), note(1, "key-a", "101", minutes{125})});
    EXPECT_EQ(rollup.reasons.at("101").remarks, 1);
    EXPECT_EQ(rollup.reasons.at("101").remarks_by_hour, (std::map<int, int>{{2, 1}}));
    EXPECT_EQ(rollup.reasons.at("101").breadth, 1);
}

TEST(CountDay, BreadthCountsLanesAndTwoHourBlocks) {
    const DayRollup rollup = count({
        note(1, "key-a", "101", minutes{0}), note(1, "key-b", "101", minutes{119}),  // same cell
        note(1, "key-c", "101", minutes{120}),                                       // next block
        note(2, "key-d", "101", minutes{120}),                                       // other lane
    });
    EXPECT_EQ(rollup.reasons.at("101").remarks, 4);
    EXPECT_EQ(rollup.reasons.at("101").breadth, 3);
}

TEST(CountDay, TheHourIsThatOfTheRemarksFirstNoteWhateverTheOrderOfArrival) {
    std::vector<CountedNote> notes{note(1, "key-a", "101", minutes{61}), note(1, "key-a", "101", minutes{59}),
                                   note(1, "key-b", "101", minutes{180}), note(3, "key-a", "404", minutes{7})};
    const DayRollup expected = count(notes);
    EXPECT_EQ(expected.reasons.at("101").remarks_by_hour, (std::map<int, int>{{0, 1}, {3, 1}}));
    const auto by_time = [](const CountedNote& left, const CountedNote& right) { return left.tapped_at < right.tapped_at; };
    std::sort(notes.begin(), notes.end(), by_time);
    do {
        EXPECT_EQ(count(notes), expected);
    } while (std::next_permutation(notes.begin(), notes.end(), by_time));
}

TEST(CountDay, HoursAreElapsedHoursOnTheDayClocksChange) {
    const StoreCalendar calendar = StoreCalendar::make(testing::store_in("America/Chicago")).value();
    const DayBounds bounds = calendar.bounds_of(day(2026, 10, 31));
    CountedNote last = note(1, "key-a", "101", minutes{0});
    last.tapped_at = bounds.ends_at - minutes{1};
    const DayRollup rollup = count_day(std::vector{last}, bounds.starts_at);
    EXPECT_EQ(rollup.reasons.at("101").remarks_by_hour, (std::map<int, int>{{24, 1}}));
    EXPECT_EQ(rollup.reasons.at("101").breadth, 1);
}

TEST(CountDay, AGapBelongsToTheLaneOfItsLowerNeighbour) {
    std::vector<CountedNote> notes{note(1, "key-a", "101", minutes{5}), note(2, "key-b", "101", minutes{5}),
                                   note(2, "key-c", "101", minutes{5})};
    notes[0].seq = 3;
    notes[1].seq = 6;   // 4 and 5 are missing before it
    notes[2].seq = 10;  // 7 and 9 are missing before it; 8 was refused
    const std::vector<OutboxAround> around{{uuid(2), {14}, {8, 12}}};
    const DayRollup rollup = count_day(notes, day_start, around);
    EXPECT_EQ(rollup.missing_by_lane, (std::map<int, std::int64_t>{{1, 2}, {2, 2 + 2}}));
}

TEST(CountDay, BeyondTheLastNoteAGapReachesUpToTheLastUncountedOne) {
    const std::vector<CountedNote> notes{note(1, "key-a", "101", minutes{5})};
    const std::vector<OutboxAround> around{{uuid(2), {}, {3, 5}}, {uuid(9), {40}, {}}};
    EXPECT_EQ(count_day(notes, day_start, around).missing_by_lane, (std::map<int, std::int64_t>{{1, 2}}));
    EXPECT_EQ(count_day(notes, day_start).missing_by_lane, (std::map<int, std::int64_t>{}));
}

TEST(CountDay, ADayWithoutNotesCountsNothing) {
    EXPECT_EQ(count({}), DayRollup{});
}

}  // namespace
}  // namespace tillnote::domain
