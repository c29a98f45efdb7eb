#include "tests/support/eventually.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;

class MessageRoutes : public ::testing::Test {
protected:
    std::vector<LaneMessage> beat(const std::string& token) {
        HeartbeatRequest heartbeat;
        heartbeat.outbox_id = test::fresh_id();
        heartbeat.sent_at = test::now();
        heartbeat.version = "0.1.0";
        const auto answer = client.post_json("/v1/heartbeat", to_json(heartbeat), bearer(token));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return parse_heartbeat_answer(answer.body)->messages;
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    const std::string manager = running.bearer_of("manager");
};

TEST_F(MessageRoutes, AMessageReachesTheLanesOfItsStoreWithTheHeartbeat) {
    const auto lane = running.lane_token("oak-street", 1);
    const auto elsewhere = running.lane_token("mill-road", 1);
    EXPECT_TRUE(beat(lane).empty());
    const json body{{"text_en", "Yogurt pulled 17:41. Thank you."}, {"text_es", "Yogur retirado 17:41. Gracias."}};
    const auto added = client.post_json("/v1/stores/oak-street/messages", body.dump(), bearer(manager));
    ASSERT_EQ(added.status, 201) << added.body;
    const auto message = json::parse(added.body);
    EXPECT_EQ(message["from"], message["to"]) << "the open business day";
    auto told = beat(lane);
    EXPECT_TRUE(test::eventually([&] {
        told = beat(lane);
        return !told.empty();
    }));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].message_id.to_string(), message["message_id"].get<std::string>());
    EXPECT_EQ(told[0].text_es, "Yogur retirado 17:41. Gracias.");
    EXPECT_TRUE(beat(elsewhere).empty());
    const auto listed = client.get("/v1/stores/oak-street/messages", bearer(manager));
    EXPECT_EQ(json::parse(listed.body)["messages"][0], message);
}

TEST_F(MessageRoutes, MistakesAreNamed) {
    const auto post = [&](const json& body) {
        const auto answer = client.post_json("/v1/stores/oak-street/messages", body.dump(), bearer(manager));
        return std::pair{answer.status, json::parse(answer.body)["errors"][0]["pointer"].get<std::string>()};
    };
    EXPECT_EQ(post({{"text_en", std::string(91, 'x')}, {"text_es", "x"}}), (std::pair{400, std::string("/text_en")}));
    EXPECT_EQ(post({{"text_en", "x"}}), (std::pair{400, std::string("/text_es")}));
    EXPECT_EQ(post({{"text_en", "x"}, {"text_es", "x"}, {"from", "soon"}}), (std::pair{400, std::string("/from")}));
    EXPECT_EQ(post({{"text_en", "x"}, {"text_es", "x"}, {"from", "2020-01-01"}}), (std::pair{422, std::string("/from")}));
    EXPECT_EQ(post({{"text_en", "x"}, {"text_es", "x"}, {"to", "2020-01-01"}}), (std::pair{422, std::string("/to")}));
    EXPECT_EQ(post({{"text_en", "x"}, {"text_es", "x"}, {"lane", 3}}), (std::pair{400, std::string("/lane")}));
}

}  // namespace
}  // namespace tillnote
