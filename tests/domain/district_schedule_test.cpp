#include "server/domain/district_schedule.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace tillnote::domain {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::day;
using ::testing::ElementsAre;
using testing::instant;
using ::testing::IsEmpty;

/// Stores of the district "north", by id, and what their directory entries live in.
class DistrictScheduleTest : public ::testing::Test {
protected:
    StoreEntry& add(const std::string& id, const std::string& zone, minutes digest_time = digest_time_default,
                    int cutoff_minutes = 240) {
        Store store = testing::store_in(zone, cutoff_minutes);
        store.id = id;
        entries.push_back({store, {"north", "North"}, StoreCalendar::make(store).value()});
        stores.push_back({&entries.back(), digest_time});
        return entries.back();
    }
    std::optional<DistrictDue> due(Day of) const { return district_due(stores_on(stores, "north", of), of); }
    DistrictDays find(Day last_decided, Instant now, DigestRhythm rhythm = DigestRhythm::daily,
                      std::optional<Instant> since = std::nullopt) const {
        return find_district_days(stores, "north", rhythm, since, last_decided, now);
    }

    std::deque<StoreEntry> entries;
    std::vector<ScheduledStore> stores;
};

TEST_F(DistrictScheduleTest, WaitsForTheLastStoreInEveryZone) {
    add("east", "America/New_York");
    add("west", "America/Los_Angeles");
    const auto found = due(day(2026, 11, 20));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->ends_at, instant(2026, 11, 21, 12)) << "04:00 in Los Angeles";
    EXPECT_EQ(found->latest_at, instant(2026, 11, 21, 15, 45)) << "two hours after 05:45 there";
}

TEST_F(DistrictScheduleTest, TheLastDigestTimeCountsAndNotTheLastEnd) {
    add("early-to-end", "America/New_York", hours{14});
    add("late-to-end", "America/Los_Angeles", hours{4});
    const auto found = due(day(2026, 11, 20));
    EXPECT_EQ(found->ends_at, instant(2026, 11, 21, 12));
    EXPECT_EQ(found->latest_at, instant(2026, 11, 21, 21)) << "16:00 in New York";
}

TEST_F(DistrictScheduleTest, KeepsTheLocalTimeOnBothDaysTheClockChanges) {
    add("only", "America/Chicago");
    EXPECT_EQ(due(day(2026, 3, 7))->latest_at, instant(2026, 3, 8, 12, 45)) << "07:45 in summer time";
    EXPECT_EQ(due(day(2026, 3, 7))->ends_at, instant(2026, 3, 8, 9));
    EXPECT_EQ(due(day(2026, 10, 31))->latest_at, instant(2026, 11, 1, 13, 45)) << "07:45 in winter time";
}

/// Zones that change on other dates, by half an hour, or never, and cut-offs around the clock, over two years.
TEST_F(DistrictScheduleTest, NeverTellsOfADayBeforeItsLastStoresEnd) {
    add("a", "America/Chicago", minutes{0}, 1380);
    add("b", "Australia/Lord_Howe", minutes{1439}, 120);
    add("c", "Asia/Kolkata", minutes{345}, 0);
    add("d", "America/St_Johns", minutes{150}, 150);
    for (Day of = day(2026, 1, 1); of < day(2028, 1, 1); of = add_days(of, 1)) {
        const auto found = due(of);
        ASSERT_TRUE(found);
        for (const StoreEntry& entry : entries) {
            EXPECT_LE(entry.calendar.bounds_of(of).ends_at, found->ends_at);
        }
        EXPECT_GE(found->latest_at, found->ends_at);
        const auto before = find(add_days(of, -1), found->ends_at - std::chrono::milliseconds{1});
        EXPECT_THAT(before.due, IsEmpty());
        EXPECT_EQ(before.waiting, std::nullopt);
        EXPECT_EQ(find(add_days(of, -1), found->ends_at).waiting, std::optional(of));
        EXPECT_THAT(find(add_days(of, -1), found->latest_at).due, ElementsAre(of));
    }
}

