#include "schema/time_text.hpp"
#include "tests/routes/page_session.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class TokenRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() { running = new test::RunningService(); }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }
    void TearDown() override {
        running->query("WITH gone AS (DELETE FROM read_token RETURNING 1) SELECT count(*) FROM gone");
    }

    test::Answer post(const json& body) { return client.post_json("/v1/tokens", body.dump(), bearer(admin)); }
    /// A fresh token; for the chain without a scope.
    std::string make(const std::string& reads, const std::string& scope = "") {
        json body{{"name", "Power BI"}, {"reads", reads}};
        if (!scope.empty()) {
            body["scope"] = scope;
        }
        const auto answer = post(body);
        EXPECT_EQ(answer.status, 201) << answer.body;
        id = json::parse(answer.body)["token_id"];
        return json::parse(answer.body)["token"];
    }
    test::Answer get(const std::string& token, const std::string& path) { return client.get(path, bearer(token)); }
    json listed() { return json::parse(client.get("/v1/tokens", bearer(admin)).body)["tokens"]; }

    static test::RunningService* running;
    test::RecordingClient client{running->url()};
    const std::string admin = running->bearer_of("admin");
    std::string id;
};
test::RunningService* TokenRoutes::running = nullptr;

TEST_F(TokenRoutes, IsShownOnceAndKeptAsAHash) {
    const auto answer = post({{"name", "Power BI"}, {"reads", "district"}, {"scope", "north"}, {"days", 30}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    const auto made = json::parse(answer.body);
    EXPECT_THAT(made["token"].get<std::string>(), StartsWith("tnr_"));
    EXPECT_EQ(made["state"], "live");
    EXPECT_EQ(made["created_by"], "admin@test.example");
    EXPECT_TRUE(made["last_used_at"].is_null());
    const auto rows = listed();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_FALSE(rows[0].contains("token"));
    EXPECT_EQ(running->query("select count(*) from read_token where to_jsonb(read_token)::text like '%" +
                             made["token"].get<std::string>() + "%'"),
              "0");
}

TEST_F(TokenRoutes, ReadsJsonAndCsvOfItsScopeAndIsSeenToBeUsed) {
    const std::string token = make("district", "north");
    for (const char* path : {"/v1/stores", "/v1/stores/oak-street/digests/today", "/v1/stores/mill-road/digests/today",
                             "/v1/stores/oak-street/history?reason=101", "/v1/stores/oak-street/goals",
                             "/v1/districts/north/comparison", "/v1/districts/north/goals", "/v1/districts/north/asks"}) {
        EXPECT_EQ(get(token, path).status, 200) << path;
    }
    auto headers = bearer(token);
    headers.emplace_back("Accept", "text/csv");
    EXPECT_THAT(client.get("/v1/districts/north/comparison", headers).header("content-type"), StartsWith("text/csv"));
    EXPECT_TRUE(listed()[0]["last_used_at"].is_string());
    const auto stores = json::parse(get(token, "/v1/stores").body);
    EXPECT_EQ(stores["stores"].size(), 2U) << "those of the district";
    EXPECT_EQ(get(make("chain"), "/v1/comparison").status, 200);
    EXPECT_EQ(get(make("store", "oak-street"), "/v1/stores/oak-street/digests/today").status, 200);
}

TEST_F(TokenRoutes, SaysSoWhereItsScopeEnds) {
    const std::string district = make("district", "north");
    for (const char* path : {"/v1/stores/harbor/digests/today", "/v1/stores/nowhere/digests/today",
                             "/v1/districts/south/comparison", "/v1/comparison"}) {
        const auto answer = get(district, path);
        EXPECT_EQ(answer.status, 403) << path << answer.body;
        EXPECT_THAT(answer.body, HasSubstr("This token reads only the district 'north'; ask an administrator")) << path;
    }
    const std::string store = make("store", "oak-street");
    EXPECT_THAT(get(store, "/v1/stores/mill-road/digests/today").body, HasSubstr("only the store 'oak-street'"));
    EXPECT_EQ(get(store, "/v1/districts/north/comparison").status, 403);
    EXPECT_EQ(get(make("chain"), "/v1/stores/nowhere/digests/today").status, 404);
}

TEST_F(TokenRoutes, EndsWithAProblemThatSaysWhatToDo) {
    const std::string token = make("chain");
    ASSERT_EQ(client.send("DELETE", "/v1/tokens/" + id, bearer(admin), std::nullopt).status, 204);
    const auto revoked = get(token, "/v1/stores");
    EXPECT_EQ(revoked.status, 401);
    EXPECT_THAT(revoked.body, HasSubstr("This token was revoked; ask an administrator for a new one"));
    EXPECT_THAT(revoked.header("www-authenticate"), StartsWith("Bearer"));
    EXPECT_EQ(listed()[0]["state"], "revoked");
    const std::string other = make("chain");
    running->query(
        "UPDATE read_token SET created_at = now() - interval '9 days', expires_at = now() - interval '1 day' "
        "WHERE revoked_at IS NULL RETURNING 1");
    EXPECT_EQ(get(other, "/v1/stores").status, 401);
    EXPECT_THAT(get(other, "/v1/stores").body, HasSubstr("This token expired on "));
    EXPECT_THAT(get("tnr_nobody", "/v1/stores").body, HasSubstr("no valid sign-in or token"));
    EXPECT_EQ(get("tnr_nobody", "/v1/stores").status, 401);
}

TEST_F(TokenRoutes, ChangesNothingAndReadsNoAddresses) {
    const std::string token = make("district", "north");
    const std::string chain = make("chain");
    const auto expect_refused = [&](const std::string& method, const std::string& path) {
        for (const std::string& each : {token, chain}) {
            const auto body = method == "GET" ? std::nullopt : std::optional<std::string>("{}");
            const auto answer = client.send(method, path, bearer(each), body);
            EXPECT_EQ(answer.status, 403) << method << ' ' << path << ' ' << answer.body;
        }
    };
    expect_refused("POST", "/v1/stores/oak-street/goals");
    expect_refused("POST", "/v1/stores/oak-street/asks");
    expect_refused("PATCH", "/v1/stores/oak-street/actions/x");
    expect_refused("GET", "/v1/stores/oak-street/recipients");
    expect_refused("GET", "/v1/districts/north/recipients");
    expect_refused("GET", "/v1/enrolments?state=pending");
    expect_refused("GET", "/v1/tokens");
    expect_refused("POST", "/v1/tokens");
    expect_refused("POST", "/v1/traffic");
    expect_refused("DELETE", "/v1/sessions/current");
    EXPECT_THAT(client.send("POST", "/v1/stores/oak-street/goals", bearer(token), "{}").body,
                HasSubstr("A read token reads JSON and CSV and does nothing else"));
}

TEST_F(TokenRoutes, OpensNoPageAndNoLane) {
    const std::string token = make("chain");
    for (const char* path : {"/", "/stores/oak-street/today", "/districts", "/districts/north/comparison.csv"}) {
        const auto answer = get(token, path);
        EXPECT_EQ(answer.status, 303) << path;
        EXPECT_THAT(answer.header("location"), StartsWith("/sign-in"));
    }
    EXPECT_EQ(client.get("/stores/oak-street/today", {{"Cookie", "tillnote_session=" + token}}).status, 303);
    EXPECT_EQ(client.get("/v1/stores", {{"Cookie", "tillnote_session=" + token}}).status, 401);
    EXPECT_EQ(get(token, "/v1/catalog").status, 401);
    EXPECT_EQ(client.post_json("/v1/notes", "{}", bearer(token)).status, 401);
    EXPECT_EQ(client.post_json("/v1/heartbeat", "{}", bearer(token)).status, 401);
}

TEST_F(TokenRoutes, MistakesNameTheirField) {
    const auto pointer = [](const test::Answer& answer) { return json::parse(answer.body)["errors"][0]["pointer"]; };
    EXPECT_EQ(pointer(post({{"name", ""}, {"reads", "chain"}})), "/name");
    EXPECT_EQ(pointer(post({{"name", "x"}, {"reads", "admin"}})), "/reads");
    EXPECT_EQ(pointer(post({{"name", "x"}, {"reads", "store"}})), "/scope");
    EXPECT_EQ(pointer(post({{"name", "x"}, {"reads", "chain"}, {"days", 367}})), "/days");
    const auto nowhere = post({{"name", "x"}, {"reads", "store"}, {"scope", "nowhere"}});
    EXPECT_EQ(nowhere.status, 422);
    EXPECT_EQ(pointer(nowhere), "/scope");
    EXPECT_EQ(client.send("DELETE", "/v1/tokens/x", bearer(admin), std::nullopt).status, 404);
    EXPECT_EQ(client.send("DELETE", "/v1/tokens/0190f000-0000-7000-8000-000000000000", bearer(admin), std::nullopt).status,
              404);
}

}  // namespace
}  // namespace tillnote
