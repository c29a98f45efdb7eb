#include "server/storage/digest_loop.hpp"

#include "server/storage/pg_action_store.hpp"
#include "server/storage/pg_alert_store.hpp"
#include "server/storage/pg_digest_store.hpp"
#include "server/storage/pg_goal_store.hpp"
#include "tests/storage/loop_fixture.hpp"

#include <gmock/gmock.h>

namespace tillnote::test {
namespace {

using domain::ActionState;
using testing::ElementsAre;
using testing::IsEmpty;

class DigestLoopLoading : public LoopFixture {
protected:
    domain::LoopInput load(Day of) {
        const auto input = digests.load_input(store, *domain::StoreCalendar::make(store), catalog, of, now);
        EXPECT_TRUE(input.has_value()) << web.last_failure();
        return input->loop;
    }
    std::vector<Uuid> alerts_of(Day of) {
        std::vector<Uuid> ids;
        for (const auto& alert : load(of).alerts) {
            ids.push_back(alert.alert_id);
        }
        return ids;
    }
    std::vector<std::string> actions_of(Day of) {
        std::vector<std::string> lines;
        for (const auto& action : load(of).actions) {
            lines.push_back(action.line_key + ' ' + std::string(domain::to_text(action.state)));
        }
        return lines;
    }
    void act(const std::string& line_key, Day of, ActionState state, Instant when) {
        domain::Action fresh;
        fresh.action_id = make_outbox_id();
        fresh.store = "store-1";
        fresh.line_key = line_key;
        fresh.title_en = fresh.title_es = line_key;
        fresh.day = of;
        const auto changed = actions.change_line(fresh, false,
                                                 [&](domain::Action action) {
                                                     return domain::change_action(std::move(action), {.state = state},
                                                                                  catalog.on(today), make_outbox_id(), when);
                                                 },
                                                 {manager, when, today});
        ASSERT_TRUE(changed.has_value()) << web.last_failure();
    }
    /// So many complaints on a day, each by other people, and one remark of praise.
    void heard(Day on, int remarks) {
        const std::string key = "'store-1', '" + storage::to_sql(on) + "'";
        query("INSERT INTO rollup (store_id, business_day, reason, remarks, breadth) VALUES (" + key + ", '103', " +
              std::to_string(remarks) + ", 1), (" + key + ", '102', 1, 1); INSERT INTO rollup_lane VALUES (" + key +
              ", 3, 9, 0, 0, now(), now()); SELECT pack_day(" + key + ")");
    }
    Day before(int days) { return domain::add_days(today, -days); }

