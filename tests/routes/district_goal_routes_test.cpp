#include "tests/routes/page_session.hpp"
#include "tests/support/eventually.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* api_path = "/v1/districts/north/goals";
constexpr const char* page_path = "/districts/north/goals";

class DistrictGoalRoutes : public ::testing::Test {
protected:
    json produce() { return {{"reason", "103"}, {"at_most", true}, {"target", 0.08}, {"from", day(1)}, {"to", day(28)}}; }
    std::string day(int days) { return running.in_days(days); }
    test::Answer set(const json& body, const std::string& role = "district") {
        return client.post_json(api_path, body.dump(), bearer(running.bearer_of(role)));
    }
    json read(const std::string& path, const std::string& role = "district") {
        const auto answer = client.get(path, bearer(running.bearer_of(role)));
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }
    /// Moves every goal, so that it began ten days ago and ended yesterday, and lets both stores hear.
    void let_it_end() {
        running.query("UPDATE goal SET first_day = first_day - 40, last_day = first_day - 2 RETURNING 1");
        for (const char* store : {"oak-street", "mill-road"}) {
            const std::string bad = store == std::string("oak-street") ? "60" : "2";
            running.query(std::string("INSERT INTO rollup (store_id, business_day, reason, remarks, breadth) SELECT '") +
                          store + "', last_day - 3, r.code, r.n, 9 FROM goal, (VALUES ('103', " + bad +
                          "), ('604', 240)) AS r (code, n) WHERE store_id = '" + store + "' RETURNING 1");
            // A lane was heard all the time, or no day would say how much days differ.
            const std::string days =
                std::string(
                    " FROM goal, generate_series(last_day - 110, last_day, interval '1 day') AS day WHERE store_id = '") +
                store + "'";
            running.query("INSERT INTO contact (store_id, business_day, lane, last_heard_at) SELECT store_id, day, 1, day" +
                          days);
            running.query("SELECT pack_day(store_id, day::date)" + days);
        }
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    test::PageSession lead{running, client, "district"};
    test::PageSession manager{running, client, "manager"};
};

TEST_F(DistrictGoalRoutes, SetsOneGoalInEveryStoreThatStandsInItsOwnList) {
    const auto answer = set(produce());
    ASSERT_EQ(answer.status, 201) << answer.body;
    const auto made = json::parse(answer.body);
    EXPECT_EQ(made["stores"], (json{"mill-road", "oak-street"}));
    for (const char* store : {"mill-road", "oak-street"}) {
        const auto goals = read(std::string("/v1/stores/") + store + "/goals")["goals"];
        ASSERT_EQ(goals.size(), 1U);
        EXPECT_EQ(goals[0]["goal_id"], made["goal_id"]) << "one goal, in several stores";
    }
    const auto listed = read(api_path, "chain")["goals"];
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0]["goal_id"], made["goal_id"]);
    EXPECT_EQ(listed[0]["stores"].size(), 2U);
    EXPECT_EQ(listed[0]["together"]["verdict"], "running");
}

TEST_F(DistrictGoalRoutes, JudgesEachStoreByItselfAndAllTogether) {
    ASSERT_EQ(set(produce()).status, 201);
    let_it_end();
    const auto goal = read(api_path)["goals"][0];
    EXPECT_EQ(goal["stores"][0]["id"], "mill-road");
    EXPECT_EQ(goal["stores"][0]["verdict"], "met") << "2 of 242";
    EXPECT_EQ(goal["stores"][1]["verdict"], "not_met") << "60 of 300";
    EXPECT_EQ(goal["together"]["remarks"], 62);
    EXPECT_EQ(goal["together"]["of"], 542);
    EXPECT_EQ(goal["together"]["verdict"], "not_met");
    EXPECT_TRUE(lead.shows(page_path, "60 of 300"));
    EXPECT_TRUE(lead.shows(page_path, "Met, beyond chance."));
    EXPECT_TRUE(lead.shows(page_path, "href=\"/stores/mill-road/goals\""));
}

