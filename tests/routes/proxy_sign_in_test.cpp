#include "server/routes/proxy_sign_in.hpp"

#include "tests/routes/form_session.hpp"
#include "tests/routes/page_session.hpp"
#include "tests/support/secret_file.hpp"
#include "tests/support/temporary_folder.hpp"

#include <gmock/gmock.h>

namespace tillnote {
namespace {

using test::bearer;
using test::PageSession;
using test::RunningService;
using ::testing::HasSubstr;
using ::testing::Not;
using Headers = test::RecordingClient::Headers;

const std::string secret = "the secret that the proxy shares with Tillnote";
/// What comes through a proxy, whoever it is.
const Headers over_tls = {{"X-Forwarded-Proto", "https"}};

/// A service that trusts a proxy at 127.0.0.1, which is where the tests' client comes from.
class SignInByProxy : public ::testing::Test {
protected:
    explicit SignInByProxy(const std::function<void(app::Config&)>& change = [](app::Config& /*config*/) {})
        : running([&](app::Config& config) {
              config.proxy_addresses = {"127.0.0.1"};
              config.sso_email_header = "X-Forwarded-Email";
              config.sso_secret_file = test::write_secret(folder.path() / "secret", secret + '\n');
              config.second_factor_required = true;
              change(config);
          }) {}

    static Headers says(const std::string& email, const std::string& with_secret = secret) {
        return {{"X-Forwarded-Email", email}, {"X-Tillnote-Proxy-Secret", with_secret}};
    }
    static Headers and_cookie(Headers headers, const std::string& cookie) {
        headers.emplace_back("Cookie", cookie);
        return headers;
    }
    /// The cookie of the session that the sign-in page gives to whom `headers` name.
    std::string session_of(const Headers& headers) {
        const auto answer = client.get("/sign-in", headers);
        EXPECT_EQ(answer.status, 303) << answer.body;
        const auto range = answer.headers.equal_range("set-cookie");
        for (auto row = range.first; row != range.second; ++row) {
            if (row->second.starts_with("__Host-tillnote_session=")) {
                return row->second.substr(0, row->second.find(';'));
            }
        }
        ADD_FAILURE() << "no session";
        return "";
    }

    test::TemporaryFolder folder;
    RunningService running;
    test::RecordingClient client{running.url(), test::RecordingClient::Record::yes, over_tls};
};

TEST_F(SignInByProxy, LetsInWhomTheProxyNamesWithTheRoleThatTillnoteHolds) {
    const auto answer = client.get("/sign-in?next=/stores/oak-street/today", says("manager@test.example"));
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.header("location"), "/stores/oak-street/today");
    const auto headers = and_cookie(says("manager@test.example"), session_of(says("manager@test.example")));
    EXPECT_EQ(client.get("/stores/oak-street/today", headers).status, 200) << "no second factor is asked for here";
    EXPECT_EQ(client.get("/stores/harbor/today", headers).status, 404) << "another store's";
}

TEST_F(SignInByProxy, BeginsAtTheSignInPageOnly) {
    EXPECT_EQ(client.get("/", says("manager@test.example")).header("location"), "/sign-in?next=/");
    EXPECT_EQ(client.get("/v1/stores", says("manager@test.example")).status, 401);
}

TEST_F(SignInByProxy, TellsWhoHasNoAccountWhomToAsk) {
    const auto answer = client.get("/sign-in", says("nobody@test.example"));
    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.body, HasSubstr("nobody@test.example has no account here"));
    EXPECT_THAT(client.get("/sign-in?lang=es", says("nobody@test.example")).body, HasSubstr("no tiene cuenta"));
    EXPECT_THAT(client.get("/sign-in", says("<b>@x")).body, Not(HasSubstr("<b>@x")));
    running.query("update account set disabled_at = now() where email = 'chain@test.example'");
    EXPECT_EQ(client.get("/sign-in", says("chain@test.example")).status, 403);
}

