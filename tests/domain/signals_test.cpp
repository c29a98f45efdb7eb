#include "server/domain/signals.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;
using ::testing::ElementsAre;
using testing::store_in;

Reason reason(std::string code, std::string department, Polarity polarity, bool about_staff = false) {
    Reason entry;
    entry.code = std::move(code);
    entry.department = std::move(department);
    entry.polarity = polarity;
    entry.about_staff = about_staff;
    return entry;
}

/// Nine weeks of a steady store, 13 remarks a day in the total; each test changes something.
class Signals : public ::testing::Test {
protected:
    Signals() : calendar(StoreCalendar::make(store_in("America/Chicago")).value()) {
        input.store = store_in("America/Chicago");
        input.day = day(2026, 11, 20);
        input.bounds = calendar.bounds_of(input.day);
        input.zone = "America/Chicago";
        input.state = DayState::ended;
        input.catalog.departments = {{"produce", "Produce", "", true, 10},    {"meat", "Meat", "", true, 20},
                                     {"grocery", "Grocery", "", true, 30},    {"competitor", "Compared", "", false, 40},
                                     {"why_here", "Why here", "", false, 50}, {"service", "People", "", false, 60}};
        input.catalog.reasons = {
            reason("101", "produce", Polarity::praise),        reason("103", "produce", Polarity::complaint),
            reason("202", "meat", Polarity::praise),           reason("405", "grocery", Polarity::request),
            reason("801", "competitor", Polarity::competitor), reason("901", "why_here", Polarity::why_here),
            reason("601", "service", Polarity::praise, true)};
        for (int back = digest_window_days - 1; back >= 0; --back) {
            WindowDay one;
            one.day = add_days(input.day, -back);
            one.lanes_heard = 8;
            one.traffic = 1000;
            one.reasons = {{"101", {4, 4}}, {"103", {1, 1}}, {"202", {5, 5}}, {"801", {3, 3}}, {"901", {6, 6}}};
            input.windows.days.push_back(one);
        }
    }

    ReasonDay& at(int days_back, const std::string& code) {
        return input.windows.days.at(input.windows.days.size() - 1 - static_cast<std::size_t>(days_back)).reasons[code];
    }

    void hear(int last_days, const std::string& code, int remarks, int breadth) {
        for (int back = 0; back < last_days; ++back) {
            at(back, code) = {remarks, breadth};
        }
    }

    Digest build() {
        input.remarks.clear();
        input.same_weekdays.clear();
        const std::vector<WindowDay>& days = input.windows.days;
        for (const auto& [code, counts] : days.back().reasons) {
            input.remarks[code] = counts.remarks;
        }
        for (std::size_t back = 7; back <= 56 && back < days.size(); back += 7) {
            DayCounts counts{days[days.size() - 1 - back].day, days[days.size() - 1 - back].usable, {}};
            for (const auto& [code, of_day] : days[days.size() - 1 - back].reasons) {
                counts.remarks[code] = of_day.remarks;
            }
            input.same_weekdays.push_back(std::move(counts));
        }
        return build_digest(input, calendar);
    }

    static const ReasonLine& line_of(const Digest& digest, const std::string& code) {
        for (const ReasonLine& line : digest.reasons) {
            if (line.reason.code == code) {
                return line;
            }
        }
        throw std::logic_error("no line for " + code);
    }

    static std::vector<std::string> keys_of(const std::vector<Flag>& flags) {
        std::vector<std::string> keys;
        for (const Flag& flag : flags) {
            keys.push_back(flag.line_key());
        }
        return keys;
    }

    StoreCalendar calendar;
    DigestInput input;
};

