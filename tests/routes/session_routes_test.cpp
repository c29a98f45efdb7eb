#include "tests/routes/form_session.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <thread>

namespace tillnote {
namespace {

using test::bearer;

class SessionRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() { running = new test::RunningService(); }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }

    test::Answer sign_in(const std::string& email, const std::string& password) {
        return client.post_json("/v1/sessions", nlohmann::json{{"email", email}, {"password", password}}.dump());
    }

    /// "name=value" of a Set-Cookie, or nothing.
    static std::string cookie_of(const test::Answer& answer, const std::string& name) {
        const auto range = answer.headers.equal_range("set-cookie");
        for (auto row = range.first; row != range.second; ++row) {
            if (row->second.starts_with(name + "=")) {
                return row->second.substr(0, row->second.find(';'));
            }
        }
        return "";
    }

    static std::string field_of(const std::string& html, const std::string& name) {
        const auto at = html.find("name=\"" + name + "\"");
        const auto value = html.find("value=\"", at);
        return at == std::string::npos || value == std::string::npos
                   ? ""
                   : html.substr(value + 7, html.find('"', value + 7) - value - 7);
    }

    test::Answer post_form(const std::string& path, const std::string& cookies, const std::string& body,
                           test::RecordingClient::Headers more = {}) {
        more.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        more.emplace_back("Cookie", cookies);
        return client.send("POST", path, more, body);
    }

    test::Answer sign_in_by_form(const std::string& email, const std::string& password) {
        const auto page = client.get("/sign-in?next=/stores/oak-street/latest");
        const auto token = field_of(page.body, "csrf_token");
        return post_form(
            "/sign-in", cookie_of(page, "tillnote_form"),
            "csrf_token=" + token + "&email=" + email + "&password=" + password + "&next=%2Fstores%2Foak-street%2Flatest");
    }

    static test::RunningService* running;
    test::RecordingClient client{running->url()};
    const std::string form_password = "correct+horse+battery+staple";
};
test::RunningService* SessionRoutes::running = nullptr;

TEST_F(SessionRoutes, AScriptSignsInAndOut) {
    const auto opened = sign_in("manager@test.example", test::RunningService::password);
    ASSERT_EQ(opened.status, 201) << opened.body;
    const auto session = nlohmann::json::parse(opened.body);
    EXPECT_EQ(session["role"], "manager");
    const auto token = session["token"].get<std::string>();
    EXPECT_EQ(client.get("/v1/stores", bearer(token)).status, 200);
    EXPECT_EQ(client.send("DELETE", "/v1/sessions/current", bearer(token), std::nullopt).status, 204);
    EXPECT_EQ(client.get("/v1/stores", bearer(token)).status, 401);
}

TEST_F(SessionRoutes, WhoSendsAFormWithASignInThatIsOverIsLedBackToThePageItStoodOn) {
    const auto led_to = [&](const std::string& path, const std::string& referer) {
        const auto answer = post_form(
            path, "tillnote_session=over", "csrf_token=x&name=Oak",
            referer.empty() ? test::RecordingClient::Headers{} : test::RecordingClient::Headers{{"Referer", referer}});
        EXPECT_EQ(answer.status, 303) << answer.body;
        return answer.header("location");
    };
    const std::string url = running->url();
    EXPECT_EQ(led_to("/sign-out", url + "/stores/oak-street/latest?lang=es#top"), "/sign-in?next=/stores/oak-street/latest");
    EXPECT_EQ(led_to("/admin/stores/oak-street/name", url + "/admin/stores/oak-street"),
              "/sign-in?next=/admin/stores/oak-street");
    for (const auto& unknown :
         {std::string(), url, url + "/sign-out", url + "/nowhere/at/all", url + "//elsewhere.example", url + "0/account",
          std::string("http://elsewhere.example/account"), std::string("/account"), std::string("about:blank")}) {
        EXPECT_EQ(led_to("/sign-out", unknown), "/sign-in?next=/") << unknown << ": nothing to GET, or not ours";
    }
    EXPECT_EQ(client.get("/stores/oak-street/latest", {{"Referer", url + "/account"}}).header("location"),
              "/sign-in?next=/stores/oak-street/latest")
        << "what was asked for";
}

TEST_F(SessionRoutes, ACodeOfASecondFactorIsTakenWhereNoneIsNeeded) {
    const nlohmann::json body{
        {"email", "chain@test.example"}, {"password", test::RunningService::password}, {"totp", "123456"}};
    EXPECT_EQ(client.post_json("/v1/sessions", body.dump()).status, 201);
}