TEST_F(SignInByProxy, ComparesAddressesInLowerCaseAndOtherwiseByteByByte) {
    EXPECT_EQ(client.get("/sign-in", says("Manager@TEST.example")).status, 303);
    for (const std::string email : {"manager@test.example.", "manager@test.examp\u0142e", "\uff4danager@test.example",
                                    "manager@test.example\u200b", "\u202emanager@test.example", "m\u0430nager@test.example",
                                    "manager@test.example, admin@test.example", "\"manager\"@test.example", "manager"}) {
        const auto answer = client.get("/sign-in", says(email));
        EXPECT_TRUE(answer.status == 403 || answer.status == 400) << email << ": " << answer.status;
    }
}

TEST_F(SignInByProxy, NeedsTheSecret) {
    for (const std::string wrong : {"", "wrong", "the secret that the proxy shares with tillnote"}) {
        const auto answer = client.get("/sign-in", says("manager@test.example", wrong));
        EXPECT_EQ(answer.status, 403) << wrong;
        EXPECT_THAT(answer.body, HasSubstr("did not show the secret"));
        EXPECT_THAT(answer.body, Not(HasSubstr(secret)));
    }
    EXPECT_EQ(client.get("/sign-in", {{"X-Forwarded-Email", "manager@test.example"}}).status, 403);
    auto twice = says("manager@test.example");
    twice.emplace_back("X-Tillnote-Proxy-Secret", "guess");
    EXPECT_EQ(client.get("/sign-in", twice).status, 403);
}

TEST_F(SignInByProxy, RefusesTwoNames) {
    auto twice = says("manager@test.example");
    twice.emplace_back("X-Forwarded-Email", "admin@test.example");
    EXPECT_EQ(client.get("/sign-in", twice).status, 400);
    auto same = says("manager@test.example");
    same.emplace_back("x-forwarded-email", "manager@test.example");
    EXPECT_EQ(client.get("/sign-in", same).status, 400);
}

TEST_F(SignInByProxy, ShowsTheFormToWhomTheProxyHasNotSignedIn) {
    for (const Headers& headers : {Headers{}, Headers{{"X-Tillnote-Proxy-Secret", secret}}, says("")}) {
        const auto answer = client.get("/sign-in", headers);
        EXPECT_EQ(answer.status, 200);
        EXPECT_THAT(answer.body, HasSubstr("name=\"password\""));
    }
}

TEST_F(SignInByProxy, ASessionIsGoodOnlyTogetherWithTheWordItBeganWith) {
    const auto cookie = session_of(says("manager@test.example"));
    const auto page = [&](const Headers& headers) { return client.get("/account", and_cookie(headers, cookie)); };
    EXPECT_EQ(page(says("manager@test.example")).status, 200);
    EXPECT_EQ(page({}).status, 303) << "around the proxy, or signed out there";
    EXPECT_EQ(page(says("chain@test.example")).status, 303) << "somebody else at the same browser";
    EXPECT_EQ(page(says("manager@test.example", "wrong")).status, 403);
    EXPECT_EQ(page(says("manager@test.example")).status, 200) << "and is not ended by it";
}

TEST_F(SignInByProxy, SigningInAgainEndsTheEarlierSignInOfTheSameBrowser) {
    const auto earlier = session_of(says("manager@test.example"));
    const auto later = session_of(and_cookie(says("manager@test.example"), earlier));
    EXPECT_EQ(client.get("/account", and_cookie(says("manager@test.example"), earlier)).status, 303);
    EXPECT_EQ(client.get("/account", and_cookie(says("manager@test.example"), later)).status, 200);
}

TEST_F(SignInByProxy, IsCountedByThePersonWhoeverItIs) {
    for (const auto& [email, status, outcome] :
         {std::tuple("manager@test.example", 303, "done"), std::tuple("nobody@test.example", 403, "refused")}) {
        int told = 0;
        auto answer = client.get("/sign-in", says(email));
        for (; answer.status == status && told < 100; answer = client.get("/sign-in", says(email))) {
            ++told;
        }
        EXPECT_GE(told, 30) << email;
        EXPECT_EQ(answer.status, 429) << email;
        EXPECT_NE(answer.header("retry-after"), "") << email;
        EXPECT_THAT(answer.body, HasSubstr("There were too many tries; wait")) << email;
        EXPECT_EQ(running.query("select count(*) from audit_entry where action = 'signed_in' and outcome = '" +
                                std::string(outcome) + "'"),
                  std::to_string(told));
    }
    EXPECT_EQ(client.get("/sign-in", says("chain@test.example")).status, 303) << "others behind the same address";
}

