#include "lane-client/strip/strip_protocol.hpp"

#include "schema/strict_json.hpp"
#include "tests/lane-client/strip/sample_lane.hpp"

#include <gtest/gtest.h>

namespace tillnote::strip {
namespace {

using Kind = StripRequest::Kind;
using nlohmann::json;

json written(const StripRequest& request) {
    return json::parse(to_line(request));
}

TEST(StripProtocol, WritesEveryRequestAsTheContractSays) {
    const Uuid id = Uuid::parse("00000000-0000-4000-8000-0000000000a1").value();
    EXPECT_EQ(written({.kind = Kind::tap, .code = "101", .source = Source::hotkey}),
              json({{"do", "tap"}, {"reason", "101"}, {"source", "hotkey"}}));
    EXPECT_EQ(written({.kind = Kind::undo, .code = "101", .id = id}), json({{"do", "undo"}, {"undo_id", id.to_string()}}));
    EXPECT_EQ(written({.kind = Kind::undo, .code = "101", .id = id, .note_id = id}),
              json({{"do", "undo"}, {"undo_id", id.to_string()}, {"note_id", id.to_string()}}));
    EXPECT_EQ(written({.kind = Kind::answer, .code = "yes", .id = id}),
              json({{"do", "answer"}, {"showing_id", id.to_string()}, {"answer", "yes"}}));
    EXPECT_EQ(written({.kind = Kind::not_asked, .id = id}), json({{"do", "not_asked"}, {"showing_id", id.to_string()}}));
    EXPECT_EQ(written({.kind = Kind::message_seen, .id = id}),
              json({{"do", "message_seen"}, {"message_id", id.to_string()}}));
    EXPECT_EQ(written({.kind = Kind::catalog}), json({{"do", "catalog"}}));
    EXPECT_EQ(json::parse(watch_line(std::nullopt, false)), json({{"do", "watch"}, {"shows_asks", false}}));
    EXPECT_EQ(json::parse(watch_line(7, true)), json({{"do", "watch"}, {"since", 7}, {"shows_asks", true}}));
}

TEST(StripProtocol, ReadsTheStateOfALane) {
    LaneState told = test::make_sample_state();
    told.revision = 7;
    told.pending = 3;
    told.server_reachable = false;
    told.transaction = true;
    told.ask = test::make_sample_ask(4);
    told.messages = {test::make_sample_message(1), test::make_sample_message(2)};
    const LaneState state = parse_lane_state(test::to_watch_answer(told)).value();
    EXPECT_EQ(state.revision, 7);
    EXPECT_TRUE(state.enrolled);
    EXPECT_FALSE(state.refused);
    EXPECT_EQ(state.pending, 3);
    EXPECT_FALSE(state.server_reachable);
    EXPECT_TRUE(state.transaction);
    EXPECT_EQ(state.catalog_version, "c1");
    EXPECT_EQ(state.code, "");
    EXPECT_EQ(state.ask, told.ask);
    EXPECT_EQ(state.messages, told.messages);
}

TEST(StripProtocol, ReadsALaneThatHasNotJoined) {
    const LaneState state =
        parse_lane_state(R"({"ok":true,"revision":0,"enrolled":false,"store":null,"lane":null,"refused":false,"pending":0,)"
                         R"("rejected":0,"server_reachable":false,"catalog_version":null,"code":"ABCD-EFGH",)"
                         R"("transaction":false,"ask":null,"messages":[],"of_a_newer_agent":1})")
            .value();
    EXPECT_FALSE(state.enrolled);
    EXPECT_EQ(state.catalog_version, "");
    EXPECT_EQ(state.code, "ABCD-EFGH");
}

TEST(StripProtocol, RefusesWhatIsNoState) {
    for (const char* line : {"", "[]", "{}", R"({"ok":true})", R"({"ok":false,"error":"invalid-field","detail":"?"})"}) {
        EXPECT_FALSE(parse_lane_state(line)) << line;
    }
}

TEST(StripProtocol, ReadsTicksAndRefusals) {
    const AgentReply tick =
        parse_agent_reply(R"({"ok":true,"note_id":"01a20135-e5aa-72f8-881e-98662348249f","repeat":false})");
    EXPECT_TRUE(tick.done);
    EXPECT_FALSE(tick.catalog);
    EXPECT_EQ(tick.note_id, Uuid::parse("01a20135-e5aa-72f8-881e-98662348249f").value());
    const AgentReply refusal = parse_agent_reply(R"({"ok":false,"error":"disk-full","detail":"The lane's disk is full."})");
    EXPECT_FALSE(refusal.done);
    EXPECT_EQ(refusal.error, "disk-full");
    EXPECT_EQ(refusal.detail, "The lane's disk is full.");
}

TEST(StripProtocol, TakesAnAnswerItCannotReadForNotSaved) {
    for (const char* line : {"", "null", "{}", R"({"ok":1})", R"({"ok":false})", R"({"ok":true,"catalog":{}})",
                             R"({"ok":true,"note_id":"x"})"}) {
        const AgentReply reply = parse_agent_reply(line);
        EXPECT_FALSE(reply.done) << line;
        EXPECT_EQ(reply.error, "outbox-unusable") << line;
    }
}

TEST(StripProtocol, ReadsTheCatalogOrThatThereIsNone) {
    const LaneCatalog catalog = test::make_sample_catalog();
    EXPECT_EQ(parse_agent_reply(R"({"ok":true,"catalog":)" + to_json(catalog) + "}").catalog, catalog);
    const AgentReply none = parse_agent_reply(R"({"ok":true,"catalog":null})");
    EXPECT_TRUE(none.done);
    EXPECT_FALSE(none.catalog);
}

}  // namespace
}  // namespace tillnote::strip
