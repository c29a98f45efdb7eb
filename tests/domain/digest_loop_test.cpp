#include "server/domain/digest_loop.hpp"

#include "server/domain/digest.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using namespace std::chrono_literals;

const Day today{std::chrono::year{2026} / 11 / 20};

class DigestLoop : public testing::Test {
protected:
    DigestLoop() {
        store.id = "oak-street";
        store.day_rules = {{Day{std::chrono::year{2020} / 1 / 1}, "America/Chicago", 240}};
        input.store = store;
        input.day = today;
        input.state = DayState::ended;
        input.catalog.departments = {{"produce", "Produce", "Frutas", true, 10}};
        const auto add = [&](const char* code, const char* theme, Polarity polarity, bool about_staff = false) {
            input.catalog.reasons.push_back(
                {code, "produce", theme, polarity, code, code, "", false, false, false, about_staff});
        };
        add("101", "price", Polarity::praise);
        add("103", "quality", Polarity::complaint);
        add("104", "price", Polarity::complaint);
        add("602", "staff", Polarity::complaint, true);
        add("901", "produce", Polarity::why_here);
    }
    Digest build() { return build_digest(input, *StoreCalendar::make(store)); }
    static GoalInput goal(Aim aim, Day last_day, ShareCounts counts) {
        Goal made;
        made.aim = std::move(aim);
        made.target_per_mille = 100;
        made.first_day = add_days(today, -27);
        made.last_day = last_day;
        return {made, {counts, counts, 0, 28, 0, 0.0}};
    }

    Store store;
    DigestInput input;
};

TEST_F(DigestLoop, SaysHowAGoalStands) {
    input.loop.goals = {goal({"103", ""}, add_days(today, 7), {20, 200}),
                        goal({"", "price"}, add_days(today, 7), {180, 200})};
    const Digest digest = build();
    ASSERT_EQ(digest.goals.size(), 2u);
    EXPECT_EQ(digest.goals[0].evidence.remarks, (ShareCounts{20, 200}));
    EXPECT_DOUBLE_EQ(*digest.goals[0].share, 0.1);
    EXPECT_EQ(digest.goals[0].verdict, GoalVerdict::running);
    EXPECT_EQ(digest.goals[0].title_en, "103");
    EXPECT_EQ(digest.goals[1].title_en, "price");
}

TEST_F(DigestLoop, JudgesAGoalOnItsLastDayOnceThatHasEnded) {
    input.loop.goals = {goal({"103", ""}, today, {10, 1000}), goal({"103", ""}, today, {300, 1000}),
                        goal({"103", ""}, today, {10, 100})};
    const auto verdict = [](const Digest& digest, std::size_t index) { return digest.goals.at(index).verdict; };
    Digest digest = build();
    EXPECT_EQ(verdict(digest, 0), GoalVerdict::met);
    EXPECT_EQ(verdict(digest, 1), GoalVerdict::not_met);
    EXPECT_EQ(verdict(digest, 2), GoalVerdict::cannot_tell);
    input.state = DayState::open;
    digest = build();
    EXPECT_EQ(verdict(digest, 0), GoalVerdict::running) << "the day may still change it";
    input.loop.goals = {goal({"103", ""}, add_days(today, -1), {10, 1000})};
    EXPECT_EQ(verdict(build(), 0), GoalVerdict::met) << "it ended on a day without a digest";
}

TEST_F(DigestLoop, ComparesBeforeAndAfterAnEventByTheReasonItIsAbout) {
    Event event;
    event.day = add_days(today, -28);
    event.what = "New supplier";
    event.aim.reason = "103";
    EXPECT_FALSE(compares_event(event, add_days(today, -1))) << "27 days later";
    EXPECT_TRUE(compares_event(event, today));
    EXPECT_TRUE(compares_event(event, add_days(today, 6)));
    EXPECT_FALSE(compares_event(event, add_days(today, 7)));
    input.loop.events = {{event, EventEvidence{{{40, 100}, {38, 96}, 0, 28}, {{5, 100}, {5, 100}, 0, 28}}}};
    const Digest digest = build();
    ASSERT_EQ(digest.events.size(), 1u);
    ASSERT_TRUE(digest.events[0].before_after);
    EXPECT_EQ(digest.events[0].before_after->before.remarks, (ShareCounts{40, 100}));
    EXPECT_EQ(digest.events[0].before_after->after.remarks, (ShareCounts{5, 100}));
    EXPECT_LT(digest.events[0].before_after->p_value, 0.001);
    event.aim = {};
    EXPECT_FALSE(compares_event(event, today)) << "it is expected to move nothing";
}

TEST_F(DigestLoop, TellsOfEachLineWhetherItIsOpenOrDone) {
    Action open;
    open.line_key = "reason:103";
    open.state = ActionState::acknowledged;
    open.day = add_days(today, -9);
    Action done = open;
    done.state = ActionState::done;
    done.reply = "Fresh daily.";
    input.loop.actions = {open, done};
    AlertLine alert;
    alert.remarks = 3;
    input.loop.alerts = {alert};
    const Digest digest = build();
    ASSERT_EQ(digest.open_actions.size(), 2u);
    EXPECT_EQ(digest.open_actions[0].day, add_days(today, -9));
    EXPECT_EQ(digest.open_actions[0].state, ActionState::acknowledged);
    EXPECT_EQ(digest.open_actions[1].reply, "Fresh daily.");
    ASSERT_EQ(digest.alerts.size(), 1u);
    EXPECT_EQ(digest.alerts[0].remarks, 3);
}

}  // namespace
}  // namespace tillnote::domain