TEST_F(SignInByProxy, LeavesPasswordsAndTokensAsTheyAre) {
    EXPECT_EQ(client.get("/v1/stores", bearer(running.bearer_of("manager"))).status, 200);
    PageSession by_password(running, client, "manager");
    by_password.cookie.insert(0, "__Host-");
    EXPECT_EQ(by_password.get("/account").status, 200);
    EXPECT_EQ(by_password.get("/stores/oak-street/today").status, 303) << "here a second factor is Tillnote's business";
}

TEST_F(SignInByProxy, SigningOutDoesNotSignInAgain) {
    const auto headers = and_cookie(says("manager@test.example"), session_of(says("manager@test.example")));
    const auto form = test::FormSession::token_on(client.get("/account", headers).body);
    auto with = headers;
    with.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    const auto answer = client.send("POST", "/sign-out", with, "csrf_token=" + form);
    EXPECT_EQ(answer.status, 303);
    EXPECT_EQ(answer.header("location"), "/signed-out");
    EXPECT_EQ(client.get("/account", headers).status, 303) << "the session is over";
    const auto page = client.get("/signed-out", says("manager@test.example"));
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("You are signed out of Tillnote"));
    EXPECT_THAT(page.body, Not(HasSubstr("name=\"password\"")));
    EXPECT_THAT(client.get("/signed-out?lang=es").body, HasSubstr("Cerró la sesión de Tillnote"));
}

class SignInByProxyOnly : public SignInByProxy {
protected:
    SignInByProxyOnly()
        : SignInByProxy([](app::Config& config) {
              config.sso_only = true;
              config.sso_sign_out_url = "/oauth2/sign_out";
          }) {}
};

TEST_F(SignInByProxyOnly, LetsNobodyInWithAPassword) {
    const auto page = client.get("/sign-in");
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, Not(HasSubstr("name=\"password\"")));
    EXPECT_THAT(page.body, HasSubstr("sign in with your company account"));
    test::FormSession browser(running.url(), over_tls);
    EXPECT_EQ(browser.sign_in("manager@test.example").status, 403);
    const auto script =
        client.post_json("/v1/sessions", R"({"email":"manager@test.example","password":"correct horse battery staple"})");
    EXPECT_EQ(script.status, 403);
    EXPECT_EQ(client.get("/sign-in", says("nobody@test.example")).status, 403);
    EXPECT_EQ(client.get("/sign-in", says("manager@test.example")).status, 303);
}

TEST_F(SignInByProxyOnly, SendsForAndSetsNoPassword) {
    test::FormSession browser(running.url(), over_tls);
    for (const auto& [path, field] : {std::pair("/forgotten-password", "email=manager%40test.example"),
                                      std::pair("/set-password/no-such-link", "password=long+enough+to+be+one")}) {
        const auto page = browser.get(path);
        EXPECT_EQ(page.status, 403) << path;
        EXPECT_THAT(page.body, HasSubstr("There are no passwords here")) << path;
        const auto sent = browser.post(path, std::string("csrf_token=none&") + field);
        EXPECT_EQ(sent.status, 403) << path;
        EXPECT_THAT(sent.body, HasSubstr("There are no passwords here")) << path;
    }
}

