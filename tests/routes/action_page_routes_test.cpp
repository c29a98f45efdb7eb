#include "tests/routes/page_session.hpp"

#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

constexpr const char* page_path = "/stores/oak-street/actions";

class ActionPageRoutes : public ::testing::Test {
protected:
    bool shows(const test::Answer& answer, const std::string& text) {
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.body.find(text) != std::string::npos;
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    test::PageSession manager{running, client, "manager"};
    test::PageSession chain{running, client, "chain"};
};

TEST_F(ActionPageRoutes, AButtonOnTheDigestLeadsBackToItsDay) {
    const auto acted = manager.post(page_path, "line_key=reason:103&day=2026-10-05&do=acknowledge");
    ASSERT_EQ(acted.status, 303) << acted.body;
    EXPECT_EQ(acted.header("location"), "/stores/oak-street/2026-10-05");
    EXPECT_EQ(running.query("select state || ' ' || business_day from action"), "acknowledged 2026-10-05");
}

TEST_F(ActionPageRoutes, ALineGoesThroughItsButtonsWithoutJavaScript) {
    EXPECT_TRUE(shows(manager.get(page_path), "Nothing is open."));
    const std::string line = "line_key=reason:103&day=2026-10-05&back=actions";
    const auto known = manager.post(page_path, line + "&do=acknowledge");
    ASSERT_EQ(known.status, 303) << known.body;
    EXPECT_EQ(known.header("location"), "/stores/oak-street/actions?done=acknowledge");
    const auto page = manager.get(known.header("location"));
    EXPECT_TRUE(shows(page, "role=\"status\""));
    EXPECT_TRUE(shows(page, "Somebody is on it."));
    ASSERT_EQ(manager.post(page_path, line + "&do=assign&assigned=produce").status, 303);
    EXPECT_TRUE(shows(manager.get(page_path), "Assigned to Produce."));
    ASSERT_EQ(manager.post(page_path, line + "&do=done&reply=Fresh+every+morning.").status, 303);
    const auto closed = manager.get(page_path);
    EXPECT_TRUE(shows(closed, "Fresh every morning."));
    EXPECT_TRUE(shows(closed, "Open again"));
    ASSERT_EQ(manager.post(page_path, line + "&do=reopen").status, 303);
    EXPECT_FALSE(shows(manager.get(page_path), "Fresh every morning."));
}

TEST_F(ActionPageRoutes, MistakesAreSaidOnThePageAndKeepWhatWasTyped) {
    ASSERT_EQ(manager.post(page_path, "line_key=reason:103&do=acknowledge").status, 303);
    const auto wrong = manager.post(page_path, "line_key=reason:103&do=done&reply=" + std::string(91, 'x'));
    EXPECT_EQ(wrong.status, 400);
    EXPECT_NE(wrong.body.find("role=\"alert\""), std::string::npos);
    EXPECT_NE(wrong.body.find("value=\"" + std::string(91, 'x') + '"'), std::string::npos);
    EXPECT_EQ(manager.post(page_path, "line_key=reason:103&do=dance").status, 400);
    EXPECT_EQ(manager.post(page_path, "line_key=reason:103&do=done&day=soon").status, 400);
    EXPECT_EQ(manager.post(page_path, "line_key=reason:103&do=done&day=2999-01-01").status, 422);
    EXPECT_EQ(manager.post(page_path, "line_key=lane:3&do=done").status, 400);
    EXPECT_EQ(manager.post(page_path, "line_key=reason:602&do=done").status, 404);
    ASSERT_EQ(manager.post(page_path, "line_key=reason:103&do=done").status, 303);
    EXPECT_EQ(manager.post(page_path, "line_key=reason:104&do=reopen").status, 303) << "a line may begin open";
}

TEST_F(ActionPageRoutes, TheReaderIsSpokenToInTheLanguageTheyChose) {
    EXPECT_TRUE(shows(manager.get(std::string(page_path) + "?lang=es&done=assign"), "La línea está asignada."));
    EXPECT_TRUE(shows(manager.get(page_path), "Nothing is open.")) << "this client keeps no cookie";
    manager.cookie += "; tillnote_lang=es";
    const auto wrong = manager.post(page_path, "line_key=reason:103&do=done&reply=" + std::string(91, 'x'));
    EXPECT_NE(wrong.body.find("90 caracteres como máximo"), std::string::npos);
    EXPECT_EQ(wrong.body.find("without control characters"), std::string::npos);
    const auto poster = manager.get("/stores/oak-street/poster?language=en");
    EXPECT_TRUE(shows(poster, "Here we will say"));
    EXPECT_EQ(poster.header("set-cookie"), "") << "what the entrance reads is no choice of the manager's";
    EXPECT_TRUE(shows(manager.get("/stores/oak-street/poster"), "Aquí diremos"));
}

TEST_F(ActionPageRoutes, NothingHappensWithoutTheFormsToken) {
    EXPECT_EQ(manager.post(page_path, "line_key=reason:103&do=done", "").status, 403);
    EXPECT_EQ(chain.post(page_path, "line_key=reason:103&do=done").status, 403);
    EXPECT_EQ(running.query("select count(*) from action"), "0");
}

TEST_F(ActionPageRoutes, WhoOnlyReadsSeesNoButtons) {
    ASSERT_EQ(manager.post(page_path, "line_key=reason:103&do=acknowledge").status, 303);
    const auto page = chain.get(page_path);
    EXPECT_TRUE(shows(page, "Produce bad"));
    EXPECT_FALSE(shows(page, "name=\"do\""));
}

TEST_F(ActionPageRoutes, ThePosterShowsTheTickedReplies) {
    EXPECT_TRUE(shows(manager.get("/stores/oak-street/poster"), "Here we will say"));
    ASSERT_EQ(manager.post(page_path, "line_key=reason:103&do=done&reply=Fresh+daily.&reply_es=Fresca+diario.").status, 303);
    ASSERT_EQ(manager.post(page_path, "line_key=reason:604&do=done&reply=Two+more+lanes.").status, 303);
    ASSERT_EQ(manager.post(page_path, "line_key=reason:702&do=done").status, 303);
    const auto all = manager.get("/stores/oak-street/poster");
    EXPECT_TRUE(shows(all, "Fresh daily."));
    EXPECT_TRUE(shows(all, "Two more lanes."));
    EXPECT_FALSE(shows(all, "Dirty/restroom")) << "closed without a reply";
    const auto id = running.query("select action_id from action where line_key = 'reason:103'");
    const auto one = manager.get("/stores/oak-street/poster?size=a4&language=es&line=" + id);
    EXPECT_TRUE(shows(one, "Fresca diario."));
    EXPECT_TRUE(shows(one, "Fruta/verd. mala"));
    EXPECT_TRUE(shows(one, "class=\"poster a4 few\""));
    EXPECT_FALSE(shows(one, "Two more lanes."));
    EXPECT_EQ(manager.get("/stores/oak-street/poster?size=a5").status, 400);
    EXPECT_EQ(manager.get("/stores/oak-street/poster?language=fr").status, 400);
    EXPECT_EQ(manager.get("/stores/oak-street/poster?lang=fr").status, 400);
    EXPECT_TRUE(shows(manager.get("/stores/oak-street/poster?lang=es"), "Fresca diario."));
    std::string seven = "/stores/oak-street/poster?size=letter";
    for (int n = 0; n < 7; ++n) {
        seven += "&line=" + test::fresh_id().to_string();
    }
    EXPECT_EQ(manager.get(seven).status, 422);
}

}  // namespace
}  // namespace tillnote
