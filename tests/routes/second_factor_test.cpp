#include "server/routes/second_factor.hpp"

#include "server/routes/totp.hpp"
#include "tests/routes/form_session.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <regex>
#include <set>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using test::FormSession;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string from_base32(const std::string& text) {
    const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string bytes;
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char letter : text) {
        held = held << 5U | static_cast<std::uint32_t>(letters.find(letter));
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>(held >> bits & 0xffU));
        }
    }
    return bytes;
}

class SecondFactor : public ::testing::Test {
protected:
    /// The secret on the account's page.
    static std::string secret_on(const std::string& page) {
        std::smatch match;
        return std::regex_search(page, match, std::regex("secret=([A-Z2-7]+)")) ? from_base32(match[1]) : "";
    }
    static std::vector<std::string> codes_on(const std::string& page) {
        const std::regex code("<li><code>([A-Z0-9-]+)</code></li>");
        std::vector<std::string> codes;
        for (std::sregex_iterator at(page.begin(), page.end(), code), end; at != end; ++at) {
            codes.push_back((*at)[1]);
        }
        return codes;
    }
    /// The code of this step, or of the next. The server takes both, even when a step ends meanwhile; the set-up takes
    /// this one's, so what follows gives the next.
    std::string code(std::int64_t steps) const {
        return routes::totp_code(secret, routes::totp_step_of(test::now()) + steps);
    }
    /// Sets the second factor up on the pages, as the first thing after a sign-in. The answer shows the recovery codes.
    test::Answer set_up(FormSession& browser) {
        EXPECT_EQ(browser.post_own("/account/second-factor", "").header("location"), "/account");
        secret = secret_on(browser.get("/account").body);
        EXPECT_EQ(secret.size(), routes::totp_secret_bytes);
        auto answer = browser.post_own("/account/second-factor/confirmation", "code=" + code(0));
        recovery = codes_on(answer.body);
        return answer;
    }
    FormSession browser_of(const std::string& role) {
        FormSession browser(running->url());
        EXPECT_EQ(browser.sign_in(role + "@test.example").status, 303);
        return browser;
    }
    test::Answer by_script(const std::string& role, const json& more) {
        json body{{"email", role + "@test.example"}, {"password", test::RunningService::password}};
        if (!more.is_null()) {
            body.update(more);
        }
        return client.post_json("/v1/sessions", body.dump());
    }

    /// Why sign-ins were refused, the first first.
    std::string refusals() {
        return running->query(
            "select coalesce(string_agg(concat_ws(' ', actor_kind, object_id, details->>'problem'), ', ' order by entry_id),"
            " '') from audit_entry where action = 'signed_in' and outcome = 'refused'");
    }

    std::unique_ptr<test::RunningService> running =
        std::make_unique<test::RunningService>([](app::Config& config) { config.second_factor_required = true; });
    test::RecordingClient client{running->url()};
    std::string secret;
    std::vector<std::string> recovery;
};

TEST_F(SecondFactor, IsSetUpBeforeAnythingElseIsOpen) {
    FormSession browser = browser_of("manager");
    for (const auto* path : {"/", "/stores/oak-street/latest", "/stores/oak-street/lanes"}) {
        EXPECT_EQ(browser.get(path).header("location"), "/account") << path;
    }
    EXPECT_EQ(browser.get("/v1/stores").status, 403);
    EXPECT_THAT(browser.get("/account").body, HasSubstr("Before you go on"));
    EXPECT_EQ(set_up(browser).status, 200);
    EXPECT_EQ(browser.get("/stores/oak-street/today").status, 200);
    EXPECT_THAT(browser.get("/account").body, Not(HasSubstr("Before you go on")));
}

TEST_F(SecondFactor, ADemoAccountNeedsNoneAndGetsNone) {
    running->query("update account set demo = true where email = 'manager@test.example' returning 1");
    FormSession browser = browser_of("manager");
    EXPECT_EQ(browser.get("/stores/oak-street/today").status, 200);
    EXPECT_EQ(browser.post_own("/account/second-factor", "").status, 409);
    EXPECT_EQ(by_script("manager", {}).status, 201);
}