TEST_F(SignInByProxyOnly, AddsAccountsWithoutALinkAndSendsNone) {
    const auto admin = and_cookie(says("admin@test.example"), session_of(says("admin@test.example")));
    const auto page = client.get("/admin/users", admin).body;
    EXPECT_THAT(page, HasSubstr("They sign in with their company account; no mail is sent."));
    EXPECT_THAT(page, Not(HasSubstr("name=\"language\"")));
    const auto post = [&](const std::string& path, const std::string& fields) {
        auto headers = admin;
        headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return client.send("POST", path, headers, fields + "&csrf_token=" + test::FormSession::token_on(page));
    };
    EXPECT_EQ(post("/admin/users", "email=new%40shop.example&role=chain&scope=").header("location"),
              "/admin/users?done=added");
    const std::string own =
        "/admin/users/" + running.query("select account_id from account where email = 'new@shop.example'");
    EXPECT_THAT(client.get(own, admin).body, HasSubstr("State: invited"));
    EXPECT_THAT(client.get(own, admin).body, Not(HasSubstr("action=\"" + own + "/link\"")));
    const auto refused = post(own + "/link", "language=en");
    EXPECT_EQ(refused.status, 409);
    EXPECT_THAT(refused.body, HasSubstr("nobody needs a link"));
    EXPECT_THAT(post(own + "/link?lang=es", "language=es").body, HasSubstr("no hace falta un enlace"));
    EXPECT_EQ(running.query("select count(*) from account_link"), "0");
    EXPECT_EQ(running.query("select string_agg(action, ' ') from audit_entry where object_kind = 'user' and action in "
                            "('added', 'invited')"),
              "added");
    EXPECT_EQ(client.get("/sign-in", says("new@shop.example")).status, 303);
    EXPECT_THAT(client.get(own, admin).body, HasSubstr("State: enabled")) << "without a password";
}

TEST_F(SignInByProxyOnly, EndsSessionsThatBeganWithAPassword) {
    PageSession by_password(running, client, "manager");
    by_password.cookie.insert(0, "__Host-");
    EXPECT_EQ(by_password.get("/account").status, 303);
    const auto token = bearer(running.bearer_of("manager"));
    EXPECT_EQ(client.get("/v1/stores", token).status, 401) << "of POST /v1/sessions, from before";
    running.query("update session set expires_at = now() + interval '365 days' where not by_cookie returning 1");
    EXPECT_EQ(client.get("/v1/stores", token).status, 200) << "a token of the command line";
}

TEST_F(SignInByProxyOnly, SaysHowLongToWait) {
    auto answer = client.get("/sign-in", says("manager@test.example"));
    for (int again = 0; again < 100 && answer.status == 303; ++again) {
        answer = client.get("/sign-in", says("manager@test.example"));
    }
    EXPECT_EQ(answer.status, 429);
    EXPECT_THAT(answer.body, HasSubstr("There were too many tries; wait"));
    EXPECT_THAT(answer.body, Not(HasSubstr("name=\"password\"")));
}

TEST_F(SignInByProxyOnly, LeadsToTheProxysOwnSignOut) {
    EXPECT_THAT(client.get("/signed-out").body, HasSubstr("href=\"/oauth2/sign_out\""));
}

class SignInByAStranger : public SignInByProxy {
protected:
    SignInByAStranger() : SignInByProxy([](app::Config& config) { config.proxy_addresses = {"127.0.0.9"}; }) {}
};

TEST_F(SignInByAStranger, IsAnybodysWordWhateverItKnows) {
    const auto answer = client.get("/sign-in", says("manager@test.example"));
    EXPECT_EQ(answer.status, 200) << "the form, as for everybody";
    EXPECT_THAT(answer.body, HasSubstr("name=\"password\""));
    EXPECT_EQ(client.get("/sign-in", says("manager@test.example", "wrong")).status, 200);
}

TEST(SignInByProxySettings, AreRefusedWithoutASecretWorthTheName) {
    test::TemporaryFolder folder;
    const auto start = [&](const std::string& line) {
        EXPECT_THROW(RunningService([&](app::Config& config) {
                         config.proxy_addresses = {"127.0.0.1"};
                         config.sso_email_header = "X-Forwarded-Email";
                         config.sso_secret_file = test::write_secret(folder.path() / "secret", line);
                     }),
                     std::runtime_error)
            << line;
    };
    start("");
    start("too short to be a secret\n");
}

}  // namespace
}  // namespace tillnote
