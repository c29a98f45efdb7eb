#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;

class GoalRoutes : public ::testing::Test {
protected:
    json goal() {
        return {{"reason", "103"},
                {"at_most", true},
                {"target", 0.085},
                {"from", running.in_days(0)},
                {"to", running.in_days(27)}};
    }
    json event() { return {{"day", running.in_days(-3)}, {"what", "New baker"}, {"theme", "quality"}}; }
    test::Answer add(const std::string& what, const json& body) {
        return client.post_json("/v1/stores/oak-street/" + what, body.dump(), manager);
    }
    test::Answer patch(const std::string& path, const std::string& body) {
        return client.send("PATCH", "/v1/stores/oak-street/" + path, {manager.front(), {"Content-Type", "application/json"}},
                           body);
    }
    json list(const std::string& what) {
        return json::parse(client.get("/v1/stores/oak-street/" + what, manager).body)[what];
    }
    std::string pointer_of(const std::string& what, json body, const json& changes) {
        body.update(changes);
        const auto answer = add(what, body);
        EXPECT_GE(answer.status, 400) << answer.body;
        const auto problem = json::parse(answer.body);
        return problem.contains("errors") ? problem["errors"][0]["pointer"].get<std::string>() : "";
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    const test::RecordingClient::Headers manager = test::bearer(running.bearer_of("manager"));
};

TEST_F(GoalRoutes, AGoalIsSetListedShownInTheDigestAndWithdrawn) {
    const auto added = add("goals", goal());
    ASSERT_EQ(added.status, 201) << added.body;
    const auto made = json::parse(added.body);
    EXPECT_EQ(made["target"], 0.085);
    EXPECT_EQ(made["theme"], nullptr);
    EXPECT_EQ(list("goals"), json::array({made}));
    const auto digest = json::parse(client.get("/v1/stores/oak-street/digests/today", manager).body);
    ASSERT_EQ(digest["goals"].size(), 1u);
    EXPECT_EQ(digest["goals"][0]["goal_id"], made["goal_id"]);
    EXPECT_EQ(digest["goals"][0]["verdict"], "running");
    EXPECT_EQ(digest["goals"][0]["share"], nullptr) << "too few remarks";
    const std::string path = "goals/" + made["goal_id"].get<std::string>();
    EXPECT_EQ(patch(path, R"({"withdrawn": false})").status, 400);
    EXPECT_EQ(patch(path, R"({"withdrawn": true})").status, 200);
    EXPECT_TRUE(list("goals").empty());
}

TEST_F(GoalRoutes, AnEventIsNotedListedShownInTheDigestAndWithdrawn) {
    const auto added = add("events", event());
    ASSERT_EQ(added.status, 201) << added.body;
    const auto made = json::parse(added.body);
    EXPECT_EQ(list("events"), json::array({made}));
    const auto digest = json::parse(client.get("/v1/stores/oak-street/digests/latest", manager).body);
    ASSERT_EQ(digest["events"].size(), 1u);
    EXPECT_EQ(digest["events"][0]["what"], "New baker");
    EXPECT_EQ(digest["events"][0]["theme"], "quality");
    EXPECT_EQ(digest["events"][0]["before_after"], nullptr);
    EXPECT_EQ(patch("events/" + made["event_id"].get<std::string>(), R"({"withdrawn": true})").status, 200);
    EXPECT_TRUE(list("events").empty());
}

TEST_F(GoalRoutes, ADigestCarriesAlertsAndActionsAndCompares) {
    const std::string long_ago = running.in_days(-29);
    ASSERT_EQ(add("events", {{"day", long_ago}, {"what", "Price cut"}, {"reason", "103"}}).status, 201);
    ASSERT_EQ(add("actions", {{"line_key", "reason:103"}, {"day", running.in_days(-1)}, {"state", "acknowledged"}}).status,
              200);
    ASSERT_EQ(
        add("actions",
            {{"line_key", "reason:604"}, {"day", running.in_days(-1)}, {"state", "done"}, {"reply", "Lane 9 opened early."}})
            .status,
        200);
    running.query(
        "insert into alert (store_id, alert_id, reason, remarks, raised_at) "
        "values ('oak-street', gen_random_uuid(), '401', 2, now() - interval '1 second')");
    const auto digest = json::parse(client.get("/v1/stores/oak-street/digests/today", manager).body);
    ASSERT_EQ(digest["alerts"].size(), 1u);
    EXPECT_EQ(digest["alerts"][0]["reason"], "401");
    EXPECT_EQ(digest["alerts"][0]["remarks"], 2);
    ASSERT_EQ(digest["open_actions"].size(), 1u);
    EXPECT_EQ(digest["open_actions"][0]["days_open"], 1);
    ASSERT_EQ(digest["closed_actions"].size(), 1u);
    EXPECT_EQ(digest["closed_actions"][0]["reply"], "Lane 9 opened early.");
    ASSERT_EQ(digest["events"].size(), 1u);
    EXPECT_EQ(digest["events"][0]["before_after"]["of_before"], 0);
    EXPECT_EQ(digest["events"][0]["before_after"]["p_value"], 1);
}

TEST_F(GoalRoutes, MistakesAreNamed) {
    EXPECT_EQ(pointer_of("goals", goal(), {{"reason", "602"}}), "/reason") << "about staff";
    EXPECT_EQ(pointer_of("goals", goal(), {{"theme", "price"}}), "/theme") << "both";
    EXPECT_EQ(pointer_of("goals", goal(), {{"target", 0}}), "/target");
    EXPECT_EQ(pointer_of("goals", goal(), {{"target", "8%"}}), "/target");
    EXPECT_EQ(pointer_of("goals", goal(), {{"from", running.in_days(-1)}}), "/from");
    EXPECT_EQ(pointer_of("goals", goal(), {{"to", running.in_days(2)}}), "/to");
    EXPECT_EQ(pointer_of("goals", goal(), {{"lane", 3}}), "/lane");
    EXPECT_EQ(pointer_of("events", event(), {{"day", running.in_days(1)}}), "/day");
    EXPECT_EQ(pointer_of("events", event(), {{"what", std::string(91, 'x')}}), "/what");
    EXPECT_EQ(pointer_of("events", event(), {{"theme", "weather"}}), "/theme");
    EXPECT_EQ(patch("goals/x", R"({"withdrawn": true})").status, 404);
    EXPECT_EQ(patch("events/" + test::fresh_id().to_string(), R"({"withdrawn": true})").status, 404);
    EXPECT_TRUE(list("goals").empty());
    EXPECT_TRUE(list("events").empty());
}

}  // namespace
}  // namespace tillnote