TEST_F(Signals, FlagNothingOnAUsualDay) {
    const Digest digest = build();
    EXPECT_TRUE(digest.walk_first.empty());
    EXPECT_TRUE(digest.larger_shares.empty());
    EXPECT_EQ(digest.known.days, 56);
    EXPECT_EQ(digest.known.weeks, 8);
    EXPECT_TRUE(digest.known.enough);
    EXPECT_EQ(digest.known.tests, 5 + 2 * 5) << "five groups, five reasons twice";
    EXPECT_EQ(line_of(digest, "103").signal, Signal::usual);
    EXPECT_EQ(line_of(digest, "405").signal, Signal::not_heard);
    EXPECT_EQ(line_of(digest, "103").tests->days_7.verdict, TestVerdict::usual);
    EXPECT_EQ(line_of(digest, "103").tests->days_7.window, (ShareCounts{7, 91}));
    EXPECT_EQ(line_of(digest, "103").tests->days_7.baseline, (ShareCounts{56, 728}));
    EXPECT_EQ(line_of(digest, "103").tests->days_3.baseline, (ShareCounts{56, 728}));
    EXPECT_EQ(line_of(digest, "103").tests->department_day.baseline, (ShareCounts{8, 104}));
    EXPECT_FALSE(line_of(digest, "901").tests) << "why-here is in no test";
}

TEST_F(Signals, FlagADepartmentsDayAndDescribeItsReasons) {
    hear(1, "103", 9, 8);
    const Digest digest = build();
    ASSERT_THAT(keys_of(digest.walk_first), ElementsAre("department:produce:complaint"));
    const Flag& flag = digest.walk_first[0];
    EXPECT_EQ(flag.kind, FlagKind::department_day);
    EXPECT_EQ(flag.department.label_en, "Produce");
    ASSERT_EQ(flag.reasons.size(), 1U);
    EXPECT_EQ(flag.reasons[0].reason.code, "103");
    EXPECT_EQ(flag.reasons[0].remarks, 9);
    EXPECT_EQ(flag.remarks, 9);
    EXPECT_EQ(flag.of, 21);
    EXPECT_EQ(flag.baseline_remarks, 8);
    EXPECT_EQ(flag.baseline_of, 104);
    EXPECT_EQ(flag.baseline_days, 8);
    EXPECT_DOUBLE_EQ(flag.usual, 1.0);
    EXPECT_DOUBLE_EQ(flag.rate_ratio, 9.0);
    EXPECT_TRUE(flag.traffic_known);
    EXPECT_EQ(flag.since, input.day);
    ASSERT_EQ(flag.remarks_by_day_28.size(), 28U);
    EXPECT_EQ(flag.remarks_by_day_28.back(), 9);
    EXPECT_EQ(flag.remarks_by_day_28.front(), 1);
    EXPECT_EQ(line_of(digest, "103").signal, Signal::flagged);
    EXPECT_EQ(line_of(digest, "101").signal, Signal::usual);
}

TEST_F(Signals, FlagAReasonOverAWeekThatNoSingleDayShows) {
    hear(7, "103", 3, 3);
    const Digest digest = build();
    ASSERT_THAT(keys_of(digest.walk_first), ElementsAre("reason:103"));
    const Flag& flag = digest.walk_first[0];
    EXPECT_EQ(flag.kind, FlagKind::reason_window);
    EXPECT_EQ(flag.days, 7);
    EXPECT_EQ(flag.since, day(2026, 11, 14));
    EXPECT_EQ(flag.remarks, 21);
    EXPECT_DOUBLE_EQ(flag.usual, 7.0);
    EXPECT_EQ(flag.breadth, 21);
    EXPECT_EQ(line_of(digest, "103").signal, Signal::flagged);
}

TEST_F(Signals, SayWhatIsUsualInTheDaysOnWhichTheStoreWasOpen) {
    hear(7, "103", 3, 3);
    WindowDay& closed = input.windows.days.at(input.windows.days.size() - 4);
    closed.open = false;
    closed.usable = false;
    closed.reasons.clear();
    const Digest digest = build();
    ASSERT_THAT(keys_of(digest.walk_first), ElementsAre("reason:103"));
    EXPECT_EQ(digest.walk_first[0].days, 7);
    EXPECT_EQ(digest.walk_first[0].days_open, 6);
    EXPECT_EQ(digest.walk_first[0].remarks, 18);
    EXPECT_DOUBLE_EQ(digest.walk_first[0].usual, 6.0);
}

TEST_F(Signals, FlagNoSingleNoisyPerson) {
    hear(1, "103", 9, 1);
    EXPECT_TRUE(build().walk_first.empty());
    hear(7, "103", 5, 1);
    EXPECT_TRUE(build().walk_first.empty()) << "the same person every day is still no more than usual";
}

