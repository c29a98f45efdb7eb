#include "server/render/arrivals.hpp"

#include <gmock/gmock.h>

namespace tillnote::render {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const domain::Day friday{2026y, std::chrono::November, 20d};
const domain::Day monday{2026y, std::chrono::November, 16d};

domain::DayRollup rollup(const std::map<std::string, int>& remarks, std::map<int, int> notes_by_lane) {
    domain::DayRollup made;
    for (const auto& [code, count] : remarks) {
        made.reasons[code] = {count, count, {}};
    }
    made.notes_by_lane = std::move(notes_by_lane);
    return made;
}

class Arrivals : public testing::Test {
protected:
    Arrivals() {
        then.day = friday;
        const auto add = [&](const char* code, const char* label, Polarity polarity, bool about_staff) {
            Reason reason;
            reason.code = code;
            reason.label_en = label;
            reason.polarity = polarity;
            reason.about_staff = about_staff;
            then.catalog.reasons.push_back(reason);
        };
        add("101", "Fresh", Polarity::praise, false);
        add("501", "Meat", Polarity::why_here, false);
        add("601", "Cashier", Polarity::praise, true);
        then.lanes = {{1, true, std::nullopt, true, 8, 0, 3}};
        then.windows.days = {{monday, true, true, 4, 900, {{"101", {2, 2}}}},
                             {friday, true, true, 4, 1000, {{"101", {5, 5}}}}};
        now = then;
        recount.days = {{monday, rollup({{"101", 2}}, {{1, 2}})}, {friday, rollup({{"101", 5}, {"601", 3}}, {{1, 8}})}};
    }
    std::vector<std::string> list() { return list_arrivals(then, now, recount); }

    domain::DigestInput then;
    domain::DigestInput now;
    Recount recount;
};

TEST_F(Arrivals, AreNoneWhereNothingHasChanged) {
    EXPECT_THAT(list(), IsEmpty());
    recount.days[friday].reasons["601"].remarks = 9;
    EXPECT_THAT(list(), IsEmpty()) << "what is about staff is in no figure";
}

TEST_F(Arrivals, NameEveryDayWhoseNotesSaySomethingElse) {
    recount.days[monday] = rollup({{"101", 3}}, {{1, 3}});
    recount.days[friday] = rollup({{"101", 7}, {"501", 1}}, {{1, 8}, {2, 3}});
    EXPECT_THAT(list(),
                ElementsAre("2026-11-16 101 Fresh: 2 remarks then, 3 now", "2026-11-20 101 Fresh: 5 remarks then, 7 now",
                            "2026-11-20 501 Meat: 0 remarks then, 1 now",
                            "Notes of the day: 8 then, 11 now, those about staff and undone ones included"));
    recount.days.clear();
    EXPECT_THAT(list(), IsEmpty()) << "sealed days cannot be counted again";
}

TEST_F(Arrivals, NameTrafficAndDaysThatMayBeComparedNow) {
    then.windows.days[0].traffic.reset();
    then.windows.days[0].usable = false;
    EXPECT_THAT(list(), ElementsAre("2026-11-16 traffic: unknown then, 900 staffed transactions now",
                                    "2026-11-16 as a baseline: left out then, may be compared with now"));
}

TEST_F(Arrivals, NameAnswersPairsGoalsAndWhatWasDone) {
    domain::AskCounts ask;
    ask.ask.question_en = "Found everything?";
    ask.shown = 20;
    ask.answers = {{"yes", 9}, {"no", 1}};
    then.asks = {ask};
    ask.shown = 24;
    ask.answers["no"] = 4;
    now.asks = {ask};
    now.windows.pairs = {{"101", "501", 5}, {"101", "601", 7}};
    domain::GoalInput goal;
    goal.goal.aim.theme = "fresh";
    goal.evidence.remarks = {4, 40};
    then.loop.goals = {goal};
    domain::Action action;
    action.line_key = "reason:101";
    action.state = domain::ActionState::done;
    now.loop.actions = {action};
    domain::AlertLine alert;
    alert.reason = then.catalog.reasons[0];
    alert.remarks = 1;
    then.loop.alerts = {alert};
    alert.acknowledged_at = Instant{};
    now.loop.alerts = {alert};
    EXPECT_THAT(
        list(),
        ElementsAre("Ask \"Found everything?\": 10 answers of 20 shown then, 13 answers of 24 shown now",
                    "Together 101 Fresh and 501 Meat: 0 customers then, 5 now", "Goal on fresh: 4 of 40 then, withdrawn now",
                    "Action on reason:101: none then, done now", "Alert 101 Fresh: waiting then, acknowledged now"));
}

TEST_F(Arrivals, NameWhatIsCompleteNowAndWhoElseWasHeard) {
    then.lanes.push_back({5, false, std::nullopt, true, 0, 2, 0});
    now.lanes.push_back({5, true, std::nullopt, true, 0, 0, 0});
    now.notes_unplaced = 1;
    recount.days[friday].reasons["101"].breadth = 3;
    EXPECT_THAT(list(), ElementsAre("2026-11-20 101 Fresh: as many remarks, from other lanes or times than then",
                                    "Lanes heard: 1 of 2 then, 2 of 2 now", "Notes missing: 2 then, 0 now",
                                    "Notes without a day: 0 then, 1 now"));
}

TEST_F(Arrivals, NameWhatWasClosedWithdrawnOrAddedSince) {
    domain::Action action;
    action.action_id = Uuid::parse("0190f000-0000-7000-8000-000000000001").value();
    action.line_key = "reason:103";
    action.state = domain::ActionState::acknowledged;
    then.loop.actions = {action};
    domain::EventInput event;
    event.event.what = "New baker";
    then.loop.events = {event};
    domain::EventEvidence evidence;
    evidence.before.remarks = {1, 40};
    evidence.after.remarks = {5, 44};
    event.evidence = evidence;
    now.loop.events = {event};
    domain::GoalInput goal;
    goal.goal.aim.reason = "101";
    goal.evidence.remarks = {1, 9};
    now.loop.goals = {goal};
    domain::AskCounts ask;
    ask.ask.question_en = "New?";
    now.asks = {ask};
    EXPECT_THAT(list(),
                ElementsAre("Ask \"New?\": none then, 0 answers of 0 shown now", "Goal on 101: none then, 1 of 9 now",
                            "Event New baker: not compared then, 1 of 40 before and 5 of 44 after now",
                            "Action on reason:103: acknowledged then, closed now"));
}

}  // namespace
}  // namespace tillnote::render
