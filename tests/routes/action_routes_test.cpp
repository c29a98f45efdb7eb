#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;

constexpr const char* actions_path = "/v1/stores/oak-street/actions";

class ActionRoutes : public ::testing::Test {
protected:
    test::Answer put(const json& body) { return client.post_json(actions_path, body.dump(), manager); }
    json need(const test::Answer& answer) {
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.status == 200 ? json::parse(answer.body) : json::object();
    }
    test::Answer patch(const json& action, const json& body) {
        return client.send("PATCH", std::string(actions_path) + "/" + action["action_id"].get<std::string>(),
                           {manager.front(), {"Content-Type", "application/json"}}, body.dump());
    }
    std::string pointer_of(const test::Answer& answer) {
        EXPECT_GE(answer.status, 400) << answer.body;
        const auto problem = json::parse(answer.body);
        return problem.contains("errors") ? problem["errors"][0]["pointer"].get<std::string>() : "";
    }
    json list() { return json::parse(client.get(actions_path, manager).body)["actions"]; }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    const test::RecordingClient::Headers manager = test::bearer(running.bearer_of("manager"));
};

TEST_F(ActionRoutes, ALineIsAcknowledgedAssignedDoneAndOpenedAgain) {
    const auto known = need(put({{"line_key", "reason:103"}, {"state", "acknowledged"}}));
    EXPECT_EQ(known["title_en"], "Produce bad");
    EXPECT_EQ(known["state"], "acknowledged");
    const auto assigned = need(put({{"line_key", "reason:103"}, {"assigned", "produce"}}));
    EXPECT_EQ(assigned["action_id"], known["action_id"]);
    EXPECT_EQ(assigned["assigned"], "produce");
    const auto done = need(patch(known, {{"state", "done"}, {"reply", "Fresh every morning."}, {"reply_es", "Fresca."}}));
    EXPECT_NE(done["closed_at"], nullptr);
    auto messages = json::parse(client.get("/v1/stores/oak-street/messages", manager).body)["messages"];
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_EQ(messages[0]["text_es"], "Fresca.");
    EXPECT_EQ(patch(known, {{"state", "acknowledged"}}).status, 409);
    const auto open = need(patch(known, {{"state", "open"}}));
    EXPECT_EQ(open["reply"], "");
    EXPECT_EQ(open["closed_at"], nullptr);
    EXPECT_TRUE(json::parse(client.get("/v1/stores/oak-street/messages", manager).body)["messages"].empty());
    EXPECT_EQ(list().size(), 1u);
    EXPECT_EQ(running.query("select count(*) from action_change c join account a on a.account_id = c.account_id "
                            "where a.email = 'manager@test.example'"),
              "4");
    EXPECT_EQ(running.query("select string_agg(details->>'state', ' ' order by entry_id) from audit_entry join action on "
                            "action_id::text = object_id where object_kind = 'action' and action = 'changed'"),
              "acknowledged acknowledged done open")
        << "each change of the line under the id of its action";
}

TEST_F(ActionRoutes, ALineBelongsToTheLastEndedDayUnlessAnotherIsNamed) {
    const auto yesterday = need(put({{"line_key", "reason:103"}, {"state", "acknowledged"}}))["day"].get<std::string>();
    const auto latest =
        json::parse(client.get("/v1/stores/oak-street/digests/latest", manager).body)["day"].get<std::string>();
    EXPECT_EQ(yesterday, latest);
    EXPECT_EQ(need(put({{"line_key", "reason:102"}, {"day", "2026-01-05"}, {"state", "acknowledged"}}))["day"],
              "2026-01-05");
}

TEST_F(ActionRoutes, MistakesAreNamed) {
    EXPECT_EQ(pointer_of(put({{"state", "done"}})), "/line_key");
    EXPECT_EQ(pointer_of(put({{"line_key", "lane:3"}, {"state", "done"}})), "/line_key");
    EXPECT_EQ(pointer_of(put({{"line_key", "reason:103"}, {"state", "lost"}})), "/state");
    EXPECT_EQ(pointer_of(put({{"line_key", "reason:103"}, {"assigned", "moon"}})), "/assigned");
    EXPECT_EQ(pointer_of(put({{"line_key", "reason:103"}, {"state", "acknowledged"}, {"reply", "x"}})), "/reply");
    EXPECT_EQ(pointer_of(put({{"line_key", "reason:103"}, {"state", "done"}, {"lane", 3}})), "/lane");
    EXPECT_EQ(put({{"line_key", "reason:602"}, {"state", "done"}}).status, 404) << "about staff";
    EXPECT_EQ(put({{"line_key", "reason:777"}, {"state", "done"}}).status, 404);
    EXPECT_EQ(put({{"line_key", "alert:" + test::fresh_id().to_string()}, {"state", "done"}}).status, 404);
    EXPECT_EQ(put({{"line_key", "reason:103"}, {"day", "2999-01-01"}, {"state", "done"}}).status, 422);
    EXPECT_EQ(put({{"line_key", "reason:103"}}).status, 400) << "nothing would change";
    EXPECT_EQ(patch({{"action_id", "x"}}, {{"state", "done"}}).status, 404);
    EXPECT_EQ(patch({{"action_id", test::fresh_id().to_string()}}, {{"state", "done"}}).status, 404);
    EXPECT_TRUE(list().empty());
}

TEST_F(ActionRoutes, OthersReadOrAreNotLetIn) {
    const auto chain = test::bearer(running.bearer_of("chain"));
    EXPECT_EQ(client.get(actions_path, chain).status, 200);
    EXPECT_EQ(client.post_json(actions_path, R"({"line_key": "reason:103", "state": "done"})", chain).status, 403);
    EXPECT_EQ(
        client.post_json("/v1/stores/harbor/actions", R"({"line_key": "reason:103", "state": "done"})", manager).status,
        404);
}

}  // namespace
}  // namespace tillnote