TEST_F(Signals, SayALargerShareOfAQuieterDay) {
    hear(1, "103", 9, 8);
    input.windows.days.back().traffic = 9500;
    const Digest digest = build();
    EXPECT_TRUE(digest.walk_first.empty());
    ASSERT_THAT(keys_of(digest.larger_shares), ElementsAre("department:produce:complaint"));
    EXPECT_LT(digest.larger_shares[0].rate_ratio, 1.0);
    EXPECT_EQ(line_of(digest, "103").tests->department_day.verdict, TestVerdict::quieter_day);
    EXPECT_EQ(line_of(digest, "103").signal, Signal::usual);
}

TEST_F(Signals, CompareByDaysWhereTrafficIsUnknown) {
    hear(1, "103", 9, 8);
    input.windows.days.back().traffic.reset();
    const Digest digest = build();
    ASSERT_EQ(digest.walk_first.size(), 1U);
    EXPECT_FALSE(digest.walk_first[0].traffic_known);
    EXPECT_DOUBLE_EQ(digest.walk_first[0].rate_ratio, 9.0);
}

TEST_F(Signals, SayMoreOfEveryKindAndFlagNothingWhenAllOfItGrows) {
    for (auto& [code, counts] : input.windows.days.back().reasons) {
        counts = {counts.remarks * 4, counts.breadth * 4};
    }
    const Digest digest = build();
    EXPECT_TRUE(digest.walk_first.empty());
    EXPECT_EQ(line_of(digest, "202").tests->department_day.verdict, TestVerdict::more_of_every_kind);
    EXPECT_EQ(line_of(digest, "202").signal, Signal::usual);
}

TEST_F(Signals, SayMoreOfEveryKindOnlyOfWhatWasHeardBefore) {
    for (auto& [code, counts] : input.windows.days.back().reasons) {
        counts = {counts.remarks * 4, counts.breadth * 4};
    }
    at(0, "405") = {5, 5};
    const Digest digest = build();
    EXPECT_FALSE(digest.more_of_every_kind.empty());
    for (const Flag& flag : digest.more_of_every_kind) {
        EXPECT_GT(flag.baseline_remarks, 0) << flag.line_key();
    }
    EXPECT_NE(line_of(digest, "405").tests->days_3.verdict, TestVerdict::more_of_every_kind);
}

TEST_F(Signals, TellEachReasonInOneListOnly) {
    hear(1, "103", 9, 8);
    hear(7, "103", 3, 3);
    input.windows.days.back().traffic = 9500;
    const Digest digest = build();
    for (const Flag& flag : digest.more_of_every_kind) {
        EXPECT_NE(flag.line_key(), "reason:103");
        EXPECT_NE(flag.line_key(), "department:produce:complaint");
    }
}

TEST_F(Signals, PutComplaintsBeforeEverythingElse) {
    hear(1, "103", 25, 20);
    hear(1, "202", 60, 40);
    const Digest digest = build();
    ASSERT_EQ(digest.walk_first.size(), 2U);
    EXPECT_THAT(keys_of(digest.walk_first), ElementsAre("department:produce:complaint", "department:meat:praise"));
}

TEST_F(Signals, FlagOnlyRises) {
    hear(7, "202", 0, 0);
    hear(7, "101", 0, 0);
    const Digest digest = build();
    EXPECT_TRUE(digest.walk_first.empty());
    EXPECT_FALSE(digest.larger_shares.empty()) << "the others are a larger share of what is left, and no more than usual";
}

TEST_F(Signals, FlagNothingWhileTheDayIsOpenOrTheStoreWasClosed) {
    hear(1, "103", 9, 8);
    for (const DayState state : {DayState::open, DayState::closed}) {
        input.state = state;
        const Digest digest = build();
        EXPECT_TRUE(digest.walk_first.empty());
        EXPECT_FALSE(line_of(digest, "103").tests);
        EXPECT_TRUE(digest.known.enough);
    }
    input.state = DayState::sealed;
    EXPECT_EQ(build().walk_first.size(), 1U);
}

TEST_F(Signals, NameWhatWasFirstSeenOnlyWithEightWeeksBehindIt) {
    hear(3, "405", 2, 2);
    const Digest digest = build();
    ASSERT_THAT(keys_of(digest.walk_first), ElementsAre("reason:405"));
    EXPECT_EQ(digest.walk_first[0].kind, FlagKind::first_seen);
    EXPECT_DOUBLE_EQ(digest.walk_first[0].usual, 0.0);

    input.windows.days.erase(input.windows.days.begin(), input.windows.days.begin() + 14);
    EXPECT_TRUE(build().walk_first.empty());
}

