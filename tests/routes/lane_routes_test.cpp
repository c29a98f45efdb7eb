#include "server/app/database_ports.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using test::bearer;

class LaneRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() { running = new test::RunningService(); }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }

    EnrolmentStarted start(const std::optional<std::string>& previous_token = std::nullopt) {
        const auto answer = client.post_json("/v1/enrolments", to_json(EnrolmentRequest{"till 4", previous_token}));
        EXPECT_EQ(answer.status, 201) << answer.body;
        return *parse_enrolment_started(answer.body);
    }

    EnrolmentAnswer poll(const EnrolmentStarted& started) {
        const auto answer = client.get("/v1/enrolments/" + started.enrolment_id.to_string(), bearer(started.secret));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return *parse_enrolment_answer(answer.body);
    }

    int approve(const std::string& code, const std::string& store, int lane, const std::string& role) {
        const nlohmann::json body{{"store", store}, {"lane", lane}};
        return client.post_json("/v1/enrolments/" + code + "/approval", body.dump(), bearer(running->bearer_of(role)))
            .status;
    }

    static test::RunningService* running;
    test::RecordingClient client{running->url()};
    test::NoteMaker maker;
};
test::RunningService* LaneRoutes::running = nullptr;

TEST_F(LaneRoutes, ALaneJoinsWhenItsManagerApproves) {
    const auto started = start();
    EXPECT_EQ(started.code.size(), 9U);
    EXPECT_EQ(poll(started).state, EnrolmentState::pending);
    EXPECT_EQ(approve(started.code, "oak-street", 7, "manager"), 204);
    const auto approved = poll(started);
    ASSERT_EQ(approved.state, EnrolmentState::approved);
    EXPECT_EQ(approved.store, "oak-street");
    EXPECT_EQ(approved.lane, 7);
    const auto request = maker.request({maker.note("101")});
    EXPECT_EQ(client.post_json("/v1/notes", to_json(request), bearer(*approved.token)).status, 200);
}

TEST_F(LaneRoutes, OnlyAnAdministratorListsTheTerminalsThatWait) {
    const auto started = start();
    const auto list = [&](const std::string& role) {
        return client.get("/v1/enrolments?state=pending", bearer(running->bearer_of(role))).body;
    };
    EXPECT_NE(list("admin").find(started.code), std::string::npos);
    EXPECT_EQ(list("manager"), R"({"enrolments":[]})") << "another store's terminal is none of theirs";
    EXPECT_EQ(list("district"), R"({"enrolments":[]})");
}

TEST_F(LaneRoutes, ALostAnswerDoesNotLoseTheLane) {
    const auto started = start();
    ASSERT_EQ(approve(started.code, "oak-street", 8, "manager"), 204);
    const auto lost = poll(started);
    const auto second = poll(started);
    ASSERT_TRUE(second.token);
    EXPECT_NE(*lost.token, *second.token);
    EXPECT_EQ(client.get("/v1/catalog", bearer(*second.token)).status, 200);
}

TEST_F(LaneRoutes, OnlyTheHolderOfTheSecretMayAsk) {
    const auto started = start();
    EXPECT_EQ(client.get("/v1/enrolments/" + started.enrolment_id.to_string(), bearer("other")).status, 404);
    EXPECT_EQ(client.get("/v1/enrolments/" + started.enrolment_id.to_string()).status, 404);
    EXPECT_EQ(client.get("/v1/enrolments/" + test::fresh_id().to_string(), bearer(started.secret)).status, 404);
    EXPECT_EQ(client.get("/v1/enrolments/not-an-id", bearer(started.secret)).status, 404);
}

TEST_F(LaneRoutes, ApprovalStaysInsideTheApproversScope) {
    const auto started = start();
    EXPECT_EQ(approve(started.code, "mill-road", 7, "manager"), 404);
    EXPECT_EQ(approve(started.code, "harbor", 7, "district"), 404);
    EXPECT_EQ(approve(started.code, "oak-street", 7, "chain"), 403);
    EXPECT_EQ(approve("ZZZZ-ZZZZ", "oak-street", 7, "manager"), 404);
    EXPECT_EQ(approve(started.code, "oak-street", 0, "manager"), 400);
    EXPECT_EQ(approve(started.code, "harbor", 3, "admin"), 204);
}

TEST_F(LaneRoutes, ATerminalThatMovesDeliversItsOldNotesUnderTheOldEnrolment) {
    const auto first = start();
    ASSERT_EQ(approve(first.code, "oak-street", 9, "manager"), 204);
    const auto old_token = *poll(first).token;
    const auto second = start(old_token);
    ASSERT_EQ(approve(second.code, "harbor", 9, "admin"), 204);
    const auto new_token = *poll(second).token;
    auto request = maker.request({maker.note("101")});
    request.enrolment_id = first.enrolment_id;
    ASSERT_EQ(client.post_json("/v1/notes", to_json(request), bearer(new_token)).status, 200);
    EXPECT_EQ(running->query("select store_id || ' ' || lane from note where note_id = '" +
                             request.notes[0].note_id.to_string() + "'"),
              "oak-street 9");
}