TEST_F(SecondFactor, SignInAsksForTheCodeAfterThePassword) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    FormSession browser(running->url());
    EXPECT_THAT(browser.sign_in("chain@test.example").header("location"), HasSubstr("/sign-in/code"));
    EXPECT_THAT(browser.cookie_names(), ElementsAre("tillnote_form", "tillnote_step"));
    EXPECT_EQ(browser.get("/v1/stores").status, 401) << "the password alone opens nothing";
    EXPECT_THAT(browser.get("/sign-in/code").body, HasSubstr("autocomplete=\"one-time-code\""));
    const auto wrong = browser.post_open("/sign-in/code", "/sign-in/code", "code=000000");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_THAT(wrong.body, HasSubstr("This code is wrong or was used already"));
    const auto right = browser.post_open("/sign-in/code", "/sign-in/code", "next=%2Faccount&code=" + code(1));
    EXPECT_EQ(right.status, 303);
    EXPECT_THAT(browser.cookie_names(), ElementsAre("tillnote_session"));
    EXPECT_EQ(right.header("location"), "/account");
    EXPECT_EQ(browser.get("/").status, 200);
    EXPECT_EQ(refusals(), "nobody chain@test.example wrong code");
    EXPECT_EQ(running->query("select actor_kind || ' ' || object_id || ' ' || outcome from audit_entry where action = "
                             "'asked_for' and object_kind = 'session'"),
              "nobody chain@test.example done")
        << "whoever has only the password is told of as well";
}

TEST_F(SecondFactor, EachCodeIsTakenOnce) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    const auto once = code(1);
    EXPECT_EQ(by_script("chain", {{"totp", once}}).status, 201);
    const auto again = by_script("chain", {{"code", once}});
    EXPECT_EQ(again.status, 401);
    EXPECT_EQ(json::parse(again.body)["type"], "/problems/wrong-credentials");
    EXPECT_EQ(by_script("chain", {{"code", code(0)}}).status, 401) << "an earlier one neither: it was seen before";
}

TEST_F(SecondFactor, ARecoveryCodeLetsInOnceHoweverItIsTyped) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    ASSERT_EQ(recovery.size(), 10U);
    EXPECT_EQ(std::set<std::string>(recovery.begin(), recovery.end()).size(), 10U);
    std::string typed = recovery[3];
    std::ranges::replace(typed, '-', ' ');
    std::ranges::transform(typed, typed.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    EXPECT_EQ(by_script("chain", {{"code", typed}}).status, 201);
    EXPECT_EQ(by_script("chain", {{"code", recovery[3]}}).status, 401);
    EXPECT_EQ(by_script("chain", {{"code", recovery[4]}}).status, 201);
    EXPECT_THAT(owner.get("/account").body, HasSubstr("8 of your ten recovery codes are left"));
}

TEST_F(SecondFactor, AScriptIsToldWhatLacksOnlyAfterTheRightPassword) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    const auto lacking = by_script("chain", {});
    EXPECT_EQ(lacking.status, 401);
    EXPECT_EQ(json::parse(lacking.body)["type"], "/problems/second-factor-needed");
    EXPECT_EQ(json::parse(lacking.body)["errors"][0]["pointer"], "/code");
    EXPECT_EQ(refusals(), "nobody chain@test.example no code given") << "somebody has learnt that it is right";
    EXPECT_EQ(json::parse(by_script("chain", {{"password", "not this one at all"}}).body)["type"],
              "/problems/wrong-credentials");
    EXPECT_EQ(by_script("chain", {{"code", code(1)}, {"totp", code(1)}}).status, 400);
}

TEST_F(SecondFactor, NoPageLearnsThatAPasswordIsRightWithoutAnEntry) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    running->query("alter table audit_entry add constraint nothing check (action <> 'asked_for') not valid; select 1");
    FormSession browser(running->url());
    EXPECT_EQ(browser.sign_in("chain@test.example").status, 503);
    EXPECT_EQ(running->query("select count(*) from sign_in_step"), "0");
}

TEST_F(SecondFactor, AScriptOfWhoHasNoneIsSentToThePages) {
    const auto answer = by_script("district", {});
    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.body, HasSubstr("/account"));
}

