#include "server/domain/action.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using namespace std::chrono_literals;

const Day today{std::chrono::year{2026} / 11 / 20};
const Instant now = std::chrono::sys_days{today} + 15h;
const Uuid message_id = *Uuid::parse("0190f000-0000-4000-8000-000000000001");
const std::string alert_id = "0190f000-0000-4000-8000-0000000000aa";

DatedCatalog make_catalog() {
    DatedCatalog catalog;
    catalog.departments = {{"produce", "Produce", "Frutas y verduras", true, 10}, {"meat", "Meat", "Carnes", true, 20}};
    const auto add = [&](const char* code, Polarity polarity, bool about_staff) {
        Reason reason{code, "produce", "quality", polarity, "Produce bad", "Fruta mala",
                      "",   false,     false,     false,    about_staff};
        catalog.reasons.push_back({reason, add_days(today, -100), std::nullopt});
    };
    add("103", Polarity::complaint, false);
    add("602", Polarity::complaint, true);
    add("999", Polarity::lane_only, false);
    return catalog;
}

const DatedCatalog catalog = make_catalog();

Action make_action(ActionState state = ActionState::open) {
    Action action;
    action.store = "oak-street";
    action.line_key = "reason:103";
    action.state = state;
    action.day = today;
    if (state == ActionState::done) {
        action.reply = "Fresh every morning now.";
        action.message_id = message_id;
        action.closed_at = now;
    }
    return action;
}

Result<Action> change(const Action& action, const ActionChange& change) {
    return change_action(action, change, catalog.on(today), message_id, now);
}

std::optional<LineTitle> title_of(std::string_view key) {
    return find_line_title(*find_line_key(key), catalog, today);
}

TEST(LineKey, IsReadAsAFlagWritesIt) {
    Flag flag;
    flag.department = catalog.departments[0];
    flag.polarity = Polarity::complaint;
    const auto department = find_line_key(flag.line_key());
    ASSERT_TRUE(department);
    EXPECT_EQ(department->department, "produce");
    EXPECT_EQ(department->polarity, Polarity::complaint);
    flag.reason = catalog.reasons[0].reason;
    EXPECT_EQ(find_line_key(flag.line_key())->reason, "103");
    EXPECT_EQ(find_line_key("alert:" + alert_id)->alert_id, *Uuid::parse(alert_id));
    for (const char* wrong : {"", "103", "reason:", "reason:1 3", "department:produce", "department::complaint",
                              "department:produce:anger", "alert:7", "lane:3"}) {
        EXPECT_FALSE(find_line_key(wrong)) << wrong;
    }
}

TEST(LineKey, HasATitleOnlyWhereADigestHasTheLine) {
    EXPECT_EQ(title_of("reason:103")->es, "Fruta mala");
    EXPECT_EQ(title_of("department:produce:complaint")->en, "Produce · complaints");
    EXPECT_EQ(title_of("department:produce:praise")->es, "Frutas y verduras · elogios");
    EXPECT_FALSE(title_of("reason:602")) << "about staff";
    EXPECT_FALSE(title_of("reason:999")) << "lane-only";
    EXPECT_FALSE(title_of("reason:104")) << "not in the catalog";
    EXPECT_FALSE(title_of("department:deli:complaint"));
}

TEST(ActionChange, GoesFromOpenToAcknowledgedToDone) {
    const auto acknowledged = change(make_action(), {.state = ActionState::acknowledged});
    ASSERT_TRUE(acknowledged);
    EXPECT_EQ(acknowledged->state, ActionState::acknowledged);
    EXPECT_EQ(acknowledged->changed_at, now);
    EXPECT_FALSE(acknowledged->closed_at);
    const auto done =
        change(*acknowledged, {.state = ActionState::done, .reply = "Fresh daily.", .reply_es = "Fresca cada día."});
    ASSERT_TRUE(done);
    EXPECT_EQ(done->closed_at, now);
    EXPECT_EQ(done->message_id, message_id);
    EXPECT_FALSE(change(make_action(), {.state = ActionState::done})->message_id) << "no reply, nothing for the lanes";
}

TEST(ActionChange, AcknowledgesWhatIsAssigned) {
    const auto assigned = change(make_action(), {.assigned = "meat"});
    ASSERT_TRUE(assigned);
    EXPECT_EQ(assigned->assigned, "meat");
    EXPECT_EQ(assigned->state, ActionState::acknowledged);
    EXPECT_EQ(change(*assigned, {.assigned = ""})->assigned, "");
    EXPECT_EQ(change(make_action(), {.assigned = "moon"}).error().field, "/assigned");
}

TEST(ActionChange, TakesTheReplyBackWhereItOpensAgain) {
    const auto open = change(make_action(ActionState::done), {.state = ActionState::open});
    ASSERT_TRUE(open);
    EXPECT_EQ(open->state, ActionState::open);
    EXPECT_EQ(open->reply, "");
    EXPECT_FALSE(open->message_id);
    EXPECT_FALSE(open->closed_at);
    EXPECT_EQ(change(make_action(ActionState::done), {.state = ActionState::acknowledged}).error().code,
              ErrorCode::conflict);
    EXPECT_EQ(change(make_action(ActionState::done), {.assigned = "meat"}).error().code, ErrorCode::conflict);
}

TEST(ActionChange, RefusesAReplyThatALaneCannotShow) {
    const auto fault = [](const ActionChange& given) { return change(make_action(), given).error().field; };
    EXPECT_EQ(fault({.state = ActionState::done, .reply = std::string(91, 'x')}), "/reply");
    EXPECT_TRUE(change(make_action(), {.state = ActionState::done, .reply = std::string(90, 'x')}));
    EXPECT_EQ(fault({.state = ActionState::done, .reply = "two\nlines"}), "/reply");
    EXPECT_EQ(fault({.state = ActionState::done, .reply = "x", .reply_es = std::string(91, 'x')}), "/reply_es");
    EXPECT_EQ(fault({.state = ActionState::done, .reply = "paid by 4111 1111 1111 1111"}), "/reply");
    EXPECT_EQ(fault({.state = ActionState::done, .reply = "x", .reply_es = "4111-1111-1111-1111"}), "/reply_es");
    EXPECT_EQ(fault({.state = ActionState::done, .reply_es = "solo"}), "/reply");
    EXPECT_EQ(fault({.state = ActionState::acknowledged, .reply = "early"}), "/reply");
}

TEST(ReplyMessage, StaysThreeDaysAndNamesNobody) {
    auto action = make_action(ActionState::done);
    auto message = reply_message(action, today);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->text_en, "Fresh every morning now.");
    EXPECT_EQ(message->text_es, message->text_en) << "the manager wrote it once";
    EXPECT_EQ(message->last_day, add_days(today, 2));
    EXPECT_TRUE(check_message(*message, today)) << "lanes can show it";
    action.reply_es = "Fresca cada mañana.";
    EXPECT_EQ(reply_message(action, today)->text_es, "Fresca cada mañana.");
    EXPECT_FALSE(reply_message(make_action(), today));
}

}  // namespace
}  // namespace tillnote::domain
