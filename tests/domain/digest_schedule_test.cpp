#include "server/domain/digest_schedule.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using std::chrono::minutes;
using testing::day;
using ::testing::ElementsAre;
using testing::instant;
using ::testing::IsEmpty;

const Store chicago = testing::store_in("America/Chicago");
const StoreCalendar calendar = StoreCalendar::make(chicago).value();

TEST(DigestSchedule, IsDueAtTheLocalTimeOnTheDateTheDayEnds) {
    EXPECT_EQ(digest_due_at(calendar, day(2026, 11, 20), digest_time_default), instant(2026, 11, 21, 11, 45));
    EXPECT_EQ(digest_due_at(calendar, day(2026, 7, 1), digest_time_default), instant(2026, 7, 2, 10, 45)) << "summer time";
    EXPECT_EQ(digest_due_at(calendar, day(2026, 11, 20), minutes{20 * 60}), instant(2026, 11, 22, 2, 0)) << "the evening";
}

TEST(DigestSchedule, KeepsTheLocalTimeOnBothDaysTheClockChanges) {
    EXPECT_EQ(digest_due_at(calendar, day(2026, 3, 7), digest_time_default), instant(2026, 3, 8, 10, 45));
    EXPECT_EQ(digest_due_at(calendar, day(2026, 10, 31), digest_time_default), instant(2026, 11, 1, 11, 45));
    const StoreCalendar at_two = StoreCalendar::make(testing::store_in("America/Chicago", 0)).value();
    EXPECT_EQ(digest_due_at(at_two, day(2026, 3, 7), minutes{150}), instant(2026, 3, 8, 8, 0)) << "02:30 never was";
    EXPECT_EQ(digest_due_at(at_two, day(2026, 10, 31), minutes{90}), instant(2026, 11, 1, 6, 30)) << "the first 01:30";
}

TEST(DigestSchedule, NeverComesBeforeTheDayHasEnded) {
    const StoreCalendar six = StoreCalendar::make(testing::store_in("America/Chicago", 6 * 60)).value();
    EXPECT_EQ(digest_due_at(six, day(2026, 11, 20), digest_time_default), instant(2026, 11, 21, 12, 0)) << "at its end";
    const StoreCalendar late = StoreCalendar::make(testing::store_in("America/Chicago", 23 * 60)).value();
    EXPECT_EQ(digest_due_at(late, day(2026, 11, 20), digest_time_default), instant(2026, 11, 22, 11, 45))
        << "in the morning after, not at night";
}

TEST(DigestSchedule, CatchesUpThreeDaysAndSaysWhatItMissed) {
    const Instant now = instant(2026, 11, 25, 12);
    const DueDigests found = find_due_digests(chicago, calendar, digest_time_default, day(2026, 11, 18), now);
    EXPECT_THAT(found.due, ElementsAre(day(2026, 11, 22), day(2026, 11, 23), day(2026, 11, 24)));
    EXPECT_THAT(found.missed, ElementsAre(day(2026, 11, 19), day(2026, 11, 20), day(2026, 11, 21)));
    EXPECT_EQ(find_due_digests(chicago, calendar, digest_time_default, day(2026, 11, 24), now), DueDigests{});
    EXPECT_EQ(find_due_digests(chicago, calendar, digest_time_default, day(2026, 12, 24), now), DueDigests{})
        << "a clock that was set back";
}

TEST(DigestSchedule, ListsNoMoreThanAYearOfWhatItMissed) {
    const auto found = find_due_digests(chicago, calendar, digest_time_default, day(2020, 1, 1), instant(2026, 11, 25, 12));
    EXPECT_EQ(found.missed.size() + found.due.size(), static_cast<std::size_t>(missed_days_max) + 1);
}

TEST(DigestSchedule, LeavesOutDaysBeforeOpeningAndAfterClosing) {
    Store store = chicago;
    store.opened_on = day(2026, 11, 23);
    store.closed_on = day(2026, 11, 24);
    const auto found = find_due_digests(store, calendar, digest_time_default, day(2026, 11, 18), instant(2026, 11, 25, 12));
    EXPECT_THAT(found.due, ElementsAre(day(2026, 11, 23)));
    EXPECT_THAT(found.missed, IsEmpty());
}

TEST(DigestSchedule, WaitsForLanesOnlyWithWhatWasDueBeforeTheStart) {
    const Instant due = instant(2026, 11, 25, 11, 45);
    const Instant started = instant(2026, 11, 25, 12, 30);
    EXPECT_TRUE(waits_for_lanes(due, started, started));
    EXPECT_TRUE(waits_for_lanes(due, started, started + catch_up_wait - std::chrono::milliseconds{1}));
    EXPECT_FALSE(waits_for_lanes(due, started, started + catch_up_wait));
    EXPECT_FALSE(waits_for_lanes(due, due, due)) << "on time";
    EXPECT_FALSE(waits_for_lanes(due, started, started - std::chrono::minutes{1}))
        << "the clock was put back after the start";
    EXPECT_FALSE(waits_for_lanes(started + std::chrono::minutes{1}, started, started + std::chrono::minutes{1}));
}

TEST(DigestSchedule, SkipsADateTheZoneNeverHad) {
    const Store apia = testing::store_in("Pacific/Apia");
    const StoreCalendar in_apia = StoreCalendar::make(apia).value();
    const auto found = find_due_digests(apia, in_apia, digest_time_default, day(2011, 12, 28), instant(2011, 12, 31, 18));
    EXPECT_THAT(found.due, ElementsAre(day(2011, 12, 29), day(2011, 12, 31)));
}

TEST(DigestSchedule, BeginsWithTheLastDayThatIsDue) {
    EXPECT_EQ(last_due_day(calendar, digest_time_default, instant(2026, 11, 25, 11, 44)), day(2026, 11, 23));
    EXPECT_EQ(last_due_day(calendar, digest_time_default, instant(2026, 11, 25, 11, 45)), day(2026, 11, 24));
}

}  // namespace
}  // namespace tillnote::domain
