#include "tests/routes/form_session.hpp"
#include "tests/support/eventually.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using test::FormSession;
using ::testing::HasSubstr;

class OwnSessions : public ::testing::Test {
protected:
    json list(const std::string& token) { return json::parse(client.get("/v1/sessions", bearer(token)).body)["sessions"]; }
    static std::string id_of_other(const json& rows) {
        for (const auto& row : rows) {
            if (!row["current"].get<bool>()) {
                return row["session_id"];
            }
        }
        return "";
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
};

TEST_F(OwnSessions, AreListedAndEndedByTheirOwner) {
    const auto mine = running.bearer_of("manager");
    const auto lost = running.bearer_of("manager");
    const auto rows = list(mine);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0]["kind"], "script");
    const auto path = "/v1/sessions/" + id_of_other(rows);
    EXPECT_EQ(client.send("DELETE", path, bearer(running.bearer_of("chain")), std::nullopt).status, 404) << "not theirs";
    EXPECT_EQ(client.send("DELETE", path, bearer(mine), std::nullopt).status, 204);
    EXPECT_EQ(client.get("/v1/stores", bearer(lost)).status, 401);
    EXPECT_EQ(client.send("DELETE", path, bearer(mine), std::nullopt).status, 404) << "ended already";
    EXPECT_EQ(list(mine).size(), 1U);
}

TEST_F(OwnSessions, ThePageEndsOneOrAllOthers) {
    FormSession here(running.url());
    FormSession there(running.url());
    FormSession third(running.url());
    for (auto* browser : {&here, &there, &third}) {
        ASSERT_EQ(browser->sign_in("manager@test.example").status, 303);
    }
    const auto page = here.get("/account").body;
    EXPECT_THAT(page, HasSubstr("Where you are signed in"));
    const std::string mark = R"(name="session" value=")";
    const auto id = page.substr(page.find(mark) + mark.size(), 36);
    EXPECT_EQ(here.post_own("/account/sessions/end", "session=" + id).header("location"), "/account?done=ended");
    EXPECT_EQ((there.get("/account").status == 200) + (third.get("/account").status == 200), 1);
    EXPECT_THAT(here.get("/account?done=ended").body, HasSubstr("It opens nothing any more"));
    EXPECT_EQ(here.post_own("/account/sessions/end-others", "").status, 303);
    EXPECT_EQ((there.get("/account").status == 200) + (third.get("/account").status == 200), 0);
    EXPECT_EQ(here.get("/account").status, 200);
}

TEST_F(OwnSessions, ABrowserIsSignedOutAfterThirtyIdleMinutesAndTwelveHours) {
    FormSession browser(running.url());
    browser.sign_in("manager@test.example");
    EXPECT_EQ(running.query("select idle_max_seconds || ' ' || (expires_at - created_at) from session where by_cookie"),
              "1800 12:00:00");
    running.query("update session set last_used_at = now() - interval '29 minutes' returning 1");
    EXPECT_EQ(browser.get("/account").status, 200) << "and counts as used again";
    running.query("update session set last_used_at = now() - interval '31 minutes' returning 1");
    EXPECT_EQ(browser.get("/account").status, 303);
    browser.sign_in("manager@test.example");
    running.query("update session set expires_at = now() returning 1");
    EXPECT_EQ(browser.get("/account").status, 303);
}

TEST_F(OwnSessions, WrongPasswordsAreSlowedDownWithAWaitAndARightOneStaysRightAfterwards) {
    const auto sign_in = [&](const std::string& password) {
        return client.post_json("/v1/sessions", json{{"email", "manager@test.example"}, {"password", password}}.dump());
    };
    for (int attempt = 0; attempt < 10; ++attempt) {
        EXPECT_EQ(sign_in("not this one at all").status, 401);
    }
    const auto slowed = sign_in(test::RunningService::password);
    EXPECT_EQ(slowed.status, 429);
    EXPECT_EQ(json::parse(slowed.body)["type"], "/problems/too-many-requests");
    EXPECT_GT(std::stoi(slowed.header("retry-after")), 30);
    FormSession browser(running.url());
    EXPECT_EQ(browser.sign_in("manager@test.example").status, 429);
    EXPECT_EQ(browser.sign_in("chain@test.example").status, 303) << "others are let in";
}

TEST_F(OwnSessions, AnOldHashIsMadeAnewAtTheNextSignIn) {
    // RunningService::password with other parameters.
    const std::string old_hash =
        "$argon2id$v=19$m=8192,t=1,p=1$jNp90iKlKjM8AEK4wzpdaQ$Fe0tfDdGpbLZ1jM545s65e2jJcDFcOgO78WgNnWOHrs";
    running.query("update account set password_hash = '" + old_hash + "' where email = 'manager@test.example' returning 1");
    FormSession browser(running.url());
    EXPECT_EQ(browser.sign_in("manager@test.example").status, 303);
    std::string hash;
    EXPECT_TRUE(test::eventually([&] {
        hash = running.query("select password_hash from account where email = 'manager@test.example'");
        return hash.find("m=19456,t=2") != std::string::npos;
    })) << hash;
    EXPECT_EQ(browser.sign_in("manager@test.example").status, 303);
}

}  // namespace
}  // namespace tillnote
