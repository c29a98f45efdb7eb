#include "server/routes/all_routes.hpp"
#include "server/routes/lane_token_cache.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <set>

namespace tillnote {
namespace {

/// What each caller gets from one route. "own" is oak-street in the north district, "foreign" is harbor in the south.
struct Row {
    std::string method;
    std::string pattern;
    std::string path;
    std::map<std::string, int> status;  ///< by caller: nobody, lane, manager, district, chain, admin
};

std::map<std::string, int> everyone(int status) {
    return {{"nobody", status},   {"lane", status},  {"manager", status},
            {"district", status}, {"chain", status}, {"admin", status}};
}

std::map<std::string, int> callers(int nobody, int lane, int manager, int district, int chain, int admin) {
    return {{"nobody", nobody},     {"lane", lane},   {"manager", manager},
            {"district", district}, {"chain", chain}, {"admin", admin}};
}

/// A route that is not in this table fails the test below. A form without sense is sent, so 415 and, from forms, 400 mean
/// "was let in".
const std::vector<Row> matrix{
    {"GET", "/livez", "/livez", everyone(200)},
    {"GET", "/readyz", "/readyz", everyone(200)},
    {"GET", "/openapi.json", "/openapi.json", everyone(200)},
    {"GET", "/problems/{type}", "/problems/not-found", everyone(200)},
    {"POST", "/v1/notes", "/v1/notes", callers(401, 415, 401, 401, 401, 401)},
    {"POST", "/v1/heartbeat", "/v1/heartbeat", callers(401, 415, 401, 401, 401, 401)},
    {"GET", "/v1/catalog", "/v1/catalog", callers(401, 200, 401, 401, 401, 401)},
    {"POST", "/v1/enrolments", "/v1/enrolments", everyone(415)},
    {"GET", "/v1/enrolments/{id}", "/v1/enrolments/0190f000-0000-7000-8000-000000000000", everyone(404)},
    {"GET", "/v1/enrolments", "/v1/enrolments?state=pending", callers(401, 401, 200, 200, 403, 200)},
    {"POST", "/v1/enrolments/{code}/approval", "/v1/enrolments/BCDF-GHKL/approval", callers(401, 401, 415, 415, 403, 415)},
    {"PUT", "/v1/stores/{store}/traffic/{day}", "/v1/stores/oak-street/traffic/2026-11-16",
     callers(401, 401, 403, 403, 403, 415)},
    {"POST", "/v1/traffic", "/v1/traffic", callers(401, 401, 403, 403, 403, 415)},
    {"POST", "/v1/sessions", "/v1/sessions", everyone(415)},
    {"GET", "/v1/tokens", "/v1/tokens", callers(401, 401, 403, 403, 403, 200)},
    {"POST", "/v1/tokens", "/v1/tokens", callers(401, 401, 403, 403, 403, 415)},
    {"DELETE", "/v1/tokens/{token}", "/v1/tokens/x", callers(401, 401, 403, 403, 403, 404)},
    {"GET", "/v1/stores", "/v1/stores", callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/digests/{day}", "/v1/stores/oak-street/digests/today",
     callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/digests/{day}", "/v1/stores/harbor/digests/today", callers(401, 401, 404, 404, 200, 403)},
    {"GET", "/v1/stores/{store}/history", "/v1/stores/oak-street/history?reason=101", callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/history", "/v1/stores/harbor/history?reason=101", callers(401, 401, 404, 404, 200, 403)},
    {"GET", "/v1/stores/{store}/asks", "/v1/stores/oak-street/asks", callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/asks", "/v1/stores/harbor/asks", callers(401, 401, 404, 404, 200, 403)},
    {"POST", "/v1/stores/{store}/asks", "/v1/stores/oak-street/asks", callers(401, 401, 415, 415, 403, 403)},
    {"POST", "/v1/stores/{store}/asks", "/v1/stores/harbor/asks", callers(401, 401, 404, 404, 403, 403)},
    {"PATCH", "/v1/stores/{store}/asks/{ask}", "/v1/stores/oak-street/asks/x", callers(401, 401, 415, 415, 403, 403)},
    {"PATCH", "/v1/stores/{store}/asks/{ask}", "/v1/stores/harbor/asks/x", callers(401, 401, 404, 404, 403, 403)},
    {"GET", "/v1/stores/{store}/messages", "/v1/stores/oak-street/messages", callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/messages", "/v1/stores/harbor/messages", callers(401, 401, 404, 404, 200, 403)},
    {"POST", "/v1/stores/{store}/messages", "/v1/stores/oak-street/messages", callers(401, 401, 415, 415, 403, 403)},
    {"POST", "/v1/stores/{store}/messages", "/v1/stores/harbor/messages", callers(401, 401, 404, 404, 403, 403)},
    {"GET", "/v1/stores/{store}/alerts", "/v1/stores/oak-street/alerts", callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/alerts", "/v1/stores/harbor/alerts", callers(401, 401, 404, 404, 200, 403)},
    {"POST", "/v1/stores/{store}/alerts/{alert}/acknowledge", "/v1/stores/oak-street/alerts/x/acknowledge",
     callers(401, 401, 415, 415, 403, 403)},
    {"POST", "/v1/stores/{store}/alerts/{alert}/acknowledge", "/v1/stores/harbor/alerts/x/acknowledge",
     callers(401, 401, 404, 404, 403, 403)},
    {"GET", "/v1/stores/{store}/actions", "/v1/stores/oak-street/actions", callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/actions", "/v1/stores/harbor/actions", callers(401, 401, 404, 404, 200, 403)},
    {"POST", "/v1/stores/{store}/actions", "/v1/stores/oak-street/actions", callers(401, 401, 415, 415, 403, 403)},
    {"POST", "/v1/stores/{store}/actions", "/v1/stores/harbor/actions", callers(401, 401, 404, 404, 403, 403)},
    {"PATCH", "/v1/stores/{store}/actions/{action}", "/v1/stores/oak-street/actions/x",
     callers(401, 401, 415, 415, 403, 403)},
    {"PATCH", "/v1/stores/{store}/actions/{action}", "/v1/stores/harbor/actions/x", callers(401, 401, 404, 404, 403, 403)},
    {"GET", "/v1/districts/{district}/comparison", "/v1/districts/north/comparison", callers(401, 401, 403, 200, 200, 403)},
    {"GET", "/v1/districts/{district}/comparison", "/v1/districts/south/comparison", callers(401, 401, 403, 404, 200, 403)},
    {"GET", "/v1/comparison", "/v1/comparison", callers(401, 401, 403, 403, 200, 403)},
    {"GET", "/districts/{district}", "/districts/north", callers(303, 303, 403, 200, 200, 403)},
    {"GET", "/districts/{district}", "/districts/south", callers(303, 303, 403, 404, 200, 403)},
    {"GET", "/districts/{district}/comparison.csv", "/districts/north/comparison.csv",
     callers(303, 303, 403, 200, 200, 403)},
    {"GET", "/districts/{district}/comparison.csv", "/districts/south/comparison.csv",
     callers(303, 303, 403, 404, 200, 403)},
    {"GET", "/districts", "/districts", callers(303, 303, 403, 403, 200, 403)},
    {"GET", "/districts/comparison.csv", "/districts/comparison.csv", callers(303, 303, 403, 403, 200, 403)},
    {"GET", "/v1/districts/{district}/asks", "/v1/districts/north/asks", callers(401, 401, 403, 200, 200, 403)},
    {"GET", "/v1/districts/{district}/asks", "/v1/districts/south/asks", callers(401, 401, 403, 404, 200, 403)},
    {"POST", "/v1/districts/{district}/asks", "/v1/districts/north/asks", callers(401, 401, 403, 415, 403, 403)},
    {"POST", "/v1/districts/{district}/asks", "/v1/districts/south/asks", callers(401, 401, 403, 404, 403, 403)},
    {"GET", "/districts/{district}/asks", "/districts/north/asks", callers(303, 303, 403, 200, 403, 403)},
    {"GET", "/districts/{district}/asks", "/districts/south/asks", callers(303, 303, 403, 404, 403, 403)},
    {"POST", "/districts/{district}/asks", "/districts/north/asks", callers(303, 303, 403, 400, 403, 403)},
    {"POST", "/districts/{district}/asks", "/districts/south/asks", callers(303, 303, 403, 404, 403, 403)},
    {"GET", "/v1/districts/{district}/digests/{day}", "/v1/districts/north/digests/latest",
     callers(401, 401, 403, 404, 404, 403)},
    {"GET", "/v1/districts/{district}/digests/{day}", "/v1/districts/south/digests/latest",
     callers(401, 401, 403, 404, 404, 403)},
    {"GET", "/districts/{district}/digests/{day}", "/districts/north/digests/latest", callers(303, 303, 403, 404, 404, 403)},
    {"GET", "/districts/{district}/digests/{day}", "/districts/south/digests/latest", callers(303, 303, 403, 404, 404, 403)},
    {"GET", "/v1/districts/{district}/recipients", "/v1/districts/north/recipients", callers(401, 401, 403, 200, 403, 200)},
    {"GET", "/v1/districts/{district}/recipients", "/v1/districts/south/recipients", callers(401, 401, 403, 404, 403, 200)},
    {"POST", "/v1/districts/{district}/recipients", "/v1/districts/north/recipients", callers(401, 401, 403, 415, 403, 415)},
    {"POST", "/v1/districts/{district}/recipients", "/v1/districts/south/recipients", callers(401, 401, 403, 404, 403, 415)},
    {"PATCH", "/v1/districts/{district}/recipients/{recipient}", "/v1/districts/north/recipients/x",
     callers(401, 401, 403, 415, 403, 415)},
    {"PATCH", "/v1/districts/{district}/recipients/{recipient}", "/v1/districts/south/recipients/x",
     callers(401, 401, 403, 404, 403, 415)},
    {"PUT", "/v1/districts/{district}/digest-rhythm", "/v1/districts/north/digest-rhythm",
     callers(401, 401, 403, 415, 403, 415)},
    {"PUT", "/v1/districts/{district}/digest-rhythm", "/v1/districts/south/digest-rhythm",
     callers(401, 401, 403, 404, 403, 415)},
    {"GET", "/districts/{district}/recipients", "/districts/north/recipients", callers(303, 303, 403, 200, 403, 200)},
    {"GET", "/districts/{district}/recipients", "/districts/south/recipients", callers(303, 303, 403, 404, 403, 200)},
    {"POST", "/districts/{district}/recipients", "/districts/north/recipients", callers(303, 303, 403, 400, 403, 400)},
    {"POST", "/districts/{district}/recipients", "/districts/south/recipients", callers(303, 303, 403, 404, 403, 400)},
    {"POST", "/districts/{district}/recipients/change", "/districts/north/recipients/change",
     callers(303, 303, 403, 404, 403, 404)},
    {"POST", "/districts/{district}/recipients/change", "/districts/south/recipients/change",
     callers(303, 303, 403, 404, 403, 404)},
    {"POST", "/districts/{district}/recipients/rhythm", "/districts/north/recipients/rhythm",
     callers(303, 303, 403, 400, 403, 400)},
    {"POST", "/districts/{district}/recipients/rhythm", "/districts/south/recipients/rhythm",
     callers(303, 303, 403, 404, 403, 400)},
    {"GET", "/v1/districts/{district}/goals", "/v1/districts/north/goals", callers(401, 401, 403, 200, 200, 403)},
    {"POST", "/v1/districts/{district}/goals", "/v1/districts/north/goals", callers(401, 401, 403, 415, 403, 403)},
    {"PATCH", "/v1/districts/{district}/goals/{goal}", "/v1/districts/north/goals/x", callers(401, 401, 403, 415, 403, 403)},
    {"GET", "/districts/{district}/goals", "/districts/north/goals", callers(303, 303, 403, 200, 403, 403)},
    {"POST", "/districts/{district}/goals", "/districts/north/goals", callers(303, 303, 403, 400, 403, 403)},
    {"POST", "/districts/{district}/goals/withdrawal", "/districts/north/goals/withdrawal",
     callers(303, 303, 403, 404, 403, 403)},
    {"GET", "/v1/districts/{district}/goals", "/v1/districts/south/goals", callers(401, 401, 403, 404, 200, 403)},
    {"POST", "/v1/districts/{district}/goals", "/v1/districts/south/goals", callers(401, 401, 403, 404, 403, 403)},
    {"PATCH", "/v1/districts/{district}/goals/{goal}", "/v1/districts/south/goals/x", callers(401, 401, 403, 404, 403, 403)},
    {"GET", "/districts/{district}/goals", "/districts/south/goals", callers(303, 303, 403, 404, 403, 403)},
    {"POST", "/districts/{district}/goals", "/districts/south/goals", callers(303, 303, 403, 404, 403, 403)},
    {"POST", "/districts/{district}/goals/withdrawal", "/districts/south/goals/withdrawal",
     callers(303, 303, 403, 404, 403, 403)},
    {"GET", "/v1/stores/{store}/goals", "/v1/stores/oak-street/goals", callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/goals", "/v1/stores/harbor/goals", callers(401, 401, 404, 404, 200, 403)},
    {"POST", "/v1/stores/{store}/goals", "/v1/stores/oak-street/goals", callers(401, 401, 415, 415, 403, 403)},
    {"POST", "/v1/stores/{store}/goals", "/v1/stores/harbor/goals", callers(401, 401, 404, 404, 403, 403)},
    {"PATCH", "/v1/stores/{store}/goals/{goal}", "/v1/stores/oak-street/goals/x", callers(401, 401, 415, 415, 403, 403)},
    {"PATCH", "/v1/stores/{store}/goals/{goal}", "/v1/stores/harbor/goals/x", callers(401, 401, 404, 404, 403, 403)},
    {"GET", "/v1/stores/{store}/events", "/v1/stores/oak-street/events", callers(401, 401, 200, 200, 200, 403)},
    {"GET", "/v1/stores/{store}/events", "/v1/stores/harbor/events", callers(401, 401, 404, 404, 200, 403)},
    {"POST", "/v1/stores/{store}/events", "/v1/stores/oak-street/events", callers(401, 401, 415, 415, 403, 403)},
    {"POST", "/v1/stores/{store}/events", "/v1/stores/harbor/events", callers(401, 401, 404, 404, 403, 403)},
    {"PATCH", "/v1/stores/{store}/events/{event}", "/v1/stores/oak-street/events/x", callers(401, 401, 415, 415, 403, 403)},
    {"PATCH", "/v1/stores/{store}/events/{event}", "/v1/stores/harbor/events/x", callers(401, 401, 404, 404, 403, 403)},
    {"GET", "/stores/{store}/goals", "/stores/oak-street/goals", callers(303, 303, 200, 200, 200, 403)},
    {"GET", "/stores/{store}/goals", "/stores/harbor/goals", callers(303, 303, 404, 404, 200, 403)},
    {"POST", "/stores/{store}/goals", "/stores/oak-street/goals", callers(303, 303, 400, 400, 403, 403)},
    {"POST", "/stores/{store}/goals", "/stores/harbor/goals", callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/goals/withdrawal", "/stores/oak-street/goals/withdrawal",
     callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/goals/withdrawal", "/stores/harbor/goals/withdrawal", callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/events", "/stores/oak-street/events", callers(303, 303, 400, 400, 403, 403)},
    {"POST", "/stores/{store}/events", "/stores/harbor/events", callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/events/withdrawal", "/stores/oak-street/events/withdrawal",
     callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/events/withdrawal", "/stores/harbor/events/withdrawal", callers(303, 303, 404, 404, 403, 403)},
    {"GET", "/stores/{store}/asks", "/stores/oak-street/asks", callers(303, 303, 200, 200, 200, 403)},
    {"GET", "/stores/{store}/asks", "/stores/harbor/asks", callers(303, 303, 404, 404, 200, 403)},
    {"POST", "/stores/{store}/asks", "/stores/oak-street/asks", callers(303, 303, 400, 400, 403, 403)},
    {"POST", "/stores/{store}/asks", "/stores/harbor/asks", callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/asks/end", "/stores/oak-street/asks/end", callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/asks/end", "/stores/harbor/asks/end", callers(303, 303, 404, 404, 403, 403)},
    {"GET", "/stores/{store}/actions", "/stores/oak-street/actions", callers(303, 303, 200, 200, 200, 403)},
    {"GET", "/stores/{store}/actions", "/stores/harbor/actions", callers(303, 303, 404, 404, 200, 403)},
    {"POST", "/stores/{store}/actions", "/stores/oak-street/actions", callers(303, 303, 400, 400, 403, 403)},
    {"POST", "/stores/{store}/actions", "/stores/harbor/actions", callers(303, 303, 404, 404, 403, 403)},
    {"GET", "/stores/{store}/poster", "/stores/oak-street/poster", callers(303, 303, 200, 200, 200, 403)},
    {"GET", "/stores/{store}/poster", "/stores/harbor/poster", callers(303, 303, 404, 404, 200, 403)},
    {"GET", "/v1/stores/{store}/recipients", "/v1/stores/oak-street/recipients", callers(401, 401, 200, 200, 403, 403)},
    {"GET", "/v1/stores/{store}/recipients", "/v1/stores/harbor/recipients", callers(401, 401, 404, 404, 403, 403)},
    {"POST", "/v1/stores/{store}/recipients", "/v1/stores/oak-street/recipients", callers(401, 401, 415, 415, 403, 403)},
    {"POST", "/v1/stores/{store}/recipients", "/v1/stores/harbor/recipients", callers(401, 401, 404, 404, 403, 403)},
    {"PATCH", "/v1/stores/{store}/recipients/{recipient}", "/v1/stores/oak-street/recipients/x",
     callers(401, 401, 415, 415, 403, 403)},
    {"PATCH", "/v1/stores/{store}/recipients/{recipient}", "/v1/stores/harbor/recipients/x",
     callers(401, 401, 404, 404, 403, 403)},
    {"GET", "/stores/{store}/recipients", "/stores/oak-street/recipients", callers(303, 303, 200, 200, 403, 403)},
    {"GET", "/stores/{store}/recipients", "/stores/harbor/recipients", callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/recipients", "/stores/oak-street/recipients", callers(303, 303, 400, 400, 403, 403)},
    {"POST", "/stores/{store}/recipients", "/stores/harbor/recipients", callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/recipients/change", "/stores/oak-street/recipients/change",
     callers(303, 303, 404, 404, 403, 403)},
    {"POST", "/stores/{store}/recipients/change", "/stores/harbor/recipients/change", callers(303, 303, 404, 404, 403, 403)},
    {"GET", "/unsubscribe/{token}", "/unsubscribe/oak-street.x", everyone(404)},
    {"POST", "/unsubscribe/{token}", "/unsubscribe/oak-street.x", everyone(404)},
    {"GET", "/", "/", callers(303, 303, 303, 200, 200, 200)},
    {"GET", "/stores/{store}/{day}", "/stores/oak-street/today", callers(303, 303, 200, 200, 200, 403)},
    {"GET", "/stores/{store}/{day}", "/stores/harbor/today", callers(303, 303, 404, 404, 200, 403)},
    {"GET", "/stores/{store}/history", "/stores/oak-street/history", callers(303, 303, 200, 200, 200, 403)},
    {"GET", "/stores/{store}/history", "/stores/harbor/history", callers(303, 303, 404, 404, 200, 403)},
    {"GET", "/stores/{store}/history.csv", "/stores/oak-street/history.csv?reason=101",
     callers(303, 303, 200, 200, 200, 403)},
    {"GET", "/stores/{store}/history.csv", "/stores/harbor/history.csv?reason=101", callers(303, 303, 404, 404, 200, 403)},
    {"GET", "/stores/{store}/lanes", "/stores/oak-street/lanes", callers(303, 303, 200, 200, 403, 200)},
    {"GET", "/stores/{store}/lanes", "/stores/harbor/lanes", callers(303, 303, 404, 404, 403, 200)},
    {"GET", "/stores/{store}/lanes", "/stores/nowhere/lanes", callers(303, 303, 404, 404, 404, 403)},
    {"POST", "/stores/{store}/lanes/approval", "/stores/oak-street/lanes/approval", callers(303, 303, 400, 400, 403, 400)},
    {"POST", "/stores/{store}/lanes/approval", "/stores/harbor/lanes/approval", callers(303, 303, 404, 404, 403, 400)},
    {"POST", "/stores/{store}/lanes/denial", "/stores/oak-street/lanes/denial", callers(303, 303, 400, 400, 403, 400)},
    {"POST", "/stores/{store}/lanes/denial", "/stores/harbor/lanes/denial", callers(303, 303, 404, 404, 403, 400)},
    {"POST", "/stores/{store}/lanes/revocation", "/stores/oak-street/lanes/revocation",
     callers(303, 303, 400, 400, 403, 400)},
    {"POST", "/stores/{store}/lanes/revocation", "/stores/harbor/lanes/revocation", callers(303, 303, 404, 404, 403, 400)},
    {"GET", "/assets/{name}", "/assets/nothing.css", everyone(404)},
    {"GET", "/sign-in", "/sign-in", everyone(200)},
    {"POST", "/sign-in", "/sign-in", everyone(403)},
    {"POST", "/sign-out", "/sign-out", everyone(303)},
    {"DELETE", "/v1/sessions/current", "/v1/sessions/current", callers(401, 401, 204, 204, 204, 204)},
};

class AccessMatrix : public ::testing::Test {
protected:
    static void SetUpTestSuite() { running = new test::RunningService(); }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }
    static test::RunningService* running;
};
test::RunningService* AccessMatrix::running = nullptr;

TEST_F(AccessMatrix, EveryCallerGetsExactlyWhatTheTableSays) {
    test::RecordingClient client{running->url()};
    std::map<std::string, test::RecordingClient::Headers> headers{
        {"nobody", {}}, {"lane", test::bearer(running->lane_token("oak-street", 1))}};
    for (const auto& row : matrix) {
        for (const auto* role : {"manager", "district", "chain", "admin"}) {
            headers[role] = test::bearer(running->bearer_of(role));  // signing out ends the session of the row before
        }
        for (const auto& [caller, expected] : row.status) {
            const bool has_body = row.method == "POST" || row.method == "PATCH" || row.method == "PUT";
            const auto answer = client.send(row.method, row.path, headers[caller],
                                            has_body ? std::optional<std::string>("nothing=here") : std::nullopt);
            EXPECT_EQ(answer.status, expected) << caller << " " << row.method << " " << row.path << " " << answer.body;
        }
    }
}

/// What a read token of the whole chain gets: of the API what the chain may look at, of the rest nothing.
int status_for_read_token(const Row& row) {
    const bool for_anyone = row.status.at("nobody") == row.status.at("admin") && row.status.at("nobody") != 401;
    if (for_anyone || !row.pattern.starts_with("/v1/") || row.status.at("manager") == 401) {
        return row.status.at("nobody");  // pages and lane routes do not know it
    }
    return row.method == "GET" ? row.status.at("chain") : 403;
}

TEST_F(AccessMatrix, AReadTokenLooksAtWhatTheChainMayAndDoesNothing) {
    test::RecordingClient client{running->url()};
    const auto made =
        client.post_json("/v1/tokens", R"({"name": "BI", "reads": "chain"})", test::bearer(running->bearer_of("admin")));
    ASSERT_EQ(made.status, 201) << made.body;
    const auto headers = test::bearer(nlohmann::json::parse(made.body)["token"]);
    for (const auto& row : matrix) {
        const bool has_body = row.method == "POST" || row.method == "PATCH" || row.method == "PUT";
        const auto answer =
            client.send(row.method, row.path, headers, has_body ? std::optional<std::string>("nothing=here") : std::nullopt);
        EXPECT_EQ(answer.status, status_for_read_token(row)) << row.method << " " << row.path << " " << answer.body;
    }
}

/// Never called: only the list of routes is read.
struct NoThreads : routes::DatabaseThreads {
    bool submit(std::function<void(routes::Ports&)> /*job*/) override { return false; }
};
struct NoQueue : routes::NoteQueue {
    bool submit(domain::Delivery /*delivery*/, Done /*done*/) override { return false; }
};
struct NoHashing : routes::PasswordThreads {
    bool verify(std::string /*password*/, std::string /*hash*/, std::function<void(bool)> /*done*/) override {
        return false;
    }
    const std::string& hash_of_nobody() const override { return nobody; }
    std::string nobody;
};
struct NoDirectory : routes::DirectorySource {
    std::shared_ptr<const domain::Directory> current() const override { return std::make_shared<domain::Directory>(); }
};

TEST(AccessTable, HasARowForEveryRoute) {
    NoThreads threads;
    NoQueue queue;
    NoHashing hashing;
    NoDirectory directory;
    routes::LaneTokenCache cache{std::chrono::seconds(1)};
    routes::Environment environment{threads,
                                    threads,
                                    queue,
                                    hashing,
                                    directory,
                                    cache,
                                    test::now,
                                    [] { return true; },
                                    [](const auto&) {},
                                    [](const auto&, int) {},
                                    [](std::size_t) {}};
    http::Router router;
    routes::Guard guard{environment, router};
    routes::add_all_routes(guard);
    std::set<std::string> in_table;
    for (const auto& row : matrix) {
        in_table.insert(row.method + " " + row.pattern);
    }
    std::set<std::string> in_service;
    for (const auto& [method, pattern] : router.routes()) {
        in_service.insert(std::string(http::to_text(method)) + " " + pattern);
    }
    EXPECT_EQ(in_service, in_table);
}

}  // namespace
}  // namespace tillnote
