#include "server/storage/comparison_days.hpp"

#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <utility>

namespace tillnote::test {
namespace {

using storage::ComparisonDays;
using storage::ComparisonReader;

const Day first = day(2026, 11, 1);
const Day last = day(2026, 11, 30);

std::int64_t unix_day(Day of) {
    return std::chrono::sys_days{of}.time_since_epoch().count();
}

domain::StoreEntry elm_street() {
    domain::Store store{"store-1",       "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}},
                        day(2026, 1, 1), {},           false,   {}};
    auto calendar = domain::StoreCalendar::make(store).value();
    return {store, {"north", "North"}, calendar};
}

std::vector<Reason> two_reasons() {
    std::vector<Reason> reasons(2);
    reasons[0].code = "103";
    reasons[1].code = "B-7";
    return reasons;
}

const Instant later = at(day(2027, 1, 1), 12);

std::vector<domain::ComparedDay> read(const ComparisonDays& days, const domain::StoreEntry& store, Instant now) {
    const auto reasons = two_reasons();
    return ComparisonReader(reasons).read(days, store, now);
}

TEST(ComparisonDays, AreReadFromOneRowADay) {
    ComparisonDays days(first, last);
    days.add_packed(unix_day(first), "101 9 3 103 4 2 B-7 1 1", "1 12 0 3 4 2");
    days.add_packed(unix_day(day(2026, 11, 2)), "", "2 1 0");
    days.add_packed(unix_day(last) + 1, "103 50 1", "1 1 0");
    const auto taken = read(days, elm_street(), later);
    ASSERT_EQ(taken.size(), 30U);
    EXPECT_EQ(taken[0].day, first);
    ASSERT_EQ(taken[0].heard.size(), 2U) << "101 is not compared";
    EXPECT_EQ(taken[0].heard[0].reason, 0);
    EXPECT_EQ(taken[0].heard[0].remarks, 4);
    EXPECT_EQ(taken[0].heard[0].breadth, 2);
    EXPECT_EQ(taken[0].heard[1].reason, 1);
    EXPECT_EQ(taken[0].lanes_heard, 2);
    EXPECT_EQ(taken[0].percent_complete, 88) << "16 of 18 notes";
    EXPECT_TRUE(taken[1].heard.empty());
    EXPECT_EQ(taken[1].lanes_heard, 1);
    EXPECT_EQ(taken[29].lanes_heard, 0);
}

TEST(ComparisonDays, RefuseWhatNoDatabaseOfOursWrites) {
    for (const auto& [reasons, lanes] : std::vector<std::pair<const char*, const char*>>{{"103 many 1", ""},
                                                                                         {"103 1", ""},
                                                                                         {"103 1 -1", ""},
                                                                                         {"", "1000 1 0"},
                                                                                         {"", "1 1"},
                                                                                         {"", "1 1234567890123456789 0"}}) {
        ComparisonDays days(first, last);
        days.add_packed(unix_day(first), reasons, lanes);
        EXPECT_THROW((void)read(days, elm_street(), later), std::logic_error) << reasons << '|' << lanes;
    }
}

TEST(ComparisonDays, OfOneStoreSayNothingOfTheNext) {
    const auto reasons = two_reasons();
    ComparisonReader reader(reasons);
    ComparisonDays heard(first, last);
    for (Day of = domain::add_days(first, -6); of <= last; of = domain::add_days(of, 1)) {
        heard.add_packed(unix_day(of), "103 1 1", "7 1 0 8 1 0");
    }
    EXPECT_EQ(reader.read(heard, elm_street(), later).back().percent_complete, 100);
    ComparisonDays next(first, last);
    next.add_enrolment({7, at(day(2026, 1, 1), 12), std::nullopt});
    next.add_packed(unix_day(first), "", "9 1 0");
    const auto taken = reader.read(next, elm_street(), later);
    EXPECT_EQ(taken[0].percent_complete, 100) << "lane 7 was heard in the other store";
    EXPECT_TRUE(taken[0].heard.empty());
}

TEST(ComparisonDays, AreThoseOnWhichTheStoreWasThereAndThatHaveEnded) {
    domain::StoreEntry store = elm_street();
    store.store.opened_on = day(2026, 11, 10);
    store.store.closed_on = day(2026, 11, 20);
    EXPECT_EQ(read(ComparisonDays(first, last), store, later).front().day, day(2026, 11, 10));
    EXPECT_EQ(read(ComparisonDays(first, last), store, later).back().day, day(2026, 11, 19));
    EXPECT_EQ(read(ComparisonDays(first, last), store, at(day(2026, 11, 15), 18)).back().day, day(2026, 11, 14));
    EXPECT_TRUE(read(ComparisonDays(first, last), store, at(day(2026, 11, 5), 18)).empty());
    ComparisonDays days(first, last);
    days.add_closed(unix_day(day(2026, 11, 12)));
    days.add_traffic(unix_day(day(2026, 11, 13)), 1834);
    days.add_traffic(unix_day(day(2026, 12, 13)), 1);
    const auto taken = read(days, store, later);
    EXPECT_FALSE(taken[2].open);
    EXPECT_EQ(taken[3].traffic, 1834);
    EXPECT_FALSE(taken[4].traffic);
}

/// The short way for plain days and the way of the digest come to the same.
TEST(ComparisonDays, AreAsCompleteAsTheDigestSays) {
    std::mt19937 random(5);
    const auto chance = [&](int percent) { return std::uniform_int_distribution<>(1, 100)(random) <= percent; };
    const domain::StoreEntry store = elm_street();
    int incomplete = 0;
    for (int round = 0; round < 60; ++round) {
        storage::LaneHistory history;
        ComparisonDays days(first, last);
        for (int lane = 1; lane <= 4; ++lane) {
            storage::EnrolmentPeriod period{lane, at(day(2026, 10, 1), 12), std::nullopt};
            if (chance(20)) {
                period.revoked_at = at(day(2026, 11, 1 + static_cast<unsigned>(random() % 28)), 12);
            }
            days.add_enrolment(period);
            history.enrolments.push_back(period);
            if (chance(10)) {
                const storage::HeldNotes held{lane, 3, day(2026, 11, 1 + static_cast<unsigned>(random() % 28))};
                days.add_held(held);
                history.held.push_back(held);
            }
        }
        std::vector<std::string> lines;  // of lanes, which the days do not copy
        lines.reserve(64);
        for (Day of = domain::add_days(first, -6); of <= last; of = domain::add_days(of, 1)) {
            std::string lanes;
            for (int lane = 1; lane <= 4; ++lane) {
                if (chance(85)) {
                    const std::int64_t missing = chance(5) ? 2 : 0;
                    lanes.append(lanes.empty() ? "" : " ").append(std::to_string(lane)).append(" 10 ");
                    lanes.append(std::to_string(missing));
                    history.heard[of][lane] = {10, missing, {}, 0};
                } else if (chance(50)) {
                    lanes.append(lanes.empty() ? "" : " ").append(std::to_string(lane)).append(" 0 0");
                    history.heard[of][lane] = {};
                }
            }
            days.add_packed(unix_day(of), "", lines.emplace_back(lanes));
        }
        for (const domain::ComparedDay& taken : read(days, store, later)) {
            const int expected =
                domain::assess_completeness(history.facts_of(taken.day, store.calendar.bounds_of(taken.day))).percent;
            ASSERT_EQ(taken.percent_complete, expected) << round;
            incomplete += expected < 100 ? 1 : 0;
        }
    }
    EXPECT_GT(incomplete, 200) << "days of both kinds are drawn";
    EXPECT_LT(incomplete, 1'700);
}

}  // namespace
}  // namespace tillnote::test