TEST_F(LaneRoutes, TheCatalogIsSentOnlyWhenItChanged) {
    const auto token = running->lane_token("oak-street", 1);
    const auto first = client.get("/v1/catalog", bearer(token));
    ASSERT_EQ(first.status, 200) << first.body;
    const auto catalog = parse_lane_catalog(first.body);
    ASSERT_TRUE(catalog);
    EXPECT_EQ(catalog->store, "oak-street");
    EXPECT_EQ(catalog->lane, 1);
    EXPECT_NE(catalog->catalog.find_reason("101"), nullptr);
    EXPECT_TRUE(catalog->accepts.empty());
    auto headers = bearer(token);
    headers.emplace_back("If-None-Match", first.header("etag"));
    EXPECT_EQ(client.get("/v1/catalog", headers).status, 304);
}

TEST_F(LaneRoutes, TheCatalogCarriesTheKeysOfTheStoreOrElseOfTheChain) {
    const auto oak = running->lane_token("oak-street", 1);
    const auto mill = running->lane_token("mill-road", 1);
    app::DatabasePorts ports(running->config().database_migrate);
    ASSERT_TRUE(ports.keys.put_chain_hot_keys({{"F13", "101"}, {"F14", "404-gone"}, {"F24", "999"}}));
    ASSERT_TRUE(ports.keys.put_store_keys("oak-street", {{{"F13", "103"}}, {"404", "101"}}));
    const auto catalog_of = [&](const std::string& token) {
        return *parse_lane_catalog(client.get("/v1/catalog", bearer(token)).body);
    };
    EXPECT_TRUE(test::eventually([&] { return !catalog_of(oak).hot_keys.empty(); }));
    EXPECT_EQ(catalog_of(oak).hot_keys, (std::vector<HotKey>{{"F13", "103"}}));
    EXPECT_EQ(catalog_of(oak).layout, (std::vector<std::string>{"404", "101"}));
    EXPECT_EQ(catalog_of(mill).hot_keys, (std::vector<HotKey>{{"F13", "101"}, {"F24", "999"}}))
        << "a key without a reason is left out";
    EXPECT_EQ(catalog_of(mill).layout, (std::vector<std::string>{"101", "202", "403", "501", "601", "604", "801"}));
}

TEST_F(LaneRoutes, AHeartbeatTellsHowFarTheServerIs) {
    const auto token = running->lane_token("oak-street", 2);
    const auto request = maker.request({maker.note("101"), maker.note("103")});
    ASSERT_EQ(client.post_json("/v1/notes", to_json(request), bearer(token)).status, 200);
    HeartbeatRequest heartbeat;
    heartbeat.outbox_id = maker.outbox_id;
    heartbeat.sent_at = test::now();
    heartbeat.last_seq = 5;
    heartbeat.pending = 3;
    heartbeat.oldest_pending_at = test::now();
    heartbeat.version = "0.1.0";
    const auto answer = client.post_json("/v1/heartbeat", to_json(heartbeat), bearer(token));
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(parse_heartbeat_answer(answer.body)->have_seq, 2);
    EXPECT_EQ(running->query("select pending from outbox where outbox_id = '" + maker.outbox_id.to_string() + "'"), "3");
}

TEST_F(LaneRoutes, AHeartbeatTellsHowManyCustomersCame) {
    const auto token = running->lane_token("mill-road", 1);
    HeartbeatRequest heartbeat;
    heartbeat.outbox_id = test::fresh_id();
    heartbeat.sent_at = test::now();
    heartbeat.version = "0.1.0";
    heartbeat.transactions = {{std::chrono::floor<std::chrono::hours>(test::now()), 12}};
    ASSERT_EQ(client.post_json("/v1/heartbeat", to_json(heartbeat), bearer(token)).status, 200);
    ASSERT_EQ(client.post_json("/v1/heartbeat", to_json(heartbeat), bearer(token)).status, 200);
    const auto digest = client.get("/v1/stores/mill-road/digests/today", bearer(running->bearer_of("district")));
    ASSERT_EQ(digest.status, 200) << digest.body;
    EXPECT_EQ(nlohmann::json::parse(digest.body)["traffic"], 12);
}

TEST_F(LaneRoutes, TransactionsOfALaneWithAWrongClockAreKeptApart) {
    const auto token = running->lane_token("mill-road", 2);
    HeartbeatRequest heartbeat;
    heartbeat.outbox_id = test::fresh_id();
    heartbeat.sent_at = test::now() - std::chrono::days(9000);
    heartbeat.version = "0.1.0";
    heartbeat.transactions = {{std::chrono::floor<std::chrono::hours>(heartbeat.sent_at), 12}};
    ASSERT_EQ(client.post_json("/v1/heartbeat", to_json(heartbeat), bearer(token)).status, 200);
    EXPECT_EQ(running->query("select staffed_transactions from unplaced_hour"), "12");
}

TEST_F(LaneRoutes, WrongFieldsOfAHeartbeatAreNamed) {
    const auto token = running->lane_token("oak-street", 2);
    const auto answer = client.post_json("/v1/heartbeat", R"({"outbox_id":"x"})", bearer(token));
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(nlohmann::json::parse(answer.body)["errors"][0]["pointer"], "/outbox_id");
    const auto device = client.post_json("/v1/enrolments", R"({"device":""})");
    EXPECT_EQ(device.status, 400);
    EXPECT_EQ(nlohmann::json::parse(device.body)["errors"][0]["pointer"], "/device");
}

}  // namespace
}  // namespace tillnote