TEST_F(SessionRoutes, TheDatabaseHoldsOnlyTheHashOfAToken) {
    const auto opened = sign_in("Manager@Test.Example", test::RunningService::password);
    ASSERT_EQ(opened.status, 201);
    const auto token = nlohmann::json::parse(opened.body)["token"].get<std::string>();
    EXPECT_EQ(running->query("select count(*) from session where session::text like '%" + token + "%'"), "0");
    EXPECT_EQ(running->query("select count(*) from account where password_hash not like '$argon2id$%'"), "0");
}

TEST_F(SessionRoutes, AWrongPasswordAndAnUnknownEmailGetTheSameAnswer) {
    const auto wrong = sign_in("manager@test.example", "not this one at all");
    const auto unknown = sign_in("nobody@test.example", "not this one at all");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(unknown.status, 401);
    auto first = nlohmann::json::parse(wrong.body);
    auto second = nlohmann::json::parse(unknown.body);
    first.erase("request_id");
    second.erase("request_id");
    EXPECT_EQ(first, second);
}

TEST_F(SessionRoutes, WrongFieldsAreNamed) {
    for (const auto& [body, pointer] :
         {std::pair{R"({"password":"x"})", "/email"}, std::pair{R"({"email":"x"})", "/password"},
          std::pair{R"({"email":1,"password":"x"})", "/email"},
          std::pair{R"({"email":"a","password":"b","admin":true})", "/admin"}}) {
        const auto answer = client.post_json("/v1/sessions", body);
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(nlohmann::json::parse(answer.body)["errors"][0]["pointer"], pointer);
    }
}

TEST_F(SessionRoutes, APersonSignsInReadsAndSignsOut) {
    const auto signed_in = sign_in_by_form("manager%40test.example", form_password);
    ASSERT_EQ(signed_in.status, 303) << signed_in.body;
    EXPECT_EQ(signed_in.header("location"), "/stores/oak-street/latest");
    const auto cookie = cookie_of(signed_in, "tillnote_session");
    const auto page = client.get("/stores/oak-street/latest", {{"Cookie", cookie}});
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.header("cache-control"), "no-store");
    const auto token = field_of(page.body, "csrf_token");
    const auto signed_out = post_form("/sign-out", cookie, "csrf_token=" + token);
    EXPECT_EQ(signed_out.status, 303);
    EXPECT_FALSE(signed_out.header("clear-site-data").empty());
    EXPECT_EQ(client.get("/stores/oak-street/latest", {{"Cookie", cookie}}).status, 303);
}

TEST_F(SessionRoutes, SigningInAgainEndsTheEarlierSignInOfTheSameBrowser) {
    test::FormSession browser(running->url());
    test::FormSession other(running->url());
    ASSERT_EQ(browser.sign_in("manager@test.example").status, 303);
    ASSERT_EQ(other.sign_in("manager@test.example").status, 303);
    const auto earlier = "tillnote_session=" + browser.cookie("tillnote_session");
    EXPECT_EQ(browser.sign_in("manager@test.example", "wrong").status, 401);
    EXPECT_EQ(client.get("/account", {{"Cookie", earlier}}).status, 200) << "a sign-in that failed ends nothing";
    ASSERT_EQ(browser.sign_in("chain@test.example").status, 303);
    EXPECT_EQ(client.get("/account", {{"Cookie", earlier}}).status, 303);
    EXPECT_EQ(browser.get("/account").status, 200);
    EXPECT_EQ(other.get("/account").status, 200);
}

TEST_F(SessionRoutes, ASignInWhoseAccountChangesMeanwhileIsRefusedAsAWrongOne) {
    // The change is committed once the sign-in waits for it, with the password found right already.
    std::thread change([&] {
        running->query(
            "do $$ begin update account set sign_in_epoch = sign_in_epoch + 1 where email = 'district@test.example';"
            " for look in 1..6000 loop"
            " exit when exists (select from pg_locks where not granted); perform pg_sleep(0.01); end loop; end $$");
    });
    test::RunningService::postgres().wait_for(running->database(),
                                              "select count(*) from pg_stat_activity where wait_event = 'PgSleep'", "1");
    const auto refused = sign_in("district@test.example", test::RunningService::password);
    change.join();
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(nlohmann::json::parse(refused.body)["type"], "/problems/wrong-credentials");
    EXPECT_EQ(running->query("select outcome || ' ' || (details->>'problem') from audit_entry where object_id = "
                             "'district@test.example' order by entry_id desc limit 1"),
              "refused account changed meanwhile");
    EXPECT_EQ(sign_in("district@test.example", test::RunningService::password).status, 201);
}