TEST_F(Signals, KnowAStoresFirstWeeks) {
    EXPECT_FALSE(build().known.young);
    input.windows.days.erase(input.windows.days.begin(), input.windows.days.end() - 29);
    EXPECT_FALSE(build().known.young);
    input.windows.days.front().lanes_heard = 0;
    EXPECT_TRUE(build().known.young) << "27 days is not four weeks";
    input.windows.days.erase(input.windows.days.begin());
    EXPECT_TRUE(build().known.young);
}

TEST_F(Signals, NeedFourUsableWeeks) {
    hear(1, "103", 9, 8);
    for (int back = 7; back <= 35; back += 7) {
        input.windows.days.at(input.windows.days.size() - 1 - static_cast<std::size_t>(back)).usable = false;
    }
    EXPECT_EQ(line_of(build(), "103").tests->department_day.verdict, TestVerdict::too_little);
    EXPECT_EQ(line_of(build(), "101").signal, Signal::too_little);

    input.windows.days.erase(input.windows.days.begin(), input.windows.days.end() - 20);
    const Digest young = build();
    EXPECT_TRUE(young.walk_first.empty());
    EXPECT_FALSE(young.known.enough);
    EXPECT_EQ(young.known.weeks, 2);
    EXPECT_EQ(young.known.days, 10);
    EXPECT_EQ(line_of(young, "103").tests->days_7.verdict, TestVerdict::too_little);
}

TEST_F(Signals, AreNotMovedByStaffAndWhyHereReasons) {
    hear(1, "103", 9, 8);
    const double before = build().walk_first.at(0).p_value;
    hear(7, "601", 50, 20);
    hear(7, "901", 90, 20);
    ASSERT_THAT(keys_of(build().walk_first), ElementsAre("department:produce:complaint"));
    EXPECT_EQ(build().walk_first.at(0).p_value, before);
}

TEST_F(Signals, TellTheHoursOnlyFromThreeLanesUp) {
    hear(1, "103", 9, 8);
    // The day begins at 04:00; hour 13 since then is 17:00.
    input.windows.hours = {
        {input.day, "103", 13, 5}, {input.day, "103", 14, 3}, {input.day, "103", 4, 1}, {input.day, "101", 2, 90}};
    const Digest digest = build();
    ASSERT_TRUE(digest.walk_first.at(0).hours);
    EXPECT_EQ(digest.walk_first[0].hours->from_hour, 17);
    EXPECT_EQ(digest.walk_first[0].hours->to_hour, 19);
    input.windows.hours[1].lanes_open = 3;
    EXPECT_TRUE(build().walk_first.at(0).hours);
    input.windows.hours[1].lanes_open = 2;
    EXPECT_FALSE(build().walk_first.at(0).hours) << "two lanes were open then, whatever the day's number";
    input.windows.hours[1].lanes_open.reset();
    EXPECT_TRUE(build().walk_first.at(0).hours) << "an input that was kept before this was known";
    input.windows.days.back().lanes_heard = 2;
    EXPECT_FALSE(build().walk_first.at(0).hours);
}

TEST_F(Signals, HoldADepartmentHeardAtDifferentTimesForBroad) {
    hear(1, "103", 9, 8);
    at(0, "103").breadth = 1;
    at(0, "103").remarks = 3;
    input.windows.hours = {{input.day, "103", 3, 1}, {input.day, "103", 9, 2}};
    EXPECT_EQ(line_of(build(), "103").tests->department_day.breadth, 2);
}

TEST_F(Signals, NameReasonsHeardTogetherFromFivePairsUpWithoutStaff) {
    input.windows.pairs = {{"101", "103", 4}, {"101", "202", 7}, {"101", "601", 9}, {"202", "901", 12}, {"202", "999", 30}};
    const std::vector<Together> lines = build().together;
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].first.code, "202");
    EXPECT_EQ(lines[0].second.code, "901");
    EXPECT_EQ(lines[0].pairs, 12);
    EXPECT_EQ(lines[1].pairs, 7);
}

}  // namespace
}  // namespace tillnote::domain
