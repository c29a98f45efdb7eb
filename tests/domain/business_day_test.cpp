#include "server/domain/business_day.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace tillnote::domain {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using testing::day;
using testing::instant;
using testing::store_in;

StoreCalendar calendar_of(const Store& store) {
    return StoreCalendar::make(store).value();
}

minutes length_of(const StoreCalendar& calendar, Day of) {
    const DayBounds bounds = calendar.bounds_of(of);
    return std::chrono::duration_cast<minutes>(bounds.ends_at - bounds.starts_at);
}

struct StartCase {
    const char* name;
    const char* zone;
    int cutoff_minutes;
    Day of;
    Instant starts_at;
};

TEST(BusinessDay, BeginsAtTheCutOffInTheZoneOfTheStore) {
    const std::vector<StartCase> cases{
        {"winter in Chicago", "America/Chicago", 240, day(2026, 1, 15), instant(2026, 1, 15, 10)},
        {"summer in Chicago", "America/Chicago", 240, day(2026, 7, 15), instant(2026, 7, 15, 9)},
        {"midnight in Kolkata", "Asia/Kolkata", 0, day(2026, 7, 15), instant(2026, 7, 14, 18, 30)},
        {"last minute of the day in Auckland", "Pacific/Auckland", 1439, day(2026, 7, 15), instant(2026, 7, 15, 11, 59)},
        {"cut-off in a gap: first instant after", "America/New_York", 150, day(2026, 3, 8), instant(2026, 3, 8, 7)},
        {"cut-off at the first minute of a gap", "America/New_York", 120, day(2026, 3, 8), instant(2026, 3, 8, 7)},
        {"cut-off at the end of a gap", "America/New_York", 180, day(2026, 3, 8), instant(2026, 3, 8, 7)},
        {"ambiguous cut-off: the earlier", "America/New_York", 90, day(2026, 11, 1), instant(2026, 11, 1, 5, 30)},
        {"end of the ambiguous hour is unique", "America/New_York", 120, day(2026, 11, 1), instant(2026, 11, 1, 7)},
        {"gap at midnight", "America/Havana", 0, day(2026, 3, 8), instant(2026, 3, 8, 5)},
        {"ambiguous midnight", "America/Havana", 0, day(2026, 11, 1), instant(2026, 11, 1, 4)},
        {"half-hour gap", "Australia/Lord_Howe", 135, day(2026, 10, 4), instant(2026, 10, 3, 15, 30)},
        {"half-hour overlap: the earlier", "Australia/Lord_Howe", 105, day(2026, 4, 5), instant(2026, 4, 4, 14, 45)},
    };
    for (const StartCase& one : cases) {
        const StoreCalendar calendar = calendar_of(store_in(one.zone, one.cutoff_minutes));
        EXPECT_EQ(calendar.bounds_of(one.of).starts_at, one.starts_at) << one.name;
        EXPECT_EQ(calendar.day_of(one.starts_at), one.of) << one.name;
        EXPECT_EQ(calendar.day_of(one.starts_at - milliseconds{1}), add_days(one.of, -1)) << one.name;
    }
}

struct LengthCase {
    const char* zone;
    int cutoff_minutes;
    Day of;
    minutes length;
};

TEST(BusinessDay, IsTwentyFourHoursLongExceptWhenClocksChange) {
    const std::vector<LengthCase> cases{
        {"America/Chicago", 240, day(2026, 3, 6), hours{24}},
        {"America/Chicago", 240, day(2026, 3, 7), hours{23}},
        {"America/Chicago", 240, day(2026, 3, 8), hours{24}},
        {"America/Chicago", 0, day(2026, 3, 8), hours{23}},
        {"America/Chicago", 240, day(2026, 10, 31), hours{25}},
        {"America/Chicago", 240, day(2026, 11, 1), hours{24}},
        {"Europe/Berlin", 240, day(2026, 3, 28), hours{23}},
        {"Europe/Berlin", 240, day(2026, 10, 24), hours{25}},
        {"Australia/Lord_Howe", 240, day(2026, 4, 4), hours{24} + minutes{30}},
        {"Australia/Lord_Howe", 240, day(2026, 10, 3), hours{23} + minutes{30}},
        {"America/Phoenix", 240, day(2026, 3, 7), hours{24}},
        {"America/New_York", 150, day(2026, 3, 8), hours{23} + minutes{30}},
        {"America/New_York", 90, day(2026, 11, 1), hours{25}},
    };
    for (const LengthCase& one : cases) {
        const StoreCalendar calendar = calendar_of(store_in(one.zone, one.cutoff_minutes));
        EXPECT_EQ(length_of(calendar, one.of), one.length) << one.zone << " " << one.cutoff_minutes;
    }
}

TEST(BusinessDay, ADateTheZoneNeverHadIsAnEmptyDay) {
    struct SkippedCase {
        const char* zone;
        Day skipped;
    };
    const std::vector<SkippedCase> cases{
        {"Pacific/Apia", day(2011, 12, 30)},
        {"Pacific/Fakaofo", day(2011, 12, 30)},
        {"Pacific/Kwajalein", day(1993, 8, 21)},
        {"Pacific/Kiritimati", day(1994, 12, 31)},
    };
    for (const SkippedCase& one : cases) {
        for (const int cutoff_minutes : {0, 120, 240, 1439}) {
            const StoreCalendar calendar = calendar_of(store_in(one.zone, cutoff_minutes));
            const DayBounds skipped = calendar.bounds_of(one.skipped);
            EXPECT_EQ(skipped.starts_at, skipped.ends_at) << one.zone << " " << cutoff_minutes;
            EXPECT_EQ(length_of(calendar, add_days(one.skipped, -1)), hours{24}) << one.zone << " " << cutoff_minutes;
            EXPECT_EQ(length_of(calendar, add_days(one.skipped, 1)), hours{24}) << one.zone << " " << cutoff_minutes;
            EXPECT_EQ(calendar.day_of(skipped.starts_at), add_days(one.skipped, 1)) << one.zone;
            EXPECT_EQ(calendar.day_of(skipped.starts_at - milliseconds{1}), add_days(one.skipped, -1)) << one.zone;
        }
    }
}

