#include "server/app/database_ports.hpp"
#include "tests/routes/form_session.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/file_text.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <regex>

namespace tillnote {
namespace {

using nlohmann::json;
using test::FormSession;
using ::testing::HasSubstr;

constexpr const char* new_password = "purple+lamp+eats+tuesday";

class PasswordRoutes : public ::testing::Test {
protected:
    void SetUp() override {
        std::string name = ::testing::TempDir() + "tillnote_mail_XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
        running = std::make_unique<test::RunningService>([this](app::Config& config) {
            config.mail_folder = folder;
            config.mail_from = "tillnote@shop.example";
            config.web_base_url = "https://tillnote.shop.example";
        });
        browser = std::make_unique<FormSession>(running->url());
    }
    void TearDown() override {
        browser.reset();
        running.reset();
        std::filesystem::remove_all(folder);
    }

    test::Answer ask(const std::string& email) {
        return browser->post_open("/forgotten-password", "/forgotten-password", "email=" + email);
    }
    /// The mails that have left, joined over their folded lines.
    std::vector<std::string> mails() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".eml") {
                found.push_back(std::regex_replace(test::text_of_file(entry.path()), std::regex("=\r?\n"), ""));
            }
        }
        return found;
    }
    std::vector<std::string> await_mails(std::size_t count) const {
        EXPECT_TRUE(test::eventually([&] { return mails().size() >= count; }));
        return mails();
    }
    /// The path of the link in the one mail that there is.
    std::string await_link() const {
        const auto found = await_mails(1);
        std::smatch match;
        const bool has_link = found.size() == 1 && std::regex_search(found[0], match, std::regex("(/set-password/[\\w-]+)"));
        EXPECT_TRUE(has_link) << found.size();
        return has_link ? std::string(match[1]) : "/set-password/none";
    }
    bool signs_in(const std::string& email, const std::string& password) {
        return client().post_json("/v1/sessions", json{{"email", email}, {"password", password}}.dump()).status == 201;
    }
    test::RecordingClient& client() {
        if (!client_) {
            client_ = std::make_unique<test::RecordingClient>(running->url());
        }
        return *client_;
    }

    std::string folder;
    std::unique_ptr<test::RunningService> running;
    std::unique_ptr<FormSession> browser;

private:
    std::unique_ptr<test::RecordingClient> client_;
};

TEST_F(PasswordRoutes, AForgottenPasswordIsSetByTheLinkOfAMail) {
    FormSession before(running->url());
    ASSERT_EQ(before.sign_in("manager@test.example").status, 303);
    EXPECT_EQ(ask("Manager%40Test.Example").status, 200);
    const auto link = await_link();
    EXPECT_THAT(mails()[0], HasSubstr("To: <manager@test.example>"));
    EXPECT_THAT(mails()[0], HasSubstr("https://tillnote.shop.example/set-password/"));
    EXPECT_THAT(browser->get(link).body, HasSubstr("manager@test.example"));
    const auto set = browser->post_open(link, link, std::string("password=") + new_password);
    EXPECT_EQ(set.status, 200);
    EXPECT_THAT(set.body, HasSubstr("Your password is set"));
    EXPECT_TRUE(signs_in("manager@test.example", "purple lamp eats tuesday"));
    EXPECT_FALSE(signs_in("manager@test.example", test::RunningService::password));
    EXPECT_EQ(before.get("/account").status, 303) << "every earlier sign-in has ended";
    EXPECT_EQ(browser->get(link).status, 404) << "the link is good once";
}

TEST_F(PasswordRoutes, TheAnswerDoesNotTellWhetherThereIsAnAccount) {
    const std::regex token(R"re(value="[\w-]{43}")re");
    const auto known = ask("manager@test.example");
    const auto unknown = ask("nobody@test.example");
    EXPECT_EQ(known.status, unknown.status);
    EXPECT_EQ(std::regex_replace(known.body, token, ""), std::regex_replace(unknown.body, token, ""));
    EXPECT_EQ(await_mails(1).size(), 1U);
    EXPECT_EQ(running->query("select count(*) from account_link"), "1");
}

TEST_F(PasswordRoutes, AFourthRequestReadsTheSameAndLeavesNoEntry) {
    const std::regex token(R"re(value="[\w-]{43}")re");
    const auto first = ask("manager@test.example");
    for (int request = 0; request < 3; ++request) {
        const auto again = ask("manager@test.example");
        EXPECT_EQ(again.status, first.status);
        EXPECT_EQ(std::regex_replace(again.body, token, ""), std::regex_replace(first.body, token, ""));
    }
    running->stop();
    EXPECT_EQ(running->query("select count(*) from account_link"), "3");
    EXPECT_EQ(running->query("select count(*) from audit_entry where action = 'asked_for'"), "3");
}

TEST_F(PasswordRoutes, TheDatabaseAndTheOutboxNeverHoldTheLink) {
    ask("manager@test.example");
    const auto link = await_link();
    const auto token = link.substr(link.rfind('/') + 1);
    EXPECT_EQ(running->query("select count(*) from account_link_token"), "1");
    for (const auto* table : {"account_link", "account_link_token", "delivery"}) {
        EXPECT_EQ(running->query(std::string("select count(*) from ") + table + " where " + table + "::text like '%" +
                                 token + "%'"),
                  "0")
            << table;
    }
}

