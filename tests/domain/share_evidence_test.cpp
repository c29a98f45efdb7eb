#include "server/domain/share_evidence.hpp"

#include "server/domain/signal_tests.hpp"
#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tillnote::domain {
namespace {

using testing::day;

const Day last = day(2026, 11, 20);

class Evidence : public ::testing::Test {
protected:
    Evidence() {
        const auto add = [&](const char* code, const char* theme, Polarity polarity, bool about_staff = false) {
            catalog.reasons.push_back({code, "produce", theme, polarity, code, code, "", false, false, false, about_staff});
        };
        add("101", "price", Polarity::praise);
        add("103", "quality", Polarity::complaint);
        add("104", "price", Polarity::complaint);
        add("602", "staff", Polarity::complaint, true);
        add("901", "produce", Polarity::why_here);
        for (int back = 90; back >= 0; --back) {
            days.push_back(
                {add_days(last, -back),
                 true,
                 true,
                 4,
                 1000,
                 {{"101", {6, 6}}, {"103", {2, 2}}, {"104", {2, 2}}, {"602", {5, 5}}, {"901", {9, 9}}, {"777", {4, 4}}}});
        }
    }
    Goal goal(Day first_day, Day last_day) const {
        Goal made;
        made.aim.reason = "103";
        made.first_day = first_day;
        made.last_day = last_day;
        return made;
    }
    Event event(Day of) const {
        Event made;
        made.day = of;
        made.aim.theme = "price";
        return made;
    }
    WindowDay& at(Day wanted) { return *std::ranges::lower_bound(days, wanted, {}, &WindowDay::day); }

    Catalog catalog;
    std::vector<WindowDay> days;
};

TEST_F(Evidence, CountsAllRemarksButThoseOfStaffAndWhyHereAndOfUnknownCodes) {
    const ShareEvidence weighed = weigh_goal(goal(add_days(last, -9), add_days(last, 30)), days, catalog);
    EXPECT_EQ(weighed.remarks, (ShareCounts{20, 100})) << "ten days so far";
    EXPECT_EQ(weighed.hearings, (ShareCounts{20, 100}));
    EXPECT_EQ(weighed.days, 10);
    EXPECT_EQ(weighed.of_squared, 1000);
    EXPECT_DOUBLE_EQ(weighed.variation().window_days, 10);
    EXPECT_EQ(weigh_days(days, {"", "price"}, catalog, DaysCounted::all).remarks, (ShareCounts{8 * 91, 10 * 91}));
}

TEST_F(Evidence, CountsOneCustomersManyTapsAsOneHearing) {
    at(last).reasons["103"] = {30, 1};
    const ShareEvidence weighed = weigh_goal(goal(last, last), days, catalog);
    EXPECT_EQ(weighed.remarks, (ShareCounts{30, 38}));
    EXPECT_EQ(weighed.hearings, (ShareCounts{1, 9}));
}

TEST_F(Evidence, OfAGoalHoldsEveryDayAndOfAnEventOnlyThoseThatCanBeCompared) {
    at(add_days(last, -3)).usable = false;
    EXPECT_EQ(weigh_goal(goal(add_days(last, -9), last), days, catalog).days, 10);
    const auto both = weigh_event(event(add_days(last, -27)), days, catalog);
    ASSERT_TRUE(both);
    EXPECT_EQ(both->before.days, 28);
    EXPECT_EQ(both->after.days, 27);
    EXPECT_EQ(both->after.days_left_out, 1);
    EXPECT_EQ(both->before.remarks, (ShareCounts{8 * 28, 10 * 28}));
    EXPECT_EQ(both->after.remarks, (ShareCounts{8 * 27, 10 * 27}));
}

TEST_F(Evidence, OfAnEventWaitsForItsTwentyEightDays) {
    EXPECT_FALSE(weigh_event(event(add_days(last, -26)), days, catalog));
    EXPECT_FALSE(weigh_event(Event{{}, "", add_days(last, -40), "Nothing in particular", {}}, days, catalog));
    EXPECT_FALSE(weigh_event(event(last), {}, catalog));
}

TEST_F(Evidence, TakesTheVariationOfDaysFromTheDigestsBaselineAndFromBeforeTheEvent) {
    for (int back = 0; back <= 90; ++back) {
        at(add_days(last, -back)).reasons["104"] = {back % 2 == 0 ? 0 : 8, back % 2 == 0 ? 0 : 8};
    }
    DigestWindows windows;
    windows.days.assign(days.end() - digest_window_days, days.end());
    const auto as_in_the_digest = reason_over_dispersion(catalog, windows);
    EXPECT_GT(as_in_the_digest.value(), 0.1);
    EXPECT_EQ(weigh_goal(goal(last, last), days, catalog).over_dispersion, as_in_the_digest);
    EXPECT_EQ(weigh_goal(goal(last, add_days(last, 9)), days, catalog).over_dispersion, as_in_the_digest);
    EXPECT_EQ(first_day_weighed(goal(last, last), last), windows.days.front().day);
    EXPECT_EQ(first_day_weighed(goal(add_days(last, -80), last), last), add_days(last, -80));
    EXPECT_EQ(first_day_weighed(goal(add_days(last, -8), add_days(last, -2)), last), add_days(windows.days.front().day, -2));

    for (int back = 0; back < 28; ++back) {
        at(add_days(last, -back)).reasons["104"] = {0, 0};
    }
    const auto both = weigh_event(event(add_days(last, -27)), days, catalog);
    ASSERT_TRUE(both);
    EXPECT_GT(both->after.over_dispersion.value(), 0.1);
    EXPECT_EQ(both->after.over_dispersion, both->before.over_dispersion);
}

TEST_F(Evidence, IsOfAYoungStoreOnlyWhatThereIs) {
    days.erase(days.begin(), days.end() - 30);
    EXPECT_FALSE(weigh_goal(goal(add_days(last, -6), last), days, catalog).over_dispersion);
    const auto both = weigh_event(event(add_days(last, -27)), days, catalog);
    ASSERT_TRUE(both);
    EXPECT_EQ(both->before.days, 2);
    EXPECT_EQ(both->before.days_left_out, 26) << "it had not opened";
    EXPECT_EQ(both->after.days_left_out, 0);
}

}  // namespace
}  // namespace tillnote::domain