TEST_F(SecondFactor, FiveWrongCodesEndTheStep) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    FormSession browser(running->url());
    browser.sign_in("chain@test.example");
    for (int attempt = 0; attempt < 5; ++attempt) {
        EXPECT_EQ(browser.post_open("/sign-in/code", "/sign-in/code", "code=00000" + std::to_string(attempt)).status, 401);
    }
    const auto over = browser.post_open("/sign-in/code", "/sign-in/code", "code=" + code(1));
    EXPECT_EQ(over.status, 303);
    EXPECT_THAT(over.header("location"), HasSubstr("/sign-in?next="));
    EXPECT_EQ(browser.get("/account").status, 303) << "not signed in";
}

TEST_F(SecondFactor, AStepEndsAfterFiveMinutesAndWithTheAccount) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    FormSession late(running->url());
    late.sign_in("chain@test.example");
    running->query("update sign_in_step set expires_at = now() - interval '1 second' returning 1");
    EXPECT_THAT(late.post_open("/sign-in/code", "/sign-in/code", "code=" + code(1)).header("location"),
                HasSubstr("/sign-in?next="));
    FormSession gone(running->url());
    gone.sign_in("chain@test.example");
    running->query("update account set disabled_at = now() where email = 'chain@test.example' returning 1");
    const auto answer = gone.post_open("/sign-in/code", "/sign-in/code", "code=" + code(1));
    running->query("update account set disabled_at = null where email = 'chain@test.example' returning 1");
    EXPECT_THAT(answer.header("location"), HasSubstr("/sign-in?next="));
}

TEST_F(SecondFactor, TheCodeFormOfElsewhereDoesNothing) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    FormSession browser(running->url());
    browser.sign_in("chain@test.example");
    browser.get("/sign-in/code");
    EXPECT_EQ(browser.post("/sign-in/code", "csrf_token=forged&code=" + code(1)).status, 403);
    EXPECT_EQ(by_script("chain", {{"code", code(1)}}).status, 201) << "and took no code";
}

TEST_F(SecondFactor, EndsOtherSignInsWithThePasswordWhenItIsTurnedOn) {
    FormSession thief = browser_of("chain");
    const auto of_operator = running->bearer_of("chain");
    running->query("update session set expires_at = now() + interval '365 days' where not by_cookie returning 1");
    FormSession owner = browser_of("chain");
    set_up(owner);
    EXPECT_EQ(thief.get("/account").status, 303);
    EXPECT_EQ(owner.get("/account").status, 200);
    EXPECT_EQ(client.get("/v1/stores", bearer(of_operator)).status, 200) << "printed by the operator";
}

TEST_F(SecondFactor, IsSetUpByTheBrowserThatBeganItAndByNothingElse) {
    FormSession owner = browser_of("chain");
    FormSession elsewhere = browser_of("chain");
    auto token = bearer(running->bearer_of("chain"));
    token.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    const auto by_token = [&](const std::string& path, const std::string& fields) {
        return client.send("POST", path, token, fields);
    };
    EXPECT_EQ(by_token("/account/second-factor", "").status, 409) << "however fresh it is";
    EXPECT_EQ(owner.post_own("/account/second-factor", "").header("location"), "/account");
    secret = secret_on(owner.get("/account").body);
    ASSERT_EQ(secret.size(), routes::totp_secret_bytes);
    EXPECT_EQ(secret_on(client.get("/account", token).body), "");
    EXPECT_EQ(secret_on(elsewhere.get("/account").body), "");
    EXPECT_EQ(by_token("/account/second-factor/confirmation", "code=" + code(0)).status, 409);
    EXPECT_EQ(elsewhere.post_own("/account/second-factor/confirmation", "code=" + code(0)).status, 409);
    const auto confirmed = owner.post_own("/account/second-factor/confirmation", "code=" + code(0));
    EXPECT_EQ(confirmed.status, 200);
    EXPECT_EQ(codes_on(confirmed.body).size(), 10U);
}

TEST_F(SecondFactor, ANewPhoneNeedsACodeOfTheOldOne) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    EXPECT_EQ(owner.post_own("/account/second-factor", "code=000000").status, 400);
    EXPECT_EQ(owner.post_own("/account/second-factor", "").status, 400);
    const auto before = secret;
    EXPECT_EQ(owner.post_own("/account/second-factor", "code=" + recovery[0]).status, 303);
    secret = secret_on(owner.get("/account").body);
    EXPECT_NE(secret, before);
    EXPECT_EQ(owner.post_own("/account/second-factor/confirmation", "code=000000").status, 400);
    const auto after = secret;
    secret = before;
    EXPECT_EQ(by_script("chain", {{"code", code(1)}}).status, 201) << "the old one holds until the new one works";
    secret = after;
    EXPECT_EQ(owner.post_own("/account/second-factor/confirmation", "code=" + code(0)).status, 200);
    EXPECT_EQ(by_script("chain", {{"code", code(1)}}).status, 201);
    EXPECT_EQ(by_script("chain", {{"code", recovery[1]}}).status, 401) << "the recovery codes are new, too";
}

