#include "server/domain/business_day.hpp"

#include "tests/domain/every_zone.hpp"

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
    int seen = 0;
    testing::in_every_zone([&](const date::time_zone& zone) {
        const std::vector<sys_seconds> changes =
            testing::transitions(zone, testing::three_years_from, testing::three_years_to);
        for (const int cutoff_minutes : cutoffs_minutes) {
            const StoreCalendar calendar = StoreCalendar::make(testing::store_in(zone.name(), cutoff_minutes)).value();
            expect_partition_around(calendar, testing::three_years_from, zone.name());
            for (const sys_seconds at : changes) {
                ++seen;
                const std::string context = zone.name() + " " + std::to_string(cutoff_minutes);
                expect_partition_around(calendar, at, context);
                expect_cut_off_rule_around(zone, calendar, cutoff_minutes, at, context);
                ASSERT_FALSE(HasFatalFailure());
            }
        }
    });
    EXPECT_GT(seen, 4000);
}

TEST(BusinessDayInEveryZone, IsTwentyFourHoursLongWhereNoClockChanges) {
    testing::in_every_zone([](const date::time_zone& zone) {
        const StoreCalendar calendar = StoreCalendar::make(testing::store_in(zone.name())).value();
        for (sys_seconds at = testing::three_years_from; at < testing::three_years_to; at += days{1}) {
            const DayBounds bounds = calendar.bounds_of(Day{std::chrono::floor<days>(at)});
            const auto first = zone.get_info(std::chrono::floor<seconds>(bounds.starts_at));
            const auto last = zone.get_info(std::chrono::floor<seconds>(bounds.ends_at));
            ASSERT_EQ(bounds.ends_at - bounds.starts_at, hours{24} - (last.offset - first.offset)) << zone.name();
        }
    });
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
            for (const sys_seconds at : testing::transitions(zone, from, to)) {
                expect_partition_around(calendar, at, name + " " + std::to_string(cutoff_minutes));
                ASSERT_FALSE(HasFatalFailure());
            }
        }
    }
}

}  // namespace
}  // namespace tillnote::domain
