#include "tests/routes/page_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class AdminLanePage : public ::testing::Test {
protected:
    EnrolmentStarted start() {
        const auto answer = client.post_json("/v1/enrolments", to_json(EnrolmentRequest{"till by the door", {}}));
        return *parse_enrolment_started(answer.body);
    }
    EnrolmentState state_of(const EnrolmentStarted& started) {
        const auto answer = client.get("/v1/enrolments/" + started.enrolment_id.to_string(), bearer(started.secret));
        return parse_enrolment_answer(answer.body)->state;
    }

    RunningService running;
    RecordingClient client{running.url()};
    PageSession admin{running, client, "admin"};
};

TEST_F(AdminLanePage, LetsATerminalIntoAnyStoreAndRevokesIt) {
    const auto started = start();
    EXPECT_TRUE(admin.shows("/admin/lanes", "till by the door"));
    EXPECT_TRUE(admin.shows("/admin/lanes?code=" + started.code, "value=\"" + started.code + '"'));
    const auto approved = admin.post("/admin/lanes/approval", "code=" + started.code + "&store=harbor&lane=7");
    ASSERT_EQ(approved.status, 303) << approved.body;
    EXPECT_EQ(state_of(started), EnrolmentState::approved);
    EXPECT_TRUE(admin.shows(approved.header("location"), "Lane 7 of harbor is approved."));

    const auto revoked = admin.post("/admin/lanes/revocation", "store=harbor&lane=7");
    ASSERT_EQ(revoked.status, 303) << revoked.body;
    EXPECT_TRUE(admin.shows(revoked.header("location"), "approve the new code"));
    EXPECT_EQ(running.query("select count(*) from enrolment where revoked_at is null"), "0");
    const auto again = admin.post("/admin/lanes/revocation", "store=harbor&lane=7");
    EXPECT_EQ(again.status, 404);
    EXPECT_THAT(again.body, HasSubstr("role=\"alert\""));

    const auto other = start();
    ASSERT_EQ(admin.post("/admin/lanes/denial", "code=" + other.code).status, 303);
    EXPECT_EQ(state_of(other), EnrolmentState::denied);
    EXPECT_EQ(running.query("select object_id from audit_entry where action = 'denied'"), other.code);
}

TEST_F(AdminLanePage, ListsLanesOfAllStoresOrOfOneAndTheSilentFirst) {
    running.lane_token("harbor", 1);
    running.lane_token("oak-street", 1);
    running.lane_token("oak-street", 2);
    running.query("insert into contact select 'harbor', current_date, 1, now()");
    running.query("insert into contact select 'oak-street', current_date - 3, 1, now() - interval '3 days'");
    running.query("insert into contact select 'oak-street', current_date, 2, now()");
    const auto all = admin.get("/admin/lanes").body;
    EXPECT_THAT(all, HasSubstr("1 of 3 lanes are silent."));
    EXPECT_LT(all.find("href=\"/admin/stores/oak-street\""), all.find("href=\"/admin/stores/harbor\"")) << "silent first";
    const auto one = admin.get("/admin/lanes?store=harbor").body;
    EXPECT_THAT(one, AllOf(HasSubstr("href=\"/admin/stores/harbor\""), Not(HasSubstr("href=\"/admin/stores/oak-street\""))));
    EXPECT_EQ(admin.get("/admin/lanes?store=%3Cb%3E&done=revoked&of=%3Cb%3E&lane=1").status, 200);
    running.query("update store set closed_on = current_date - 2 where store_id = 'oak-street'");
    running.stop();
    running.start();
    RecordingClient fresh{running.url()};
    PageSession later{running, fresh, "admin"};
    EXPECT_TRUE(later.shows("/admin/lanes", "0 of 3 lanes are silent.")) << "nobody misses a store that has closed";
}

TEST_F(AdminLanePage, SaysEachMistakeAtItsFieldAndKeepsWhatWasTyped) {
    const auto started = start();
    const std::string code = "code=" + started.code;
    const auto answered = [&](const std::string& fields) { return admin.post("/admin/lanes/approval", fields); };
    const auto wrong_store = answered(code + "&store=Oak+Street&lane=7");
    EXPECT_EQ(wrong_store.status, 400);
    EXPECT_THAT(wrong_store.body, AllOf(HasSubstr("id=\"approval-store-problem\""), HasSubstr("value=\"Oak Street\""),
                                        HasSubstr("value=\"" + started.code + '"')));
    const auto no_store = answered(code + "&store=nowhere&lane=7");
    EXPECT_EQ(no_store.status, 422);
    EXPECT_THAT(no_store.body, HasSubstr("id=\"approval-store-problem\""));
    EXPECT_THAT(answered(code + "&store=harbor&lane=0").body, HasSubstr("id=\"approval-lane-problem\""));
    EXPECT_THAT(answered("code=ABC&store=harbor&lane=7").body, HasSubstr("id=\"approval-code-problem\""));
    const auto unknown = answered("code=WRNG-CODE&store=harbor&lane=7");
    EXPECT_EQ(unknown.status, 404);
    EXPECT_THAT(unknown.body, HasSubstr("id=\"approval-code-problem\""));
    EXPECT_EQ(admin.post("/admin/lanes/denial", "code=ABC").status, 400);
    EXPECT_EQ(state_of(started), EnrolmentState::pending);
}

TEST_F(AdminLanePage, IsForAdministratorsAndNeedsTheFormsToken) {
    running.lane_token("oak-street", 1);
    PageSession manager(running, client, "manager");
    EXPECT_EQ(manager.get("/admin/lanes").status, 403);
    EXPECT_EQ(manager.post("/admin/lanes/revocation", "store=oak-street&lane=1").status, 403);
    EXPECT_EQ(admin.post("/admin/lanes/revocation", "store=oak-street&lane=1", "").status, 403);
    EXPECT_EQ(running.query("select count(*) from enrolment where revoked_at is null"), "1");
}

}  // namespace
}  // namespace tillnote::test
