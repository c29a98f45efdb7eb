#include "tests/routes/page_session.hpp"

namespace tillnote {
namespace {

constexpr const char* page_path = "/stores/oak-street/goals";

class GoalPageRoutes : public ::testing::Test {
protected:
    test::Answer set_goal(const std::string& percent) {
        return manager.post(page_path, "aim=reason:103&side=at_most&percent=" + percent + "&from=" + running.in_days(0) +
                                           "&to=" + running.in_days(27));
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    test::PageSession manager{running, client, "manager"};
    test::PageSession chain{running, client, "chain"};
};

TEST_F(GoalPageRoutes, AManagerSetsAGoalAndWithdrawsIt) {
    EXPECT_TRUE(manager.shows(page_path, "No goal yet."));
    const auto set = set_goal("8,5");
    ASSERT_EQ(set.status, 303) << set.body;
    EXPECT_EQ(set.header("location"), "/stores/oak-street/goals?done=goal");
    EXPECT_TRUE(manager.shows(set.header("location"), "role=\"status\""));
    EXPECT_TRUE(manager.shows(page_path, "Produce bad: at most 8.5%"));
    const auto id = running.query("select goal_id from goal");
    ASSERT_EQ(manager.post(std::string(page_path) + "/withdrawal", "goal=" + id).status, 303);
    EXPECT_TRUE(manager.shows(page_path, "No goal yet."));
}

TEST_F(GoalPageRoutes, AManagerNotesWhatChangedAndTakesItBack) {
    const auto noted =
        manager.post("/stores/oak-street/events", "day=" + running.in_days(-2) + "&what=New+baker&aim=theme:quality");
    ASSERT_EQ(noted.status, 303) << noted.body;
    EXPECT_TRUE(manager.shows(page_path, "New baker"));
    EXPECT_TRUE(manager.shows(page_path, "Expected to move: quality."));
    const auto id = running.query("select event_id from event");
    ASSERT_EQ(manager.post("/stores/oak-street/events/withdrawal", "event=" + id).status, 303);
    EXPECT_FALSE(manager.shows(page_path, "New baker"));
}

TEST_F(GoalPageRoutes, MistakesAreSaidOnThePageAndKeepWhatWasTyped) {
    for (const char* percent : {"", "0", "100", "many", "8%25"}) {
        EXPECT_EQ(set_goal(percent).status, 400) << percent;
    }
    const auto wrong =
        manager.post(page_path, "aim=theme:price&side=at_least&percent=12&from=" + running.in_days(0) + "&to=soon");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_NE(wrong.body.find("role=\"alert\""), std::string::npos);
    EXPECT_NE(wrong.body.find("value=\"12\""), std::string::npos);
    EXPECT_NE(wrong.body.find("value=\"theme:price\" selected"), std::string::npos);
    EXPECT_NE(wrong.body.find("value=\"at_least\" selected"), std::string::npos);
    EXPECT_EQ(manager.post("/stores/oak-street/events", "day=" + running.in_days(3) + "&what=x").status, 422);
    EXPECT_EQ(manager.post("/stores/oak-street/events", "day=" + running.in_days(0) + "&what=").status, 400);
    EXPECT_EQ(manager.post(std::string(page_path) + "/withdrawal", "goal=x").status, 404);
    EXPECT_EQ(manager.post("/stores/oak-street/events/withdrawal", "event=x").status, 404);
    EXPECT_EQ(running.query("select count(*) from goal"), "0");
}

TEST_F(GoalPageRoutes, OnlyManagersSeeFormsAndNothingHappensWithoutTheirToken) {
    ASSERT_EQ(set_goal("8").status, 303);
    const auto page = chain.get(page_path);
    ASSERT_EQ(page.status, 200);
    EXPECT_EQ(page.body.find("action=\"/stores/oak-street/goals"), std::string::npos);
    EXPECT_EQ(manager.post(page_path, "aim=reason:103&percent=8", "").status, 403);
    EXPECT_EQ(chain.post("/stores/oak-street/events", "day=" + running.in_days(0) + "&what=x").status, 403);
}

}  // namespace
}  // namespace tillnote