TEST_F(SessionRoutes, TheSessionCookieIsOutOfScriptsReach) {
    const auto signed_in = sign_in_by_form("manager%40test.example", form_password);
    bool found = false;
    const auto range = signed_in.headers.equal_range("set-cookie");
    for (auto row = range.first; row != range.second; ++row) {
        if (row->second.starts_with("tillnote_session=")) {
            found = true;
            EXPECT_NE(row->second.find("HttpOnly"), std::string::npos);
            EXPECT_NE(row->second.find("SameSite=Lax"), std::string::npos);
            EXPECT_EQ(row->second.find("Domain"), std::string::npos);
        }
    }
    EXPECT_TRUE(found);
}

TEST_F(SessionRoutes, AWrongPasswordKeepsTheTypedEmail) {
    const auto answer = sign_in_by_form("manager%40test.example", "wrong+password+here");
    EXPECT_EQ(answer.status, 401);
    EXPECT_NE(answer.body.find("manager@test.example"), std::string::npos);
    EXPECT_EQ(answer.body.find("wrong password here"), std::string::npos);
    EXPECT_EQ(cookie_of(answer, "tillnote_session"), "");
}

TEST_F(SessionRoutes, AFormFromElsewhereDoesNothing) {
    const auto signed_in = sign_in_by_form("manager%40test.example", form_password);
    const auto cookie = cookie_of(signed_in, "tillnote_session");
    const auto page = client.get("/stores/oak-street/latest", {{"Cookie", cookie}});
    const auto token = field_of(page.body, "csrf_token");
    EXPECT_EQ(post_form("/sign-out", cookie, "").status, 403);
    EXPECT_EQ(post_form("/sign-out", cookie, "csrf_token=other").status, 403);
    EXPECT_EQ(post_form("/sign-out", cookie, "csrf_token=" + token, {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
    EXPECT_EQ(client.get("/stores/oak-street/latest", {{"Cookie", cookie}}).status, 200);
    const auto sign_in_page = client.get("/sign-in");
    EXPECT_EQ(post_form("/sign-in", cookie_of(sign_in_page, "tillnote_form"), "csrf_token=forged&email=a&password=b").status,
              403);
}

TEST_F(SessionRoutes, ACookieIsNoBearerAndABearerIsNoCookie) {
    const auto bearer_token = running->bearer_of("manager");
    EXPECT_EQ(client.get("/v1/stores", {{"Cookie", "tillnote_session=" + bearer_token}}).status, 401);
    const auto cookie = cookie_of(sign_in_by_form("manager%40test.example", form_password), "tillnote_session");
    EXPECT_EQ(client.get("/v1/stores", bearer(cookie.substr(cookie.find('=') + 1))).status, 401);
    EXPECT_EQ(client.get("/v1/stores", {{"Cookie", cookie}}).status, 200);
}

TEST_F(SessionRoutes, AMistypedAddressIsAPageForAPersonAndAProblemForAScript) {
    const auto page = client.get("/store/oak-street", {{"Accept", "text/html,application/xhtml+xml"}});
    EXPECT_EQ(page.status, 404);
    EXPECT_TRUE(page.header("content-type").starts_with("text/html"));
    const auto problem = client.get("/store/oak-street", {{"Accept", "application/json"}});
    EXPECT_EQ(problem.status, 404);
    EXPECT_EQ(problem.header("content-type"), "application/problem+json");
}

TEST_F(SessionRoutes, TheWayBackNeverLeavesThisSite) {
    for (const auto* next :
         {"//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "%2F%09%2Fevil.example"}) {
        const auto page = client.get("/sign-in");
        const auto answer = post_form("/sign-in", cookie_of(page, "tillnote_form"),
                                      "csrf_token=" + field_of(page.body, "csrf_token") +
                                          "&email=manager%40test.example&password=" + form_password + "&next=" + next);
        ASSERT_EQ(answer.status, 303);
        EXPECT_EQ(answer.header("location"), "/") << next;
    }
}

}  // namespace
}  // namespace tillnote