    storage::PgDigestStore digests{web};
    storage::PgActionStore actions{web};
};

TEST_F(DigestLoopLoading, CarriesAnAlertUntilItIsAcknowledged) {
    storage::PgAlertStore alerts(web);
    const Uuid id = add_alert("401", at(before(3), 20));
    EXPECT_THAT(alerts_of(before(4)), IsEmpty()) << "it had not been raised";
    EXPECT_THAT(alerts_of(before(3)), ElementsAre(id));
    EXPECT_THAT(alerts_of(today), ElementsAre(id));
    ASSERT_TRUE(alerts.acknowledge("store-1", id, manager, at(before(1), 20)).has_value());
    EXPECT_THAT(alerts_of(before(3)), ElementsAre(id)) << "the day it was raised on";
    EXPECT_THAT(alerts_of(before(1)), ElementsAre(id)) << "the day it was acknowledged on";
    EXPECT_THAT(alerts_of(today), IsEmpty());
}

TEST_F(DigestLoopLoading, CarriesAnOpenLineUntilItIsDone) {
    act("reason:103", before(5), ActionState::acknowledged, at(before(4), 13));
    EXPECT_THAT(actions_of(before(6)), IsEmpty());
    EXPECT_THAT(actions_of(before(5)), ElementsAre("reason:103 acknowledged"));
    EXPECT_THAT(actions_of(today), ElementsAre("reason:103 acknowledged"));
    act("reason:103", before(5), ActionState::done, at(before(1), 20));
    EXPECT_THAT(actions_of(before(5)), ElementsAre("reason:103 done")) << "the digest whose line it was";
    EXPECT_THAT(actions_of(before(1)), ElementsAre("reason:103 done")) << "the day it was done on";
    EXPECT_THAT(actions_of(before(2)), IsEmpty());
    EXPECT_THAT(actions_of(today), IsEmpty());
}

TEST_F(DigestLoopLoading, LoadsGoalsThatRunWithWhatWasCountedSoFar) {
    storage::PgGoalStore goals(web);
    const domain::Goal goal{make_outbox_id(), "store-1", {"103", ""}, true, 50, before(3), domain::add_days(today, 9), {}};
    ASSERT_TRUE(goals.add_goal(goal, now).has_value()) << web.last_failure();
    heard(before(4), 50);
    heard(before(3), 2);
    heard(before(2), 3);
    heard(today, 7);
    const auto loaded = load(before(1));
    ASSERT_EQ(loaded.goals.size(), 1u);
    EXPECT_EQ(loaded.goals[0].goal, goal);
    EXPECT_EQ(loaded.goals[0].evidence.remarks, (domain::ShareCounts{5, 7}))
        << "neither before the goal nor after the digest's day";
    EXPECT_EQ(loaded.goals[0].evidence.days, 3);
    EXPECT_THAT(load(before(4)).goals, IsEmpty());
    ASSERT_TRUE(goals.withdraw_goal("store-1", goal.goal_id, now).has_value());
    EXPECT_THAT(load(before(1)).goals, IsEmpty());
}

TEST_F(DigestLoopLoading, JudgesAGoalThatEndedOnADayWithoutADigestInTheNextOne) {
    storage::PgGoalStore goals(web);
    const domain::Goal goal{make_outbox_id(), "store-1", {"103", ""}, true, 50, before(20), before(3), {}};
    ASSERT_TRUE(goals.add_goal(goal, now).has_value()) << web.last_failure();
    heard(before(4), 2);
    heard(before(2), 9);
    const auto decided = [&](int days, const std::string& outcome) {
        query("INSERT INTO digest_run VALUES ('store-1', '" + storage::to_sql(before(days)) + "', '" + outcome +
              "', now())");
    };
    EXPECT_EQ(load(before(3)).goals.size(), 1u);
    EXPECT_THAT(load(before(2)).goals, IsEmpty()) << "its own day is not decided yet";
    decided(4, "frozen");
    decided(3, "closed");
    decided(2, "missed");
    for (const int days : {2, 1}) {
        const auto late = load(before(days)).goals;
        ASSERT_EQ(late.size(), 1u) << days;
        EXPECT_EQ(late[0].evidence.remarks, (domain::ShareCounts{2, 3})) << "up to its last day";
    }
    decided(1, "frozen");
    EXPECT_THAT(load(today).goals, IsEmpty()) << "the digest of the day before has judged it";
}

TEST_F(DigestLoopLoading, DoesNotJudgeAGoalTwice) {
    storage::PgGoalStore goals(web);
    const domain::Goal goal{make_outbox_id(), "store-1", {"103", ""}, true, 50, before(20), before(1), {}};
    ASSERT_TRUE(goals.add_goal(goal, now).has_value()) << web.last_failure();
    query("INSERT INTO digest_run VALUES ('store-1', '" + storage::to_sql(before(1)) + "', 'frozen', now())");
    EXPECT_THAT(load(today).goals, IsEmpty());
}

TEST_F(DigestLoopLoading, CountsAGoalThatBeganLongBeforeTheDigestsWindows) {
    storage::PgGoalStore goals(web);
    const domain::Goal goal{make_outbox_id(), "store-1", {"103", ""}, true, 50, before(150), today, {}};
    const domain::Goal shorter{make_outbox_id(), "store-1", {"103", ""}, true, 50, before(20), today, {}};
    for (const auto& each : {goal, shorter}) {
        ASSERT_TRUE(goals.add_goal(each, now).has_value()) << web.last_failure();
    }
    heard(before(151), 50);
    heard(before(150), 4);
    heard(before(65), 2);
    heard(before(64), 1);
    heard(before(2), 3);
    std::map<Uuid, domain::ShareEvidence> evidence;
    for (const auto& loaded : load(today).goals) {
        evidence[loaded.goal.goal_id] = loaded.evidence;
    }
    EXPECT_EQ(evidence.at(goal.goal_id).remarks, (domain::ShareCounts{10, 14}));
    EXPECT_EQ(evidence.at(goal.goal_id).days, 151);
    EXPECT_EQ(evidence.at(shorter.goal_id).remarks, (domain::ShareCounts{3, 4}));
    const auto days = digests.load_days(store, *domain::StoreCalendar::make(store), catalog, before(150), today);
    ASSERT_TRUE(days.has_value()) << web.last_failure();
    EXPECT_EQ(days->size(), 151u);
    EXPECT_EQ(domain::weigh_goal(goal, *days, catalog.on(today)).hearings, evidence.at(goal.goal_id).hearings)
        << "a page says what the digest says";
}

TEST_F(DigestLoopLoading, CountsBeforeAndAfterAnEventOnceTheDaysHavePassed) {
    storage::PgGoalStore goals(web);
    const domain::Event event{make_outbox_id(), "store-1", before(28), "New baker", {"103", ""}};
    const domain::Event old{make_outbox_id(), "store-1", before(35), "Old ad", {"103", ""}};
    for (const auto& each : {event, old}) {
        ASSERT_TRUE(goals.add_event(each, now).has_value()) << web.last_failure();
    }
    heard(day(2026, 9, 24), 99);
    heard(day(2026, 9, 25), 1);
    heard(day(2026, 10, 22), 2);
    heard(day(2026, 10, 23), 4);
    heard(day(2026, 11, 19), 8);
    heard(today, 99);
    const auto loaded = load(today);
    ASSERT_EQ(loaded.events.size(), 1u) << "the older one has been said for a week";
    EXPECT_EQ(loaded.events[0].event, event);
    ASSERT_TRUE(loaded.events[0].evidence);
    EXPECT_EQ(loaded.events[0].evidence->before.remarks, (domain::ShareCounts{3, 5}));
    EXPECT_EQ(loaded.events[0].evidence->after.remarks, (domain::ShareCounts{12, 14}));
    EXPECT_FALSE(load(before(1)).events.front().evidence);
}

}  // namespace
}  // namespace tillnote::test