TEST_F(SecondFactor, NewRecoveryCodesReplaceTheOldOnes) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    EXPECT_EQ(owner.post_own("/account/recovery-codes", "code=123").status, 400);
    const auto renewed = owner.post_own("/account/recovery-codes", "code=" + code(1));
    EXPECT_EQ(renewed.status, 200);
    EXPECT_EQ(by_script("chain", {{"code", recovery[0]}}).status, 401);
    EXPECT_EQ(by_script("chain", {{"code", codes_on(renewed.body).at(0)}}).status, 201);
}

TEST_F(SecondFactor, ACodeLeavesTheEntryToTheChangeThatItIsGivenFor) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    EXPECT_EQ(owner.post_own("/account/recovery-codes", "code=" + code(1)).status, 200);
    EXPECT_EQ(running->query("select xmin = all (select xmin from recovery_code) from audit_entry where action = 'renewed'"),
              "t");
}

TEST_F(SecondFactor, ANewPhoneIsToldOfWithItsSecretNotWithTheCodeOfTheOldOne) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    EXPECT_EQ(owner.post_own("/account/second-factor", "code=" + code(1)).status, 303);
    EXPECT_EQ(running->query("select xmin = (select xmin from second_factor) from audit_entry where action = 'asked_for' "
                             "order by entry_id desc limit 1"),
              "t");
}

TEST_F(SecondFactor, TheCodeEndsTheEarlierSignInOfItsBrowser) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    const auto earlier = "tillnote_session=" + owner.cookie("tillnote_session");
    owner.sign_in("chain@test.example");
    EXPECT_EQ(client.get("/account", {{"Cookie", earlier}}).status, 200) << "the password alone ends nothing";
    EXPECT_EQ(owner.post_open("/sign-in/code", "/sign-in/code", "code=" + code(1)).status, 303);
    EXPECT_EQ(client.get("/account", {{"Cookie", earlier}}).status, 303);
    EXPECT_EQ(owner.get("/account").status, 200);
}

TEST_F(SecondFactor, IsNotSetUpWithASignInOfLongAgo) {
    FormSession browser = browser_of("chain");
    running->query("update session set created_at = now() - interval '16 minutes' where by_cookie returning 1");
    const auto answer = browser.post_own("/account/second-factor", "");
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(answer.body, HasSubstr("sign in again"));
    EXPECT_EQ(browser.post_own("/account/second-factor/confirmation", "code=123456").status, 409) << "nothing to confirm";
    EXPECT_EQ(browser.post_own("/account/recovery-codes", "code=123456").status, 409) << "nothing to renew";
}

TEST_F(SecondFactor, TheDatabaseHoldsNoRecoveryCodeAndReportsSeeNoSecret) {
    FormSession owner = browser_of("chain");
    set_up(owner);
    std::string bare = recovery[0];
    std::erase(bare, '-');
    EXPECT_EQ(running->query("select count(*) from recovery_code where recovery_code::text ilike '%" + bare + "%'"), "0");
    EXPECT_EQ(running->query("select has_column_privilege('tillnote_read', 'second_factor', 'secret', 'select') or "
                             "has_column_privilege('tillnote_read', 'second_factor', 'pending_secret', 'select') or "
                             "has_table_privilege('tillnote_digest', 'second_factor', 'select') or "
                             "has_table_privilege('tillnote_ingest', 'second_factor', 'select')"),
              "f");
}

TEST_F(SecondFactor, ThePageReadsSpanishToo) {
    FormSession browser = browser_of("chain");
    EXPECT_THAT(browser.get("/account?lang=es").body, HasSubstr("Código de su teléfono"));
    const auto wrong = browser.post_own("/account/second-factor/confirmation?lang=es", "code=1");
    EXPECT_THAT(wrong.body, HasSubstr("Esta preparación ya caducó"));
}

}  // namespace
}  // namespace tillnote
