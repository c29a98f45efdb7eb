#include "server/routes/all_routes.hpp"
#include "server/routes/lane_token_cache.hpp"
#include "tests/routes/access_table.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <set>

namespace tillnote::test {
namespace {

/// Of these the manager has oak-street, the lead has the north with oak-street and mill-road, the lane is one of
/// oak-street's; a read token has what its name says.
const std::vector<std::string> callers{"nobody", "lane",      "manager",     "lead",       "chain",
                                       "admin",  "reads-oak", "reads-north", "reads-chain"};

/// One place of a path.
struct Place {
    std::string store;
    std::string district;
};
const Place own{"oak-street", "north"};       ///< of the manager and the lead
const Place neighbour{"mill-road", "north"};  ///< of the lead
const Place foreign{"harbor", "south"};       ///< of neither
const Place nowhere{"nowhere", "nowhere"};

enum class Gets {
    in,
    signed_out,  ///< 401, or from a page 303 to the sign-in
    forbidden,   ///< 403
    not_there,   ///< 404, whether it is there or not
};

/// By caller, in the order of `callers` without nobody and lane, who are signed out wherever this table is asked.
using Line = std::array<Gets, 7>;

constexpr auto in = Gets::in;
constexpr auto out = Gets::signed_out;
constexpr auto no = Gets::forbidden;
constexpr auto gone = Gets::not_there;

struct StoreLines {
    Line own, neighbour, foreign, nowhere;
};

const std::map<Needs, StoreLines> by_place{
    //                           manager lead chain admin reads-oak reads-north reads-chain
    {Needs::read_store,
     {.own = {in, in, in, no, in, in, in},
      .neighbour = {gone, in, in, no, no, in, in},
      .foreign = {gone, gone, in, no, no, no, in},
      .nowhere = {gone, gone, gone, no, no, no, gone}}},
    {Needs::manage_store,
     {.own = {in, in, no, no, no, no, no},
      .neighbour = {gone, in, no, no, no, no, no},
      .foreign = {gone, gone, no, no, no, no, no},
      .nowhere = {gone, gone, gone, no, no, no, no}}},
    {Needs::manage_lanes,
     {.own = {in, in, no, in, no, no, no},
      .neighbour = {gone, in, no, in, no, no, no},
      .foreign = {gone, gone, no, in, no, no, no},
      .nowhere = {gone, gone, gone, no, no, no, no}}},
    {Needs::keep_store_mail,
     {.own = {in, in, no, in, no, no, no},
      .neighbour = {gone, in, no, in, no, no, no},
      .foreign = {gone, gone, no, in, no, no, no},
      .nowhere = {gone, gone, gone, no, no, no, no}}},
    {Needs::read_district,
     {.own = {no, in, in, no, no, in, in},
      .neighbour = {no, in, in, no, no, in, in},
      .foreign = {no, gone, in, no, no, no, in},
      .nowhere = {no, gone, gone, no, no, no, gone}}},
    {Needs::manage_district,
     {.own = {no, in, no, no, no, no, no},
      .neighbour = {no, in, no, no, no, no, no},
      .foreign = {no, gone, no, no, no, no, no},
      .nowhere = {no, gone, no, no, no, no, no}}},
    {Needs::keep_district_mail,
     {.own = {no, in, no, in, no, no, no},
      .neighbour = {no, in, no, in, no, no, no},
      .foreign = {no, gone, no, in, no, no, no},
      .nowhere = {no, gone, no, gone, no, no, no}}},
};

const std::map<Needs, Line> anywhere{
    {Needs::signed_in, {in, in, in, in, no, no, no}},  {Needs::read_any_store, {in, in, in, no, in, in, in}},
    {Needs::read_chain, {no, no, in, no, no, no, in}}, {Needs::approve_lane, {in, in, no, in, no, no, no}},
    {Needs::administer, {no, no, no, in, no, no, no}}, {Needs::lane, {out, out, out, out, out, out, out}},
};

const Line& line_of(const AccessRow& row, const Place& place) {
    const auto found = by_place.find(row.needs);
    if (found == by_place.end()) {
        return anywhere.at(row.needs);
    }
    const StoreLines& lines = found->second;
    return place.store == own.store         ? lines.own
           : place.store == neighbour.store ? lines.neighbour
           : place.store == foreign.store   ? lines.foreign
                                            : lines.nowhere;
}

Gets expected(const AccessRow& row, const Place& place, std::size_t caller) {
    if (row.needs == Needs::anyone) {
        return in;
    }
    if (callers[caller] == "lane" && row.needs == Needs::lane) {
        return in;
    }
    const bool is_program = callers[caller].starts_with("reads-");
    if (caller < 2 || (is_page(row) && is_program)) {
        return out;  // pages do not know read tokens
    }
    return line_of(row, place)[caller - 2];
}

int status_of(const AccessRow& row, Gets gets, const std::string& caller) {
    switch (gets) {
        case in:
            return row.pattern == "/" && caller == "manager" ? 303 : row.let_in;  // to the only store
        case out:
            return is_page(row) ? 303 : 401;
        case no:
            return 403;
        case gone:
            return 404;
    }
    return 0;
}

class AccessMatrix : public ::testing::Test {
protected:
    // It asks as fast as it can, thousands of times, and without a good token every eighth.
    static void SetUpTestSuite() {
        running = new RunningService([](app::Config& config) {
            config.lane_requests_per_second = config.account_requests_per_second = 1'000'000;
            config.stranger_requests_per_second = 1'000'000;
        });
    }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }

    std::string read_token(const std::string& reads, const std::string& scope) {
        nlohmann::json body{{"name", "BI"}, {"reads", reads}};
        if (!scope.empty()) {
            body["scope"] = scope;
        }
        const auto made = client.post_json("/v1/tokens", body.dump(), bearer(running->bearer_of("admin")));
        EXPECT_EQ(made.status, 201) << made.body;
        return nlohmann::json::parse(made.body)["token"];
    }

