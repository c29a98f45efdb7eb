#include "tests/routes/page_session.hpp"

#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

constexpr const char* page_path = "/districts/north/asks";

class DistrictAskPageRoutes : public ::testing::Test {
protected:
    std::string found_everything() {
        return "question_en=Found+everything%3F&question_es=Encontro+todo&answer_1_en=Yes&answer_1_es=Si&answer_2_en=No"
               "&answer_2_es=No&from=" +
               running.in_days(1) + "&to=" + running.in_days(8) + "&one_in=20";
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    test::PageSession lead{running, client, "district"};
    test::PageSession manager{running, client, "manager"};
};

TEST_F(DistrictAskPageRoutes, ALeadPutsAnAskInEveryStoreAndReadsItsAnswersSideBySide) {
    EXPECT_TRUE(lead.shows(page_path, "Nothing has been asked in several stores yet."));
    EXPECT_TRUE(lead.shows(std::string(page_path) + "?use=told", "value=\"Friend or family\""));
    const auto put = lead.post(page_path, found_everything());
    ASSERT_EQ(put.status, 303) << put.body;
    EXPECT_EQ(put.header("location"), "/districts/north/asks?done=put");
    EXPECT_EQ(running.query("select string_agg(store_id, ' ' order by store_id) from ask"), "mill-road oak-street");
    EXPECT_TRUE(lead.shows(put.header("location"), "The question is put in every store."));
    running.query(
        "insert into showing (store_id, showing_id, ask_id, lane, business_day, raw_shown_at, received_at, "
        "with_transaction, outcome, answer) select 'oak-street', gen_random_uuid(), ask_id, 3, '" +
        running.in_days(1) +
        "', now(), now(), true, case when n <= 40 then 'answered' else 'not_asked' end, case when n <= 30 then 'answer-1' "
        "when n <= 40 then 'answer-2' end from generate_series(1, 50) as n, ask where store_id = 'oak-street'");
    EXPECT_TRUE(lead.shows(page_path, "75% (59–87)"));
    EXPECT_TRUE(lead.shows(page_path, "href=\"/stores/mill-road/asks\""));
    const auto listed = client.get("/v1/districts/north/asks", test::bearer(running.bearer_of("chain")));
    ASSERT_EQ(listed.status, 200) << listed.body;
    const auto asks = nlohmann::json::parse(listed.body)["asks"];
    ASSERT_EQ(asks.size(), 1U);
    EXPECT_EQ(asks[0]["question"], "Found everything?");
    EXPECT_EQ(asks[0]["state"], "planned");
    EXPECT_EQ(asks[0]["together"]["asked"], 40);
    EXPECT_EQ(asks[0]["stores"][0]["id"], "mill-road");
    EXPECT_EQ(asks[0]["stores"][0]["answers"][0]["share"], nullptr) << "fewer than thirty answers";
    EXPECT_EQ(asks[0]["stores"][1]["shown"], 50);
    EXPECT_EQ(asks[0]["stores"][1]["answers"][0]["count"], 30);
    EXPECT_EQ(asks[0]["stores"][1]["answers"][0]["share"], 0.75);
}

TEST_F(DistrictAskPageRoutes, MistakesAreSaidOnThePageAndNoStoreAsksAlone) {
    ASSERT_EQ(manager.post("/stores/oak-street/asks", found_everything()).status, 303);
    EXPECT_TRUE(lead.shows(page_path, "Nothing has been asked in several stores yet.")) << "that is the store's own";
    const auto taken = lead.post(page_path, found_everything());
    EXPECT_EQ(taken.status, 409);
    EXPECT_NE(taken.body.find("role=\"alert\""), std::string::npos);
    EXPECT_NE(taken.body.find("value=\"Encontro todo\""), std::string::npos);
    EXPECT_EQ(running.query("select count(*) from ask"), "1") << "in all stores or in none";
    EXPECT_EQ(lead.post(page_path, "question_en=x&one_in=20&from=soon").status, 400);
    EXPECT_EQ(lead.post(page_path, found_everything(), "").status, 403);
    EXPECT_EQ(manager.post(page_path, found_everything()).status, 403);
}

TEST_F(DistrictAskPageRoutes, OnlyTheLeadIsLedThere) {
    EXPECT_TRUE(lead.shows("/", "href=\"/districts/north/asks\""));
    EXPECT_TRUE(lead.shows("/stores/oak-street/asks", "href=\"/districts/north/asks\""));
    EXPECT_FALSE(manager.shows("/stores/oak-street/asks", "href=\"/districts/north/asks\""));
    EXPECT_EQ(lead.get("/districts/south/asks").status, 404);
}

}  // namespace
}  // namespace tillnote