TEST_F(DistrictGoalRoutes, IsSetInEveryStoreOrInNone) {
    for (int number = 0; number < 12; ++number) {
        ASSERT_EQ(
            client.post_json("/v1/stores/oak-street/goals", produce().dump(), bearer(running.bearer_of("manager"))).status,
            201);
    }
    const auto full = set(produce());
    EXPECT_EQ(full.status, 409);
    EXPECT_THAT(full.body, HasSubstr("oak-street: The store has 12 goals"));
    EXPECT_EQ(running.query("select count(*) from goal where store_id = 'mill-road'"), "0");
    EXPECT_EQ(read(api_path)["goals"].size(), 0U) << "what a store aims at is its own";
}

TEST_F(DistrictGoalRoutes, IsWithdrawnEverywhere) {
    const std::string id = json::parse(set(produce()).body)["goal_id"];
    const auto patch = [&](const std::string& goal, const json& body) {
        auto headers = bearer(running.bearer_of("district"));
        headers.emplace_back("Content-Type", "application/json");
        return client.send("PATCH", std::string(api_path) + "/" + goal, headers, body.dump());
    };
    EXPECT_EQ(patch(id, {{"withdrawn", false}}).status, 400);
    EXPECT_EQ(patch(id, {{"withdrawn", true}}).status, 204);
    EXPECT_EQ(running.query("select count(*) from goal where withdrawn_at is not null"), "2");
    EXPECT_EQ(patch(id, {{"withdrawn", true}}).status, 404);
    EXPECT_EQ(patch("x", {{"withdrawn", true}}).status, 404);
}

/// A goal is of the stores that belong to the district on its first day: harbor has come, oak-street leaves
/// between the two.
TEST_F(DistrictGoalRoutes, IsOfTheStoresThatBelongOnItsFirstDay) {
    const auto move = [&](const std::string& store, const std::string& on, const std::string& district) {
        running.query("INSERT INTO store_membership (store_id, valid_from, district_id) VALUES ('" + store + "', '" + on +
                      "', '" + district + "') RETURNING 1");
    };
    move("oak-street", day(10), "south");
    move("harbor", day(-2), "north");
    ASSERT_TRUE(test::eventually([&] { return read("/v1/stores").dump().find("\"harbor\"") != std::string::npos; }));
    auto body = produce();
    body["from"] = day(2);
    const auto made = json::parse(set(body).body);
    EXPECT_EQ(made["stores"], (json{"harbor", "mill-road", "oak-street"}));
    EXPECT_EQ(read(api_path)["goals"][0]["stores"].size(), 3U);
    body["from"] = day(12);
    const auto later = json::parse(set(body).body);
    EXPECT_EQ(later["stores"], (json{"harbor", "mill-road"})) << "oak-street has left by then";
}

/// Stores that closed long ago still belong to the district, and have no part in what is set today.
TEST_F(DistrictGoalRoutes, IsListedAndWithdrawnWhereAllOtherStoresHaveClosed) {
    running.query("UPDATE store SET closed_on = current_date - 30 WHERE store_id = 'mill-road' RETURNING 1");
    running.stop();
    running.start();
    test::RecordingClient again{running.url()};
    const auto made = again.post_json(api_path, produce().dump(), bearer(running.bearer_of("district")));
    ASSERT_EQ(made.status, 201) << made.body;
    const json goal = json::parse(made.body);
    EXPECT_EQ(goal["stores"], json{"oak-street"});
    const auto goals = json::parse(again.get(api_path, bearer(running.bearer_of("district"))).body)["goals"];
    ASSERT_EQ(goals.size(), 1U);
    EXPECT_EQ(goals[0]["goal_id"], goal["goal_id"]);
    auto headers = bearer(running.bearer_of("district"));
    headers.emplace_back("Content-Type", "application/json");
    const std::string path = std::string(api_path) + "/" + goal["goal_id"].get<std::string>();
    EXPECT_EQ(again.send("PATCH", path, headers, json{{"withdrawn", true}}.dump()).status, 204);

    test::PageSession of_one{running, again, "district"};
    const auto put = of_one.post("/districts/north/asks",
                                 "question_en=Found+everything%3F&question_es=Encontro+todo&answer_1_en=Yes&answer_1_es=Si"
                                 "&answer_2_en=No&answer_2_es=No&from=" +
                                     day(1) + "&to=" + day(8) + "&one_in=20");
    ASSERT_EQ(put.status, 303) << put.body;
    EXPECT_TRUE(of_one.shows("/districts/north/asks", "Found everything?"));
}

