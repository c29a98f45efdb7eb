#include "server/app/database_ports.hpp"
#include "server/routes/secrets.hpp"
#include "tests/routes/form_session.hpp"

#include <gmock/gmock.h>

namespace tillnote {
namespace {

using test::FormSession;
using ::testing::HasSubstr;

class SetupRoutes : public ::testing::Test {
protected:
    void SetUp() override {
        running.query(
            "with gone as (delete from account_grant where role = 'admin' returning account_id) delete from account "
            "where account_id in (select account_id from gone) returning 1");
    }
    std::string make_token() {
        const auto token = routes::make_secret();
        EXPECT_TRUE(ports.setup.put_token(routes::hash_secret(token), test::now()));
        return token;
    }
    test::Answer set_up(const std::string& token, const std::string& email = "boss@chain.example",
                        const std::string& password = "purple+lamp+eats+tuesday") {
        return browser.post_open("/setup", "/setup", "token=" + token + "&email=" + email + "&password=" + password);
    }
    std::string administrators() { return running.query("select count(*) from account_grant where role = 'admin'"); }

    test::RunningService running;
    app::DatabasePorts ports{running.config().database_migrate};
    FormSession browser{running.url()};
};

TEST_F(SetupRoutes, TheTokenMakesTheFirstAdministratorOnce) {
    const auto token = make_token();
    EXPECT_EQ(browser.get("/setup").status, 200);
    const auto made = set_up(token);
    EXPECT_EQ(made.status, 200);
    EXPECT_THAT(made.body, HasSubstr("The administrator is there"));
    EXPECT_EQ(browser.sign_in("boss@chain.example", "purple+lamp+eats+tuesday").status, 303);
    EXPECT_EQ(browser.get("/account").status, 200);
    EXPECT_EQ(browser.get("/setup").status, 404) << "nothing is left to set up";
    EXPECT_EQ(ports.setup.put_token("hash", test::now()).error().code, ErrorCode::conflict);
    EXPECT_EQ(administrators(), "1");
}

TEST_F(SetupRoutes, NothingIsSetUpWithoutALiveToken) {
    EXPECT_EQ(set_up("guess").status, 401);
    const auto old = make_token();
    const auto token = make_token();
    EXPECT_EQ(set_up(old).status, 401) << "a newer one replaced it";
    running.query("update setup_token set created_at = created_at - interval '2 days', expires_at = now() returning 1");
    EXPECT_EQ(set_up(token).status, 401);
    EXPECT_EQ(administrators(), "0");
    EXPECT_EQ(running.query("select count(*) from setup_token where setup_token::text like '%" + token + "%'"), "0");
}

TEST_F(SetupRoutes, AMistakeKeepsTheTokenGood) {
    const auto token = make_token();
    EXPECT_EQ(set_up(token, "not-an-address").status, 400);
    EXPECT_EQ(set_up(token, "4111111111111111@chain.example").status, 400);
    EXPECT_EQ(set_up(token, "boss@chain.example", "password1234").status, 400);
    EXPECT_EQ(set_up(token, "manager@test.example").status, 409);
    EXPECT_EQ(browser.post("/setup", "csrf_token=forged&token=" + token).status, 403);
    EXPECT_EQ(administrators(), "0");
    EXPECT_EQ(set_up(token).status, 200);
}

TEST_F(SetupRoutes, GuessesAreSlowedDown) {
    for (int guess = 0; guess < 10; ++guess) {
        EXPECT_EQ(set_up("guess").status, 401);
    }
    const auto slowed = set_up("guess");
    EXPECT_EQ(slowed.status, 429);
    EXPECT_GT(std::stoi(slowed.header("retry-after")), 2);
}

TEST(SetupBehindAProxy, IsOpenToItsOwnerWhileStrangersGuess) {
    test::RunningService running([](app::Config& config) { config.proxy_addresses = {"127.0.0.1"}; });
    const auto browser_at = [&](const std::string& address) {
        return FormSession(running.url(), {{"X-Forwarded-Proto", "https"}, {"X-Forwarded-For", address}});
    };
    running.query(
        "with gone as (delete from account_grant where role = 'admin' returning account_id) delete from account "
        "where account_id in (select account_id from gone) returning 1");
    app::DatabasePorts ports{running.config().database_migrate};
    const auto token = routes::make_secret();
    ASSERT_TRUE(ports.setup.put_token(routes::hash_secret(token), test::now()));
    const std::string fields = "&email=boss@chain.example&password=purple+lamp+eats+tuesday";
    for (int host = 1; host <= 25; ++host) {
        auto stranger = browser_at("192.0.2." + std::to_string(host));
        EXPECT_EQ(stranger.post_open("/setup", "/setup", "token=guess" + fields).status, 401) << host;
    }
    auto owner = browser_at("198.51.100.7");
    EXPECT_EQ(owner.post_open("/setup", "/setup", "token=" + token + fields).status, 200);
}

}  // namespace
}  // namespace tillnote
