#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;

class RecipientRoutes : public ::testing::Test {
protected:
    test::Answer post(const json& body) { return client.post_json(path, body.dump(), bearer(manager)); }
    test::Answer patch(const std::string& id, const json& body) {
        auto headers = bearer(manager);
        headers.emplace_back("Content-Type", "application/json");
        return client.send("PATCH", path + "/" + id, headers, body.dump());
    }

    const std::string path = "/v1/stores/oak-street/recipients";
    test::RunningService running;
    test::RecordingClient client{running.url()};
    const std::string manager = running.bearer_of("manager");
};

TEST_F(RecipientRoutes, AManagerKeepsTheListOfTheStore) {
    EXPECT_EQ(json::parse(client.get(path, bearer(manager)).body), (json{{"recipients", json::array()}}));
    const auto added = post({{"email", "boss@shop.example"}, {"language", "es"}, {"local_time", "06:30"}});
    ASSERT_EQ(added.status, 201) << added.body;
    const auto recipient = json::parse(added.body);
    EXPECT_EQ(recipient["kind"], "digest");
    EXPECT_EQ(recipient["local_time"], "06:30");
    EXPECT_EQ(recipient["active"], true);
    EXPECT_TRUE(recipient["last_delivery"].is_null());
    EXPECT_EQ(post({{"email", "boss@shop.example"}}).status, 409);
    EXPECT_EQ(post({{"email", "boss@shop.example"}, {"kind", "alert"}}).status, 201);
    const auto changed = patch(recipient["recipient_id"], {{"local_time", "07:00"}, {"active", false}});
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(json::parse(changed.body)["local_time"], "07:00");
    EXPECT_EQ(json::parse(changed.body)["active"], false);
    EXPECT_TRUE(json::parse(changed.body)["unsubscribed_at"].is_string());
    const auto listed = json::parse(client.get(path, bearer(manager)).body)["recipients"];
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed[0]["recipient_id"], recipient["recipient_id"]);
}

TEST_F(RecipientRoutes, WhoIsTakenBackInIsToldOfUnderTheOldId) {
    const auto id = json::parse(post({{"email", "boss@shop.example"}}).body)["recipient_id"].get<std::string>();
    ASSERT_EQ(patch(id, {{"active", false}}).status, 200);
    EXPECT_EQ(json::parse(post({{"email", "boss@shop.example"}}).body)["recipient_id"], id);
    EXPECT_EQ(running.query("select string_agg(concat_ws(' ', action, object_id), ', ' order by entry_id) from audit_entry "
                            "where object_kind = 'recipient'"),
              "added " + id + ", changed " + id + ", added " + id);
}

TEST_F(RecipientRoutes, ShowsWhatBecameOfTheLatestMail) {
    const auto id = json::parse(post({{"email", "boss@shop.example"}}).body)["recipient_id"].get<std::string>();
    running.query(
        "INSERT INTO delivery (delivery_id, of_store, kind, channel, target_id, business_day, edition, message_id,"
        " state, due_at, next_attempt_at, attempts, last_error) VALUES (gen_random_uuid(), 'oak-street', 'digest',"
        " 'mail', '" +
        id +
        "', '2026-11-20', 1, 'x@y', 'failed', '2026-11-21T11:45:00Z', '2026-11-21T11:45:00Z', 1,"
        " 'The mail server said: 550 no such user') RETURNING 1");
    const auto listed = json::parse(client.get(path, bearer(manager)).body)["recipients"];
    EXPECT_EQ(listed[0]["last_delivery"], (json{{"state", "failed"},
                                                {"due_at", "2026-11-21T11:45:00.000Z"},
                                                {"problem", "The mail server said: 550 no such user"}}));
}

TEST_F(RecipientRoutes, MistakesAreNamed) {
    const auto pointer = [](const test::Answer& answer) {
        return std::pair{answer.status, json::parse(answer.body)["errors"][0]["pointer"].get<std::string>()};
    };
    EXPECT_EQ(pointer(post({{"email", "nobody"}})), (std::pair{400, std::string("/email")}));
    EXPECT_EQ(pointer(post({{"email", "a@b\r\nBcc: c@d"}})), (std::pair{400, std::string("/email")}));
    EXPECT_EQ(pointer(post({{"email", "a@b.example"}, {"kind", "poem"}})), (std::pair{400, std::string("/kind")}));
    EXPECT_EQ(pointer(post({{"email", "a@b.example"}, {"language", "de"}})), (std::pair{400, std::string("/language")}));
    EXPECT_EQ(pointer(post({{"email", "a@b.example"}, {"local_time", "5:45"}})),
              (std::pair{400, std::string("/local_time")}));
    EXPECT_EQ(pointer(post({{"email", "a@b.example"}, {"phone", "1"}})), (std::pair{400, std::string("/phone")}));
    const auto id = json::parse(post({{"email", "boss@shop.example"}}).body)["recipient_id"].get<std::string>();
    EXPECT_EQ(patch(id, json::object()).status, 400);
    EXPECT_EQ(patch("0190f000-0000-7000-8000-000000000000", {{"active", true}}).status, 404);
    EXPECT_EQ(patch("x", {{"active", true}}).status, 404);
}

}  // namespace
}  // namespace tillnote