TEST_F(PasswordRoutes, ALinkIsOverAfterAnHour) {
    ask("manager@test.example");
    const auto link = await_link();
    EXPECT_EQ(running->query("select expires_at - created_at from account_link"), "01:00:00");
    browser->get(link);
    running->query("update account_link set created_at = created_at - interval '2 hours', expires_at = now() returning 1");
    EXPECT_EQ(browser->get(link).status, 404);
    const auto page = browser->get("/forgotten-password");
    const auto late = browser->post(link, "csrf_token=" + FormSession::token_on(page.body) + "&password=" + new_password);
    EXPECT_EQ(late.status, 404);
    EXPECT_TRUE(signs_in("manager@test.example", test::RunningService::password));
}

TEST_F(PasswordRoutes, ACommonOrShortPasswordIsRefusedOnTheFormAndTheLinkStaysGood) {
    ask("manager@test.example");
    const auto link = await_link();
    for (const auto* password : {"short", "password1234", "passwordpassword", ""}) {
        const auto refused = browser->post_open(link, link, std::string("password=") + password);
        EXPECT_EQ(refused.status, 400) << password;
        EXPECT_THAT(refused.body, HasSubstr("role=\"alert\""));
    }
    EXPECT_EQ(browser->post_open(link, link, std::string("password=") + new_password).status, 200);
}

TEST_F(PasswordRoutes, AResetDoesNotGetAroundTheSecondFactorAndNobodyGetsMoreThanThreeMails) {
    for (int request = 0; request < 5; ++request) {
        EXPECT_EQ(ask("chain@test.example").status, 200);
    }
    EXPECT_EQ(await_mails(3).size(), 3U);
    EXPECT_EQ(running->query("select count(*) from account_link"), "3");
    const auto many = ask("manager@test.example");
    EXPECT_EQ(many.status, 429) << "one address asks for five at most";
    EXPECT_GT(std::stoi(many.header("retry-after")), 2);
    running->query(
        "insert into second_factor (account_id, secret, confirmed_at) select account_id, 'plain:', now() from "
        "account where email = 'chain@test.example' returning 1");
    std::smatch match;
    const auto text = mails()[0];
    ASSERT_TRUE(std::regex_search(text, match, std::regex("(/set-password/[\\w-]+)")));
    const std::string link = match[1];
    EXPECT_EQ(browser->post_open(link, link, std::string("password=") + new_password).status, 200);
    EXPECT_EQ(running->query("select count(*) from account_link where used_at is null"), "0") << "the others ended with it";
    EXPECT_FALSE(signs_in("chain@test.example", "purple lamp eats tuesday"));
}

TEST_F(PasswordRoutes, FormsFromElsewhereAndWrongAddressesDoNothing) {
    EXPECT_EQ(browser->post("/forgotten-password", "csrf_token=forged&email=manager@test.example").status, 403);
    EXPECT_EQ(ask("not-an-address").status, 400);
    ask("manager@test.example");
    const auto link = await_link();
    EXPECT_EQ(browser->post(link, std::string("csrf_token=forged&password=") + new_password).status, 403);
    EXPECT_TRUE(signs_in("manager@test.example", test::RunningService::password));
}

TEST_F(PasswordRoutes, ADemoAndADisabledAccountAreSentNothing) {
    running->query("update account set demo = true where email = 'manager@test.example' returning 1");
    running->query("update account set disabled_at = now() where email = 'chain@test.example' returning 1");
    EXPECT_EQ(ask("manager@test.example").status, 200);
    EXPECT_EQ(ask("chain@test.example").status, 200);
    EXPECT_EQ(ask("district@test.example").status, 200);
    EXPECT_EQ(await_mails(1).size(), 1U) << "requests are handled in order, so the first two are through";
    EXPECT_EQ(running->query("select count(*) from account_link"), "1");
}

TEST_F(PasswordRoutes, AnInvitedPersonHasNoPasswordUntilTheLinkIsUsed) {
    app::DatabasePorts ports(running->config().database_migrate);
    ASSERT_TRUE(ports.accounts.add_account({test::fresh_id(),
                                            "new@test.example",
                                            std::string(domain::no_password),
                                            false,
                                            {{domain::Role::manager, "oak-street"}}},
                                           test::now()));
    ASSERT_TRUE(ports.account_links.invite("new@test.example", domain::Language::spanish, "shop.example", test::now()));
    EXPECT_FALSE(signs_in("new@test.example", "!"));
    const auto link = await_link();
    EXPECT_THAT(mails()[0], HasSubstr("Subject: Su cuenta de Tillnote"));
    EXPECT_EQ(running->query("select expires_at - created_at from account_link"), "7 days");
    EXPECT_EQ(browser->post_open(link, link, std::string("password=") + new_password).status, 200);
    EXPECT_TRUE(signs_in("new@test.example", "purple lamp eats tuesday"));
}

TEST_F(PasswordRoutes, ThePagesReadSpanishToo) {
    EXPECT_THAT(browser->get("/forgotten-password?lang=es").body, HasSubstr("Contraseña olvidada"));
    EXPECT_THAT(browser->get("/set-password/none").body, HasSubstr("Este enlace ya se usó"));
}

}  // namespace
}  // namespace tillnote