TEST_F(DistrictGoalRoutes, TheChainReadsThePageAndChangesNothing) {
    ASSERT_EQ(set(produce()).status, 201);
    test::PageSession chain{running, client, "chain"};
    const auto page = chain.get(page_path);
    ASSERT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Mill Road"));
    EXPECT_THAT(page.body, Not(HasSubstr("action=\"/districts/north/goals")));
    EXPECT_THAT(page.body, Not(HasSubstr("/districts/north/recipients")));
    EXPECT_TRUE(lead.shows(page_path, "action=\"/districts/north/goals/withdrawal\""));
    const auto asks = chain.get("/districts/north/asks");
    ASSERT_EQ(asks.status, 200);
    EXPECT_THAT(asks.body, Not(HasSubstr("action=\"/districts/north/asks\"")));
    EXPECT_EQ(chain.post(page_path, "aim=theme%3Aprice&side=at_least&percent=12&from=" + day(1) + "&to=" + day(30)).status,
              403);
}

TEST_F(DistrictGoalRoutes, MistakesNameTheirField) {
    const auto pointer = [](const test::Answer& answer) { return json::parse(answer.body)["errors"][0]["pointer"]; };
    auto wrong = produce();
    wrong["reason"] = "nothing";
    EXPECT_EQ(pointer(set(wrong)), "/reason");
    wrong = produce();
    wrong["target"] = 2;
    EXPECT_EQ(pointer(set(wrong)), "/target");
    wrong = produce();
    wrong["to"] = day(2);
    EXPECT_EQ(pointer(set(wrong)), "/to");
    wrong = produce();
    wrong["from"] = day(-9);
    EXPECT_EQ(set(wrong).status, 422);
}

TEST_F(DistrictGoalRoutes, ALeadSetsAndWithdrawsOneOnThePage) {
    EXPECT_TRUE(lead.shows("/districts/north/asks", "href=\"/districts/north/goals\""));
    EXPECT_TRUE(lead.shows(page_path, "No goal for several stores yet."));
    const std::string fields = "aim=theme%3Aprice&side=at_least&percent=12%2C5&from=" + day(1) + "&to=" + day(30);
    const auto made = lead.post(page_path, fields);
    ASSERT_EQ(made.status, 303) << made.body;
    EXPECT_TRUE(lead.shows(made.header("location"), "The goal is set in every store."));
    EXPECT_TRUE(lead.shows(page_path, "at least 12.5%"));
    EXPECT_TRUE(manager.shows("/stores/oak-street/goals", "at least 12.5%")) << "it is the store's, too";
    const auto wrong =
        lead.post(page_path, "aim=theme%3Aprice&side=at_least&percent=lots&from=" + day(1) + "&to=" + day(30));
    EXPECT_EQ(wrong.status, 400);
    EXPECT_THAT(wrong.body, HasSubstr("value=\"lots\""));
    EXPECT_EQ(lead.post(page_path, fields, "").status, 403);
    EXPECT_EQ(manager.post(page_path, fields).status, 403);
    const std::string one = "goal=" + running.query("select distinct goal_id from goal");
    ASSERT_EQ(lead.post(std::string(page_path) + "/withdrawal", one).status, 303);
    EXPECT_EQ(lead.post(std::string(page_path) + "/withdrawal", one).status, 404);
    EXPECT_EQ(running.query("select count(*) from goal where withdrawn_at is null"), "0");
    lead.cookie += "; tillnote_lang=es";
    EXPECT_TRUE(lead.shows(page_path, "A qué apunta el distrito"));
}

}  // namespace
}  // namespace tillnote