    void sign_in_people() {
        headers["manager"] = bearer(running->bearer_of("manager"));
        headers["lead"] = bearer(running->bearer_of("district"));
        headers["chain"] = bearer(running->bearer_of("chain"));
        headers["admin"] = bearer(running->bearer_of("admin"));
    }

    void sign_in_all() {
        headers["nobody"] = {};
        headers["lane"] = bearer(running->lane_token("oak-street", 1));
        headers["reads-oak"] = bearer(read_token("store", "oak-street"));
        headers["reads-north"] = bearer(read_token("district", "north"));
        headers["reads-chain"] = bearer(read_token("chain", ""));
        sign_in_people();
    }

    void ask_everybody(const AccessRow& row, const Place& place) {
        const bool has_body = row.method == "POST" || row.method == "PATCH" || row.method == "PUT";
        const std::string path = path_of(row, place.store, place.district);
        for (std::size_t caller = 0; caller < callers.size(); ++caller) {
            const auto answer = client.send(row.method, path, headers.at(callers[caller]),
                                            has_body ? std::optional<std::string>("nothing=here") : std::nullopt);
            const Gets gets = expected(row, place, caller);
            const std::string told = callers[caller] + " " + row.method + " " + path + " " + answer.body;
            EXPECT_EQ(answer.status, status_of(row, gets, callers[caller])) << told;
            if (answer.status == 404) {
                EXPECT_EQ(answer.body.find("in your scope") != std::string::npos, gets == gone) << told;
            }
        }
    }

    static RunningService* running;
    RecordingClient client{running->url()};
    std::map<std::string, RecordingClient::Headers> headers;
};
RunningService* AccessMatrix::running = nullptr;

TEST_F(AccessMatrix, EveryCallerGetsInEveryPlaceWhatTheTableSays) {
    sign_in_all();
    for (const auto& row : access_table()) {
        if (by_place.contains(row.needs)) {
            for (const Place& place : {own, neighbour, foreign, nowhere}) {
                ask_everybody(row, place);
            }
        } else {
            ask_everybody(row, own);
        }
        if (row.pattern == "/sign-out" || row.pattern.starts_with("/v1/sessions")) {
            sign_in_people();
        }
    }
}

TEST(AccessTable, NamesAPlaceWhereverThePathHasOne) {
    for (const auto& row : access_table()) {
        const bool has_place =
            row.pattern.find("{store}") != std::string::npos || row.pattern.find("{district}") != std::string::npos;
        EXPECT_EQ(by_place.contains(row.needs), has_place && row.needs != Needs::administer) << row.pattern;
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
    bool hash(std::string /*password*/, std::function<void(std::string)> /*done*/) override { return false; }
    bool is_outdated(const std::string& /*hash*/) const override { return false; }
    const std::string& hash_of_nobody() const override { return nobody; }
    std::string nobody;
};
struct NoDirectory : routes::DirectorySource {
    std::shared_ptr<const domain::Directory> current() const override { return std::make_shared<domain::Directory>(); }
};

TEST(AccessTable, LeavesNoRouteThatChangesSomethingOrShowsFiguresOutOfTheAuditLog) {
    std::set<std::string> never;
    std::set<std::string> audited;
    for (const auto& row : routes::audited_routes()) {
        const std::string name = std::string(http::to_text(row.method)) + " " + std::string(row.pattern);
        EXPECT_TRUE(audited.insert(name).second) << name << " twice";
        if (row.recorded == routes::Recorded::never) {
            never.insert(name);
        }
    }
    EXPECT_EQ(never, (std::set<std::string>{"POST /v1/notes", "POST /v1/heartbeat", "POST /v1/enrolments"}));
    std::set<std::string> in_table;
    for (const auto& row : access_table()) {
        in_table.insert(row.method + " " + row.pattern);
        EXPECT_TRUE(row.method == "GET" || audited.contains(row.method + " " + row.pattern)) << row.pattern;
    }
    // Names of stores, what stands on lanes, and what is printed for the door: nobody's figures.
    const std::set<std::string> untold{"/v1/stores", "/v1/stores/{store}/messages", "/stores/{store}/poster"};
    const std::set<Needs> reading{Needs::read_any_store,  Needs::read_store,         Needs::read_district,
                                  Needs::keep_store_mail, Needs::keep_district_mail, Needs::read_chain};
    for (const auto& row : access_table()) {
        if (row.method == "GET" && reading.contains(row.needs)) {
            EXPECT_NE(audited.contains("GET " + row.pattern), untold.contains(row.pattern)) << row.pattern;
        }
    }
    for (const std::string& name : audited) {
        EXPECT_TRUE(in_table.contains(name)) << name << " is no route";
    }
}

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
                                    now,
                                    [] { return true; },
                                    [](const auto&) {},
                                    [](const auto&, int) {},
                                    [](std::size_t) {},
                                    routes::SignInRules(),
                                    std::make_shared<routes::SignInThrottle>(),
                                    std::make_shared<routes::CallerLimits>(routes::CallerRates{}),
                                    [] {}};
    http::Router router;
    routes::Guard guard{environment, router};
    routes::add_all_routes(guard);
    std::set<std::string> in_table;
    for (const auto& row : access_table()) {
        in_table.insert(row.method + " " + row.pattern);
    }
    std::set<std::string> in_service;
    for (const auto& [method, pattern] : router.routes()) {
        in_service.insert(std::string(http::to_text(method)) + " " + pattern);
    }
    EXPECT_EQ(in_service, in_table);
}

}  // namespace
}  // namespace tillnote::test