TEST(BusinessDay, PastDaysStayWhenTheRuleChanges) {
    Store store = store_in("America/Chicago");
    const StoreCalendar before = calendar_of(store);
    store.day_rules.push_back({day(2026, 6, 1), "America/New_York", 120});
    const StoreCalendar after = calendar_of(store);

    for (int back = 1; back < 400; ++back) {
        const Day past = add_days(day(2026, 6, 1), -back);
        EXPECT_EQ(after.bounds_of(past).starts_at, before.bounds_of(past).starts_at);
    }
    EXPECT_EQ(after.bounds_of(day(2026, 6, 1)).starts_at, instant(2026, 6, 1, 6));
    EXPECT_EQ(after.rule_of(day(2026, 5, 31)).zone, "America/Chicago");
    EXPECT_EQ(after.rule_of(day(2026, 6, 1)).zone, "America/New_York");
}

TEST(BusinessDay, DaysStayContiguousWhateverRuleFollowsWhichOther) {
    const std::vector<std::string> zones{"Pacific/Kiritimati", "Pacific/Niue", "America/Chicago", "Asia/Kathmandu",
                                         "Pacific/Apia"};
    for (const std::string& first_zone : zones) {
        for (const std::string& second_zone : zones) {
            for (const int first_cutoff : {0, 240, 1439}) {
                for (const int second_cutoff : {0, 240, 1439}) {
                    Store store = store_in(first_zone, first_cutoff);
                    store.day_rules.push_back({day(2026, 6, 1), second_zone, second_cutoff});
                    store.day_rules.push_back({day(2026, 6, 2), first_zone, first_cutoff});
                    const StoreCalendar calendar = calendar_of(store);
                    for (int offset = -4; offset < 8; ++offset) {
                        const Day of = add_days(day(2026, 6, 1), offset);
                        const DayBounds bounds = calendar.bounds_of(of);
                        ASSERT_LE(bounds.starts_at, bounds.ends_at) << first_zone << " to " << second_zone;
                        ASSERT_EQ(bounds.ends_at, calendar.bounds_of(add_days(of, 1)).starts_at);
                        if (bounds.starts_at < bounds.ends_at) {
                            ASSERT_EQ(calendar.day_of(bounds.starts_at), of);
                            ASSERT_EQ(calendar.day_of(bounds.ends_at - milliseconds{1}), of);
                        }
                    }
                }
            }
        }
    }
}

TEST(BusinessDay, UnknownZonesAndImpossibleCutOffsAreRefused) {
    EXPECT_EQ(StoreCalendar::make(store_in("America/Chicag")).error().code, ErrorCode::invalid_field);
    EXPECT_EQ(StoreCalendar::make(store_in("")).error().code, ErrorCode::invalid_field);
    EXPECT_EQ(StoreCalendar::make(store_in("america/chicago")).error().code, ErrorCode::invalid_field);
    EXPECT_EQ(StoreCalendar::make(store_in("America/Chicago", -1)).error().code, ErrorCode::invalid_field);
    EXPECT_EQ(StoreCalendar::make(store_in("America/Chicago", 1440)).error().code, ErrorCode::invalid_field);
    Store without_rule = store_in("America/Chicago");
    without_rule.day_rules.clear();
    EXPECT_EQ(StoreCalendar::make(without_rule).error().code, ErrorCode::invalid_field);
    EXPECT_TRUE(is_zone("America/Denver"));
    EXPECT_FALSE(is_zone("America/Gotham"));
}

TEST(BusinessDay, LocalTimeAndAbbreviationFollowTheClocksOfTheStore) {
    const StoreCalendar calendar = calendar_of(store_in("America/Chicago"));
    EXPECT_EQ(calendar.local_time_of(instant(2026, 1, 15, 23, 42, 59)), hours{17} + minutes{42});
    EXPECT_EQ(calendar.local_time_of(instant(2026, 7, 15, 4, 59)), hours{23} + minutes{59});
    EXPECT_EQ(calendar.local_time_of(instant(2026, 7, 15, 5)), minutes{0});
    EXPECT_EQ(calendar.zone_abbreviation(instant(2026, 1, 15)), "CST");
    EXPECT_EQ(calendar.zone_abbreviation(instant(2026, 7, 15)), "CDT");
}

TEST(BusinessDay, ThreadsThatShareACalendarSeeTheSameDays) {
    const StoreCalendar shared = calendar_of(store_in("America/Denver"));
    std::atomic<int> differences{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&shared, &differences, number] {
            const StoreCalendar own = StoreCalendar::make(store_in("America/Denver")).value();
            for (int step = 0; step < 4000; ++step) {
                const Instant at = instant(2024, 1, 1) + hours{(step * 7 + number * 1009) % 30000};
                differences += shared.day_of(at) == own.day_of(at) ? 0 : 1;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(differences, 0);
}

TEST(BusinessDay, DaysAreCountedAcrossMonthsAndYears) {
    EXPECT_EQ(add_days(day(2026, 12, 31), 1), day(2027, 1, 1));
    EXPECT_EQ(add_days(day(2024, 3, 1), -1), day(2024, 2, 29));
    EXPECT_EQ(weekday_of(day(2026, 11, 22)), std::chrono::Sunday);
}

}  // namespace
}  // namespace tillnote::domain
