#include "server/domain/lane_hours.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;
using testing::instant;
using namespace std::chrono_literals;

class LaneHours : public ::testing::Test {
protected:
    std::vector<LaneHour> place(std::vector<HourCount> hours, std::chrono::milliseconds clock_behind = 0ms) {
        HeartbeatRequest heartbeat;
        heartbeat.sent_at = now - clock_behind;
        heartbeat.transactions = std::move(hours);
        return place_hours(heartbeat, now, store, calendar);
    }

    const Instant now = instant(2026, 11, 20, 18, 20);
    Store store = testing::store_in("America/Chicago");
    const StoreCalendar calendar = StoreCalendar::make(store).value();
};

TEST_F(LaneHours, BelongToTheDayThatHoldsTheirMiddle) {
    const auto placed = place({{instant(2026, 11, 20, 9), 3}, {instant(2026, 11, 20, 10), 4}}, 200ms);
    ASSERT_EQ(placed.size(), 2U);
    EXPECT_EQ(placed[0].business_day, day(2026, 11, 19)) << "the hour before the cut-off at 04:00 in Chicago";
    EXPECT_EQ(placed[1].business_day, day(2026, 11, 20)) << "although both clocks do not agree to the millisecond";
    EXPECT_EQ(placed[1].transactions, 4);
    EXPECT_EQ(placed[1].hour_start, instant(2026, 11, 20, 10)) << "as sent";
    EXPECT_EQ(placed[1].ends_at, instant(2026, 11, 20, 11) + 200ms) << "on the server's clock";
}

TEST_F(LaneHours, AreMovedByAClockThatIsWrong) {
    const auto placed = place({{instant(2026, 11, 20, 8), 3}}, 3h);
    ASSERT_EQ(placed.size(), 1U);
    EXPECT_EQ(placed[0].business_day, day(2026, 11, 20));
}

TEST_F(LaneHours, HaveNoDayWhereNoneCanBeTold) {
    const auto day_of = [this](const Instant& hour, std::chrono::milliseconds clock_behind = 0ms) {
        const auto placed = place({{hour, 3}}, clock_behind);
        EXPECT_EQ(placed.size(), 1U);
        EXPECT_EQ(placed[0].hour_start, hour) << "kept as sent";
        EXPECT_EQ(placed[0].transactions, 3);
        return placed[0].business_day;
    };
    EXPECT_FALSE(day_of(instant(2026, 11, 19, 8), 25h)) << "a clock a day off";
    EXPECT_FALSE(day_of(instant(2000, 1, 1, 0), 24h * 9820)) << "a clock that begins anew at each start";
    EXPECT_FALSE(day_of(instant(2026, 11, 20, 19))) << "an hour that has not begun";
    EXPECT_FALSE(day_of(instant(2025, 9, 1, 18))) << "sealed";
    store.opened_on = day(2026, 11, 20);
    EXPECT_FALSE(day_of(instant(2026, 11, 19, 18))) << "before the store opened";
    EXPECT_EQ(day_of(instant(2026, 11, 20, 18)), day(2026, 11, 20)) << "the running hour";
}

}  // namespace
}  // namespace tillnote::domain
