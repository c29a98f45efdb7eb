#include "server/app/database_ports.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>

namespace tillnote {
namespace {

/// The manager of oak-street, signed in with the page cookie.
class LanesPageRoutes : public ::testing::Test {
protected:
    void SetUp() override {
        app::DatabasePorts ports(running.config().database_migrate);
        const auto account = ports.accounts.find_account("manager@test.example");
        ASSERT_TRUE(account && *account);
        const auto token = routes::make_secret();
        csrf = routes::make_secret();
        ASSERT_TRUE(ports.accounts.add_session({.session_id = routes::make_random_id(),
                                                .token_hash = routes::hash_secret(token),
                                                .csrf_token = csrf,
                                                .account_id = (*account)->account_id,
                                                .by_cookie = true,
                                                .created_at = test::now(),
                                                .last_used_at = test::now(),
                                                .expires_at = test::now() + std::chrono::hours(1),
                                                .idle_max = std::chrono::seconds(0)}));
        cookie = "tillnote_session=" + token;
    }

    test::Answer get(const std::string& path = "/stores/oak-street/lanes") { return client.get(path, {{"Cookie", cookie}}); }
    test::Answer post(const std::string& what, const std::string& fields, const std::string& token) {
        return client.send("POST", "/stores/oak-street/lanes/" + what,
                           {{"Cookie", cookie}, {"Content-Type", "application/x-www-form-urlencoded"}},
                           fields + "&csrf_token=" + token);
    }
    test::Answer post(const std::string& what, const std::string& fields) { return post(what, fields, csrf); }
    EnrolmentStarted start() {
        const auto answer = client.post_json("/v1/enrolments", to_json(EnrolmentRequest{"till by the door", {}}));
        return *parse_enrolment_started(answer.body);
    }
    EnrolmentState state_of(const EnrolmentStarted& started) {
        const auto answer = client.get("/v1/enrolments/" + started.enrolment_id.to_string(), test::bearer(started.secret));
        return parse_enrolment_answer(answer.body)->state;
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    std::string cookie;
    std::string csrf;
};

TEST_F(LanesPageRoutes, AManagerLetsATerminalInHoweverTheCodeIsTyped) {
    const auto started = start();
    const auto page = get();
    ASSERT_EQ(page.status, 200) << page.body;
    EXPECT_NE(get("/stores/oak-street/lanes?code=" + started.code).body.find("value=\"" + started.code + '"'),
              std::string::npos);
    std::string typed = started.code.substr(0, 4) + "+" + started.code.substr(5);
    for (char& letter : typed) {
        letter = static_cast<char>(std::tolower(letter));
    }
    const auto approved = post("approval", "code=" + typed + "&lane=7");
    ASSERT_EQ(approved.status, 303) << approved.body;
    EXPECT_EQ(approved.header("location"), "/stores/oak-street/lanes?done=approved&lane=7");
    EXPECT_EQ(state_of(started), EnrolmentState::approved);
    EXPECT_NE(get(approved.header("location")).body.find("Lane 7 is approved."), std::string::npos);

    const auto revoked = post("revocation", "lane=7");
    ASSERT_EQ(revoked.status, 303) << revoked.body;
    EXPECT_NE(get(revoked.header("location")).body.find("Lane 7 is revoked"), std::string::npos);
    EXPECT_EQ(running.query("select count(*) from enrolment where lane = 7 and revoked_at is null"), "0");
}

TEST_F(LanesPageRoutes, OnlyAnAdministratorSeesWhichTerminalsWaitInTheChain) {
    const auto started = start();
    for (const char* role : {"manager", "district"}) {
        const auto page = client.get("/stores/oak-street/lanes", test::bearer(running.bearer_of(role)));
        ASSERT_EQ(page.status, 200) << role;
        EXPECT_EQ(page.body.find(started.code), std::string::npos) << role;
        EXPECT_EQ(page.body.find("till by the door"), std::string::npos) << role;
    }
    const auto administrator = test::bearer(running.bearer_of("admin"));
    const auto page = client.get("/stores/oak-street/lanes", administrator);
    EXPECT_NE(page.body.find(started.code), std::string::npos);
    EXPECT_NE(page.body.find("till by the door"), std::string::npos);
    ASSERT_EQ(post("approval", "code=" + started.code + "&lane=7").status, 303) << "the code is what the manager needs";
    EXPECT_EQ(client.get("/stores/oak-street/lanes", administrator).body.find(started.code), std::string::npos)
        << "nothing waits any more";
}

TEST_F(LanesPageRoutes, AManagerDeniesATerminal) {
    const auto started = start();
    const auto denied = post("denial", "code=" + started.code + "&lane=");
    ASSERT_EQ(denied.status, 303) << denied.body;
    EXPECT_EQ(state_of(started), EnrolmentState::denied);
    EXPECT_NE(get(denied.header("location")).body.find("The terminal was denied."), std::string::npos);
}

TEST_F(LanesPageRoutes, MistakesAreSaidOnThePageAndKeepWhatWasTyped) {
    const auto started = start();
    const auto unknown = post("approval", "code=WRNG-CODE&lane=12");
    EXPECT_EQ(unknown.status, 404);
    EXPECT_NE(unknown.body.find("role=\"alert\""), std::string::npos);
    EXPECT_NE(unknown.body.find("value=\"WRNG-CODE\""), std::string::npos);
    EXPECT_NE(unknown.body.find("value=\"12\""), std::string::npos);
    for (const char* lane : {"", "0", "1000", "7x", "-1"}) {
        EXPECT_EQ(post("approval", "code=" + started.code + "&lane=" + lane).status, 400) << lane;
    }
    ASSERT_EQ(post("approval", "code=" + started.code + "&lane=7").status, 303);
    EXPECT_EQ(post("approval", "code=" + started.code + "&lane=8").status, 409) << "used";
    EXPECT_EQ(post("denial", "code=" + started.code).status, 409);
    EXPECT_EQ(post("approval", "code=ABC&lane=8").status, 400);
    EXPECT_EQ(post("denial", "code=").status, 400);
    EXPECT_EQ(post("revocation", "lane=9").status, 404);
    EXPECT_EQ(post("revocation", "lane=x").status, 400);
    EXPECT_EQ(get("/stores/oak-street/lanes?done=approved&lane=%3Cb%3E").status, 200);
}

TEST_F(LanesPageRoutes, NothingHappensWithoutTheFormsToken) {
    const auto started = start();
    EXPECT_EQ(post("approval", "code=" + started.code + "&lane=7", "").status, 403);
    EXPECT_EQ(post("denial", "code=" + started.code, routes::make_secret()).status, 403);
    EXPECT_EQ(post("revocation", "lane=1", "").status, 403);
    const auto foreign = client.send(
        "POST", "/stores/oak-street/lanes/approval",
        {{"Cookie", cookie}, {"Sec-Fetch-Site", "cross-site"}, {"Content-Type", "application/x-www-form-urlencoded"}},
        "code=" + started.code + "&lane=7&csrf_token=" + csrf);
    EXPECT_EQ(foreign.status, 403);
    EXPECT_EQ(state_of(started), EnrolmentState::pending);
}

TEST_F(LanesPageRoutes, TheStoresPageLeadsThereForThoseWhoMayChangeLanes) {
    EXPECT_NE(get("/stores/oak-street/today").body.find("href=\"/stores/oak-street/lanes\""), std::string::npos);
    const auto chain = client.get("/stores/oak-street/today", test::bearer(running.bearer_of("chain")));
    ASSERT_EQ(chain.status, 200);
    EXPECT_EQ(chain.body.find("/stores/oak-street/lanes"), std::string::npos);
}

}  // namespace
}  // namespace tillnote
