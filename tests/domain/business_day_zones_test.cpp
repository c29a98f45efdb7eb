#include "server/domain/business_day.hpp"

#include "tests/domain/building.hpp"

#include <date/tz.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

/// Properties of business days in every IANA zone around every transition.
namespace tillnote::domain {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr int cutoffs_minutes[] = {0, 120, 150, 180, 240};

/// The first instant at which the zone's clock shows `local` or more: another way to say both rules of the cut-off,
/// found by bisection over what the zone says of instants, not of local times.
sys_seconds first_passage(const date::time_zone& zone, seconds local) {
    sys_seconds low{local - hours{27}};
    sys_seconds high{local + hours{51}};
    for (sys_seconds at = low; at < high; at += minutes{15}) {
        if (at.time_since_epoch() + zone.get_info(at).offset >= local) {
            high = at;
            break;
        }
        low = at;
    }
    while (high - low > seconds{1}) {
        const sys_seconds middle = low + (high - low) / 2;
        (middle.time_since_epoch() + zone.get_info(middle).offset >= local ? high : low) = middle;
    }
    return high;
}

std::vector<sys_seconds> transitions(const date::time_zone& zone, sys_seconds from, sys_seconds to) {
    std::vector<sys_seconds> found;
    for (sys_seconds at = zone.get_info(from).end; at < to; at = zone.get_info(at).end) {
        found.push_back(at);
    }
    return found;
}

/// Days around `at` are contiguous, and each instant near it lies in exactly the day that bounds say.
void expect_partition_around(const StoreCalendar& calendar, sys_seconds at, const std::string& context) {
    const sys_days middle = std::chrono::floor<days>(at);
    for (sys_days day = middle - days{3}; day <= middle + days{3}; day += days{1}) {
        const DayBounds bounds = calendar.bounds_of(Day{day});
        ASSERT_LE(bounds.starts_at, bounds.ends_at) << context;
        ASSERT_LE(bounds.ends_at - bounds.starts_at, hours{49}) << context;
        ASSERT_EQ(bounds.ends_at, calendar.bounds_of(Day{day + days{1}}).starts_at) << context;
        if (bounds.starts_at == bounds.ends_at) {
            ASSERT_NE(calendar.day_of(bounds.starts_at), Day{day}) << context;
            continue;
        }
        ASSERT_EQ(calendar.day_of(bounds.starts_at), Day{day}) << context;
        ASSERT_EQ(calendar.day_of(bounds.ends_at - milliseconds{1}), Day{day}) << context;
    }
    for (const milliseconds offset : {milliseconds{-1}, milliseconds{0}, milliseconds{1}, milliseconds{minutes{-90}},
                                      milliseconds{minutes{90}}, milliseconds{hours{-5}}, milliseconds{hours{5}}}) {
        const Instant instant = at + offset;
        const DayBounds bounds = calendar.bounds_of(calendar.day_of(instant));
        ASSERT_TRUE(bounds.starts_at <= instant && instant < bounds.ends_at) << context;
    }
}

bool has_local_date(const date::time_zone& zone, sys_days day) {
    const sys_seconds first = first_passage(zone, day.time_since_epoch());
    return first.time_since_epoch() + zone.get_info(first).offset < (day + days{1}).time_since_epoch();
}

void expect_cut_off_rule_around(const date::time_zone& zone, const StoreCalendar& calendar, int cutoff_minutes,
                                sys_seconds at, const std::string& context) {
    const sys_days middle = std::chrono::floor<days>(at);
    for (sys_days day = middle - days{1}; day <= middle + days{1}; day += days{1}) {
        const sys_days counted = has_local_date(zone, day) ? day : day + days{1};
        ASSERT_EQ(calendar.bounds_of(Day{day}).starts_at,
                  first_passage(zone, counted.time_since_epoch() + minutes{cutoff_minutes}))
            << context;
    }
}

TEST(BusinessDayInEveryZone, PartitionsTimeAroundEveryTransitionOfThreeYears) {
    const sys_seconds from = sys_days{testing::day(2025, 1, 1)};
    const sys_seconds to = sys_days{testing::day(2028, 1, 1)};
    int zones = 0;
    int seen = 0;
    for (const date::time_zone& zone : date::get_tzdb().zones) {
        ++zones;
        const std::vector<sys_seconds> changes = transitions(zone, from, to);
        for (const int cutoff_minutes : cutoffs_minutes) {
            const StoreCalendar calendar = StoreCalendar::make(testing::store_in(zone.name(), cutoff_minutes)).value();
            expect_partition_around(calendar, from, zone.name());
            for (const sys_seconds at : changes) {
                ++seen;
                const std::string context = zone.name() + " " + std::to_string(cutoff_minutes);
                expect_partition_around(calendar, at, context);
                expect_cut_off_rule_around(zone, calendar, cutoff_minutes, at, context);
                ASSERT_FALSE(HasFatalFailure());
            }
        }
    }
    EXPECT_GT(zones, 400);
    EXPECT_GT(seen, 4000);
}

TEST(BusinessDayInEveryZone, IsTwentyFourHoursLongWhereNoClockChanges) {
    for (const date::time_zone& zone : date::get_tzdb().zones) {
        const StoreCalendar calendar = StoreCalendar::make(testing::store_in(zone.name())).value();
        for (sys_days day = testing::day(2025, 1, 1); day < sys_days{testing::day(2028, 1, 1)}; day += days{1}) {
            const DayBounds bounds = calendar.bounds_of(Day{day});
            const auto first = zone.get_info(std::chrono::floor<seconds>(bounds.starts_at));
            const auto last = zone.get_info(std::chrono::floor<seconds>(bounds.ends_at));
            ASSERT_EQ(bounds.ends_at - bounds.starts_at, hours{24} - (last.offset - first.offset)) << zone.name();
        }
    }
}

TEST(BusinessDayInEveryZone, PartitionsTimeAroundTheOddTransitionsOfHistory) {
    const std::vector<std::string> names{"Pacific/Apia",      "Pacific/Kwajalein", "Pacific/Kiritimati", "Pacific/Fakaofo",
                                         "Asia/Manila",       "America/Juneau",    "Africa/Casablanca",  "Africa/Monrovia",
                                         "Europe/Amsterdam",  "Asia/Pyongyang",    "America/Caracas",    "Antarctica/Troll",
                                         "Europe/London",     "America/Havana",    "Asia/Gaza",          "Africa/Cairo",
                                         "Pacific/Tongatapu", "Asia/Kathmandu",    "America/St_Johns",   "Antarctica/Casey"};
    const sys_seconds from = sys_days{testing::day(1840, 1, 1)};
    const sys_seconds to = sys_days{testing::day(2037, 1, 1)};
    for (const std::string& name : names) {
        const date::time_zone& zone = *date::locate_zone(name);
        for (const int cutoff_minutes : cutoffs_minutes) {
            const StoreCalendar calendar = StoreCalendar::make(testing::store_in(name, cutoff_minutes)).value();
            for (const sys_seconds at : transitions(zone, from, to)) {
                expect_partition_around(calendar, at, name + " " + std::to_string(cutoff_minutes));
                ASSERT_FALSE(HasFatalFailure());
            }
        }
    }
}

}  // namespace
}  // namespace tillnote::domain