TEST_F(DistrictScheduleTest, AWeekIsToldOfAfterItsSunday) {
    add("only", "America/Chicago");
    const Instant monday_morning = instant(2026, 11, 23, 13, 45);
    const Day sunday = day(2026, 11, 22);
    EXPECT_THAT(find(day(2026, 11, 15), monday_morning, DigestRhythm::weekly).due, ElementsAre(sunday));
    EXPECT_EQ(find(day(2026, 11, 15), monday_morning - minutes{1}, DigestRhythm::weekly).waiting, std::optional(sunday));
    EXPECT_EQ(find(sunday, instant(2026, 11, 29, 12), DigestRhythm::weekly), DistrictDays{}) << "nothing until the next";
    const auto later = find(day(2026, 11, 8), instant(2026, 11, 27, 12), DigestRhythm::weekly);
    EXPECT_THAT(later.due, ElementsAre(sunday)) << "the week before is no news any more";
    EXPECT_THAT(later.missed, ElementsAre(day(2026, 11, 15)));
}

TEST_F(DistrictScheduleTest, CatchesUpThreeDaysAndSaysWhatItMissed) {
    add("only", "America/Chicago");
    const auto found = find(day(2026, 11, 18), instant(2026, 11, 25, 14));
    EXPECT_THAT(found.due, ElementsAre(day(2026, 11, 22), day(2026, 11, 23), day(2026, 11, 24)));
    EXPECT_THAT(found.missed, ElementsAre(day(2026, 11, 19), day(2026, 11, 20), day(2026, 11, 21)));
    EXPECT_EQ(find(day(2026, 12, 24), instant(2026, 11, 25, 14)), DistrictDays{}) << "a clock that was set back";
}

TEST_F(DistrictScheduleTest, ANewRhythmSendsNothingThatWasDueUnderTheOld) {
    add("only", "America/Chicago");
    const Instant thursday = instant(2026, 11, 26, 18);
    EXPECT_EQ(find(day(2026, 11, 22), thursday, DigestRhythm::daily, thursday), DistrictDays{});
    EXPECT_THAT(find(day(2026, 11, 22), thursday + hours{24}, DigestRhythm::daily, thursday).due,
                ElementsAre(day(2026, 11, 26)));
}

TEST_F(DistrictScheduleTest, AsksOnlyTheStoresThatBelongedOnTheDay) {
    add("stays", "America/New_York");
    Store& moved = add("moves-away", "Pacific/Honolulu").store;
    moved.memberships = {{day(1800, 1, 1), "north"}, {day(2026, 11, 20), "south"}};
    Store& closes = add("closes", "America/Anchorage").store;
    closes.closed_on = day(2026, 11, 21);
    EXPECT_EQ(stores_on(stores, "north", day(2026, 11, 19)).size(), 3U);
    EXPECT_EQ(stores_on(stores, "north", day(2026, 11, 20)).size(), 2U);
    EXPECT_EQ(stores_on(stores, "north", day(2026, 11, 21)).size(), 1U);
    EXPECT_EQ(due(day(2026, 11, 21))->ends_at, instant(2026, 11, 22, 9));
    EXPECT_FALSE(district_due(stores_on(stores, "nowhere", day(2026, 11, 21)), day(2026, 11, 21)));
}

TEST_F(DistrictScheduleTest, BeginsAfterTheLastDayThatWasDue) {
    EXPECT_EQ(last_due_district_day(stores, "north", instant(2026, 11, 25, 14)), std::nullopt) << "without stores";
    Store& store = add("only", "America/Chicago").store;
    EXPECT_EQ(last_due_district_day(stores, "north", instant(2026, 11, 25, 13, 45)), std::optional(day(2026, 11, 24)));
    EXPECT_EQ(last_due_district_day(stores, "north", instant(2026, 11, 25, 13, 44)), std::optional(day(2026, 11, 23)));
    store.opened_on = day(2026, 11, 24);
    EXPECT_EQ(last_due_district_day(stores, "north", instant(2026, 11, 25, 13, 44)), std::optional(day(2026, 11, 23)))
        << "so that the first day of all is told of";
}

}  // namespace
}  // namespace tillnote::domain
