#include "server/storage/pg_action_store.hpp"

#include "server/storage/pg_alert_store.hpp"
#include "server/storage/pg_message_store.hpp"
#include "tests/storage/loop_fixture.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace tillnote::test {
namespace {

using domain::Action;
using domain::ActionState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ActionStore : public LoopFixture {
protected:
    Action fresh(const std::string& line_key = "reason:103") {
        Action action;
        action.action_id = make_outbox_id();
        action.store = "store-1";
        action.line_key = line_key;
        action.title_en = "Produce bad";
        action.title_es = "Fruta mala";
        action.day = domain::add_days(today, -1);
        return action;
    }
    storage::PgActionStore::Change apply(domain::ActionChange change) {
        return [this, change, message = make_outbox_id()](Action action) {
            return domain::change_action(std::move(action), change, catalog.on(today), message, now);
        };
    }
    Result<Action> put(const Action& action, domain::ActionChange change) {
        const bool opens_again = change.state == ActionState::open;
        return actions.change_line(action, opens_again, apply(std::move(change)), {manager, now, today});
    }
    Action need(const Result<Action>& result) {
        EXPECT_TRUE(result.has_value()) << web.last_failure();
        return result ? *result : Action{};
    }

    storage::PgActionStore actions{web};
    storage::PgMessageStore messages{web};
};

TEST_F(ActionStore, KeepsEveryFieldAndOneOpenActionOfALine) {
    const Action first = need(put(fresh(), {.state = ActionState::acknowledged}));
    EXPECT_THAT(*actions.list_actions("store-1"), ElementsAre(first));
    const Action assigned = need(put(fresh(), {.assigned = "grocery"}));
    EXPECT_EQ(assigned.action_id, first.action_id) << "the line's open action is changed, no second one made";
    EXPECT_THAT(*actions.list_actions("store-1"), ElementsAre(assigned));
    EXPECT_TRUE(actions.list_actions("store-2")->empty());
    need(put(fresh("reason:102"), {.state = ActionState::done}));
    EXPECT_THAT(*actions.list_actions("store-1"), SizeIs(2));
    Action nowhere = fresh();
    nowhere.store = "store-9";
    EXPECT_EQ(put(nowhere, {.state = ActionState::acknowledged}).error().code, ErrorCode::impossible_value);
}

TEST_F(ActionStore, ListsOpenLinesOldestFirstThenDoneLatestFirst) {
    Action old = fresh("reason:102");
    old.day = domain::add_days(today, -9);
    const Action newer = need(put(fresh(), {.state = ActionState::acknowledged}));
    const Action older = need(put(old, {.state = ActionState::acknowledged}));
    const Action done = need(put(fresh("department:produce:complaint"), {.state = ActionState::done}));
    EXPECT_THAT(*actions.list_actions("store-1"), ElementsAre(older, newer, done));
}

TEST_F(ActionStore, TellsTheLanesTheReplyAndTakesItBackWhenOpenedAgain) {
    const Action done = need(put(fresh(), {.state = ActionState::done, .reply = "Fresh daily.", .reply_es = "Cada día."}));
    const auto told = *messages.list_messages("store-1");
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].message_id, done.message_id);
    EXPECT_EQ(told[0].text_en, "Fresh daily.");
    EXPECT_EQ(told[0].text_es, "Cada día.");
    EXPECT_EQ(told[0].first_day, today);
    const Action again = need(put(fresh(), {.state = ActionState::open}));
    EXPECT_EQ(again.action_id, done.action_id);
    EXPECT_EQ(again.state, ActionState::open);
    EXPECT_THAT(*messages.list_messages("store-1"), IsEmpty());
    EXPECT_EQ(query("SELECT string_agg(number || ' ' || state || ' ' || reply, ', ' ORDER BY number) FROM action_change"),
              "1 done Fresh daily., 2 open ");
    EXPECT_EQ(query("SELECT DISTINCT account_id FROM action_change"), manager.to_string());
}

TEST_F(ActionStore, ChangesNothingWhereTheLanesHaveTooMuchToSay) {
    for (int n = 0; n < domain::messages_valid_max; ++n) {
        ASSERT_TRUE(messages.add_message({make_outbox_id(), "store-1", "x", "x", today, today}, now).has_value());
    }
    EXPECT_EQ(put(fresh(), {.state = ActionState::done, .reply = "Fresh daily."}).error().code, ErrorCode::conflict);
    EXPECT_THAT(*actions.list_actions("store-1"), IsEmpty());
    EXPECT_EQ(query("SELECT count(*) FROM action_change"), "0");
}

TEST_F(ActionStore, AcknowledgesTheAlertThatALineIsAbout) {
    storage::PgAlertStore alerts(web);
    const Uuid id = add_alert("401", now);
    const std::string key = "alert:" + id.to_string();
    need(put(fresh(key), {.state = ActionState::acknowledged}));
    EXPECT_EQ((*alerts.find_alert("store-1", id))->acknowledged_at, now);
    need(put(fresh(key), {.state = ActionState::done, .reply = "Yogurt pulled 17:41."}));
    EXPECT_EQ((*alerts.find_alert("store-1", id))->reply, "Yogurt pulled 17:41.");
    need(put(fresh(key), {.state = ActionState::open}));
    EXPECT_EQ((*alerts.find_alert("store-1", id))->reply, "");
    EXPECT_TRUE((*alerts.find_alert("store-1", id))->acknowledged_at) << "it is known, even while it is open";
}

TEST_F(ActionStore, ChangesOneActionByItsId) {
    const Action done = need(put(fresh(), {.state = ActionState::done}));
    const auto reopen = apply({.state = ActionState::open});
    EXPECT_EQ(actions.change_action("store-2", done.action_id, reopen, {manager, now, today}).error().code,
              ErrorCode::not_found);
    const Action newer = need(put(fresh(), {.state = ActionState::acknowledged}));
    EXPECT_NE(newer.action_id, done.action_id) << "a line that comes back is a new action";
    EXPECT_EQ(actions.change_action("store-1", done.action_id, reopen, {manager, now, today}).error().code,
              ErrorCode::conflict);
    const auto closed =
        actions.change_action("store-1", newer.action_id, apply({.state = ActionState::done}), {manager, now, today});
    EXPECT_EQ(need(closed).state, ActionState::done);
    EXPECT_EQ(need(actions.change_action("store-1", done.action_id, reopen, {manager, now, today})).state,
              ActionState::open);
}

TEST_F(ActionStore, OpensALineOnceHoweverManyAskAtOnce) {
    std::atomic<int> changed = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < 4; ++n) {
        threads.emplace_back([&, action = fresh(), change = apply({.state = ActionState::acknowledged})] {
            storage::Session session{all_rows(database, "tillnote_web")};
            storage::PgActionStore own(session);
            changed += own.change_line(action, false, change, {manager, now, today}).has_value() ? 1 : 0;
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(changed, 4);
    EXPECT_THAT(*actions.list_actions("store-1"), SizeIs(1));
}

}  // namespace
}  // namespace tillnote::test
