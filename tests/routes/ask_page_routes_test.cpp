#include "tests/routes/page_session.hpp"

namespace tillnote {
namespace {

constexpr const char* page_path = "/stores/oak-street/asks";

class AskPageRoutes : public ::testing::Test {
protected:
    /// The first of the shelf as the form sends it.
    std::string found_everything() {
        return "question_en=Did+you+find+everything+you+wanted%3F&question_es=Encontro+todo&answer_1_en=Yes&answer_1_es=Si"
               "&answer_2_en=Some+of+it&answer_2_es=Una+parte&answer_3_en=&answer_3_es=&from=" +
               running.in_days(0) + "&to=" + running.in_days(6) + "&one_in=20";
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    test::PageSession manager{running, client, "manager"};
    test::PageSession chain{running, client, "chain"};
};

TEST_F(AskPageRoutes, TheShelfFillsTheForm) {
    EXPECT_TRUE(manager.shows(page_path, "Would you send a friend to us?"));
    EXPECT_FALSE(manager.shows(page_path, "value=\"Friend or family\""));
    EXPECT_TRUE(manager.shows(std::string(page_path) + "?use=told", "value=\"Friend or family\""));
    EXPECT_FALSE(manager.shows(std::string(page_path) + "?use=nothing", "value=\"Friend or family\""));
}

TEST_F(AskPageRoutes, AManagerPutsAnAskReadsItsAnswersAndEndsIt) {
    const auto put = manager.post(page_path, found_everything());
    ASSERT_EQ(put.status, 303) << put.body;
    EXPECT_EQ(put.header("location"), "/stores/oak-street/asks?done=put");
    EXPECT_EQ(running.query("select string_agg(answer, ' ' order by position) from ask_answer"), "yes some")
        << "answers of the shelf keep their names";
    EXPECT_TRUE(manager.shows(page_path, "Not shown yet."));
    const auto id = running.query("select ask_id from ask");
    running.query(
        "insert into showing (store_id, showing_id, ask_id, lane, business_day, raw_shown_at, received_at, "
        "with_transaction, outcome, answer) select 'oak-street', gen_random_uuid(), '" +
        id + "', 3, '" + running.in_days(0) +
        "', now(), now(), true, case when n <= 40 then 'answered' else 'not_asked' end, "
        "case when n <= 30 then 'yes' when n <= 40 then 'some' end from generate_series(1, 50) as n");
    EXPECT_TRUE(manager.shows(page_path, "40 answered of 50 sampled sales."));
    EXPECT_TRUE(manager.shows(page_path, "75% (59–87)"));
    EXPECT_FALSE(manager.shows(page_path, "lane 3"));
    ASSERT_EQ(manager.post(std::string(page_path) + "/end", "ask=" + id).status, 303);
    EXPECT_TRUE(manager.shows(page_path, "Ended early"));
    EXPECT_EQ(manager.post(std::string(page_path) + "/end", "ask=" + id).status, 409) << "it is over";
}

TEST_F(AskPageRoutes, SpeakSpanishToWhoReadsIt) {
    manager.cookie += "; tillnote_lang=es";
    EXPECT_TRUE(manager.shows(std::string(page_path) + "?done=put", "La pregunta está hecha."));
    const auto wrong = manager.post(page_path, "question_en=x&one_in=few");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_NE(wrong.body.find("Pregunte en una venta de cada 1 a 1000"), std::string::npos) << wrong.body;
}

TEST_F(AskPageRoutes, MistakesAreSaidOnThePageAndKeepWhatWasTyped) {
    auto one_answer = found_everything();
    one_answer.replace(one_answer.find("Some+of+it"), 10, "");
    one_answer.replace(one_answer.find("Una+parte"), 9, "");
    const auto wrong = manager.post(page_path, one_answer);
    EXPECT_EQ(wrong.status, 400);
    EXPECT_NE(wrong.body.find("role=\"alert\""), std::string::npos);
    EXPECT_NE(wrong.body.find("value=\"Encontro todo\""), std::string::npos);
    EXPECT_EQ(manager.post(page_path, found_everything() + "0000").status, 400) << "one in too many";
    EXPECT_EQ(manager.post(page_path, "question_en=x&one_in=few").status, 400);
    ASSERT_EQ(manager.post(page_path, found_everything()).status, 303);
    EXPECT_EQ(manager.post(page_path, found_everything()).status, 409) << "no two on one day";
    EXPECT_EQ(manager.post(std::string(page_path) + "/end", "ask=x").status, 404);
    EXPECT_EQ(manager.post(page_path, found_everything(), "").status, 403);
    EXPECT_EQ(chain.post(page_path, found_everything()).status, 403);
}

}  // namespace
}  // namespace tillnote
