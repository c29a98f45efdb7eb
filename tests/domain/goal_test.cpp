#include "server/domain/goal.hpp"

#include "server/domain/business_day.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

const Day today{std::chrono::year{2026} / 11 / 20};
const Day opened{std::chrono::year{2026} / 3 / 1};

DatedCatalog make_catalog() {
    DatedCatalog catalog;
    const auto add = [&](const char* code, const char* theme, Polarity polarity, bool about_staff = false) {
        Reason reason{code, "produce", theme, polarity, code, code, "", false, false, false, about_staff};
        catalog.reasons.push_back({reason, opened, std::nullopt});
    };
    add("101", "price", Polarity::praise);
    add("103", "quality", Polarity::complaint);
    add("104", "price", Polarity::complaint);
    add("602", "staff", Polarity::complaint, true);
    add("903", "price", Polarity::why_here);
    return catalog;
}

const DatedCatalog catalog = make_catalog();

Goal make_goal() {
    Goal goal;
    goal.aim.reason = "103";
    goal.target_per_mille = 80;
    goal.first_day = today;
    goal.last_day = add_days(today, 27);
    return goal;
}

std::string fault(const Goal& goal) {
    const auto checked = check_goal(goal, catalog, today);
    return checked ? "" : checked.error().field;
}

std::string fault(const Event& event) {
    const auto checked = check_event(event, catalog, opened, today);
    return checked ? "" : checked.error().field;
}

TEST(Aim, CountsNeitherStaffNorWhyTheyShopHere) {
    const auto aimed = [](const Aim& aim) {
        std::vector<std::string> codes;
        for (const DatedReason& dated : catalog.reasons) {
            if (is_aimed_at(aim, dated.reason)) {
                codes.push_back(dated.reason.code);
            }
        }
        return codes;
    };
    EXPECT_THAT(aimed({"", "price"}), testing::ElementsAre("101", "104"));
    EXPECT_THAT(aimed({"103", ""}), testing::ElementsAre("103"));
    EXPECT_THAT(aimed({"602", ""}), testing::IsEmpty());
    EXPECT_THAT(aimed({"", "staff"}), testing::IsEmpty());
    EXPECT_THAT(aimed({"", ""}), testing::IsEmpty());
    EXPECT_THAT(list_themes(catalog.on(today)), testing::ElementsAre("price", "quality"));
}

TEST(GoalRules, TakeAReasonOrAThemeThatIsCounted) {
    Goal goal = make_goal();
    EXPECT_EQ(fault(goal), "");
    goal.aim = {"", "price"};
    EXPECT_EQ(fault(goal), "");
    goal.aim = {"103", "price"};
    EXPECT_EQ(fault(goal), "/theme");
    goal.aim = {};
    EXPECT_EQ(fault(goal), "/reason");
    for (const char* reason : {"602", "903", "777"}) {
        goal.aim = {reason, ""};
        EXPECT_EQ(fault(goal), "/reason") << reason;
    }
    goal.aim = {"", "staff"};
    EXPECT_EQ(fault(goal), "/theme");
}

TEST(GoalRules, BoundTargetAndDays) {
    Goal goal = make_goal();
    for (const int target : {0, 1000, -5}) {
        goal.target_per_mille = target;
        EXPECT_NE(fault(goal), "") << target;
    }
    goal = make_goal();
    goal.first_day = add_days(today, -1);
    EXPECT_EQ(fault(goal), "/from");
    goal = make_goal();
    goal.last_day = add_days(today, goal_days_min - 1);
    EXPECT_EQ(fault(goal), "");
    goal.last_day = add_days(today, goal_days_min - 2);
    EXPECT_EQ(fault(goal), "/to");
    goal.last_day = add_days(today, goal_days_max - 1);
    EXPECT_EQ(fault(goal), "");
    goal.last_day = add_days(today, goal_days_max);
    EXPECT_EQ(fault(goal), "/to");
}

TEST(EventRules, BoundTextAndDay) {
    Event event;
    event.what = "New baker";
    event.day = today;
    EXPECT_EQ(fault(event), "");
    event.aim.reason = "602";
    EXPECT_EQ(fault(event), "/reason");
    event.aim = {"", "quality"};
    EXPECT_EQ(fault(event), "");
    for (const std::string& what :
         {std::string(), std::string(91, 'x'), std::string("two\nlines"), std::string("4111 1111 1111 1111")}) {
        event.what = what;
        EXPECT_EQ(fault(event), "/what");
    }
    event.what = std::string(90, 'x');
    for (const Day day : {add_days(today, 1), add_days(opened, -1), add_days(today, -367)}) {
        event.day = day;
        EXPECT_EQ(fault(event), "/day");
    }
    event.day = opened;
    EXPECT_EQ(fault(event), "");
}

}  // namespace
}  // namespace tillnote::domain
