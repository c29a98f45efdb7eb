#include "server/storage/account_rows.hpp"

#include "server/storage/pg_account_link_store.hpp"
#include "server/storage/pg_account_store.hpp"
#include "server/storage/pg_second_factor_store.hpp"
#include "server/storage/pg_session_store.hpp"
#include "server/storage/pg_user_store.hpp"
#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <thread>

namespace tillnote::test {
namespace {

using domain::Account;
using domain::Language;
using namespace std::chrono_literals;

/// The stores of accounts over one connection of their own.
struct Stores {
    explicit Stores(const std::string& database) : session(all_rows(database, "tillnote_web")) {}

    storage::Session session;
    storage::PgAccountStore accounts{session};
    storage::PgAccountLinkStore links{session};
    storage::PgSecondFactorStore factors{session};
    storage::PgSessionStore sessions{session};
    storage::PgUserStore users{session};
};

/// Sign-ins, links and factors of one account, in the hands of several at once.
class AccountRows : public testing::Test {
protected:
    std::string query(const std::string& sql) { return postgres().query(database, sql); }
    Account add_account(const std::string& email) {
        EXPECT_TRUE(here.accounts.add_account({.account_id = make_outbox_id(),
                                               .email = email,
                                               .password_hash = "$argon2id$x",
                                               .disabled = false,
                                               .grants = {{domain::Role::chain, ""}}},
                                              now))
            << here.session.last_failure();
        return read(email);
    }
    Account read(const std::string& email) { return here.accounts.find_account(email).value().value(); }
    domain::Session session_of(const Account& account, const std::string& token_hash) const {
        return {make_outbox_id(), token_hash, "csrf", account.account_id, true, now, now, now + 12h, 30min};
    }
    /// The token of a live link of `account`.
    std::string link_of(const Account& account) {
        EXPECT_TRUE(here.links.request_reset(account.email, Language::english, "x", now)->sent);
        query(
            "INSERT INTO account_link_token SELECT 'token of ' || link_id, link_id FROM account_link WHERE account_id = '" +
            account.account_id.to_string() + "'");
        return query("SELECT token_sha256 FROM account_link_token JOIN account_link USING (link_id) WHERE account_id = '" +
                     account.account_id.to_string() + "'");
    }
    void set_factor_up(const Account& account) {
        const Uuid browser = make_outbox_id();
        ASSERT_TRUE(here.factors.begin(account.account_id, browser, "sealed", now));
        ASSERT_TRUE(*here.factors.confirm({account.account_id, "sealed", 100, {"hash"}, browser}, now));
    }
    void await_waiting(const std::string& count) {
        EXPECT_EQ(
            postgres().wait_for(
                database,
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
                count),
            count);
    }

    const Instant now = at(day(2026, 11, 20), 15);
    const std::string database = postgres().make_database();
    Stores here{database};
    Stores there{database};
    pqxx::connection holder{postgres().connection_string(database, "postgres")};
};

TEST_F(AccountRows, WhatEndsTheSignInsOfAnAccountEndsThoseUnderWay) {
    const std::vector<std::pair<std::string, std::function<bool(const Account&)>>> changes{
        {"disabled",
         [&](const Account& account) {
             const auto disable = [](Account before, const domain::OtherAdministrators&) -> Result<Account> {
                 before.disabled = true;
                 return before;
             };
             return here.users.change_user(account.account_id, disable, now).has_value();
         }},
        {"another-role",
         [&](const Account& account) {
             const auto demote = [](Account before, const domain::OtherAdministrators&) -> Result<Account> {
                 before.grants = {{domain::Role::admin, ""}};
                 return before;
             };
             return here.users.change_user(account.account_id, demote, now).has_value();
         }},
        {"ended", [&](const Account& account) { return here.users.end_sessions(account.account_id).has_value(); }},
        {"ended-by-owner",
         [&](const Account& account) {
             return here.sessions.end_other_sessions(account.account_id, make_outbox_id()).has_value();
         }},
        {"reset", [&](const Account& account) { return *here.links.use_link(link_of(account), "$argon2id$y", now); }},
        {"replaced",
         [&](const Account& account) {
             return here.accounts.replace_password_hash(account.account_id, "$argon2id$y").has_value();
         }},
        {"new-factor",
         [&](const Account& account) {
             set_factor_up(account);
             return true;
         }},
        {"no-factor",
         [&](const Account& account) {
             query("INSERT INTO second_factor (account_id, secret, confirmed_at) VALUES ('" +
                   account.account_id.to_string() + "', 'sealed', now())");
             return here.factors.remove_factor(account.account_id).has_value();
         }},
    };
    for (const auto& [how, change] : changes) {
        SCOPED_TRACE(how);
        const auto account = add_account(how + "@x.example");
        ASSERT_TRUE(*here.factors.add_step("step " + how, account, now)) << here.session.last_failure();
        ASSERT_TRUE(change(account)) << here.session.last_failure();
        EXPECT_FALSE(here.factors.try_step("step " + how, now)->has_value()) << "no code is awaited any more";
        EXPECT_FALSE(*here.factors.add_step("late " + how, account, now));
        EXPECT_FALSE(*here.accounts.begin_session(session_of(account, "late " + how), account.sign_in_epoch, ""));
        const auto after = read(account.email);
        EXPECT_EQ(*here.accounts.begin_session(session_of(account, "new " + how), after.sign_in_epoch, ""), !after.disabled);
    }
    EXPECT_EQ(query("SELECT count(*) FROM sign_in_step"), "0");
    EXPECT_EQ(query("SELECT count(*) FROM session WHERE token_sha256 LIKE 'late%'"), "0");
}

TEST_F(AccountRows, TheSamePasswordHashedAnewLeavesASignInAlone) {
    const auto account = add_account("anna@x.example");
    ASSERT_TRUE(here.accounts.refresh_password_hash(account.account_id, "$argon2id$x", "$argon2id$new"));
    EXPECT_TRUE(*here.accounts.begin_session(session_of(account, "hash"), account.sign_in_epoch, ""));
}

TEST_F(AccountRows, ASignInThatMeetsAChangeWaitsAndSeesIt) {
    const auto account = add_account("anna@x.example");
    pqxx::work change(holder);
    change.exec("UPDATE tillnote.account SET disabled_at = now()");
    Result<bool> begun = true;
    std::thread sign_in(
        [&] { begun = there.accounts.begin_session(session_of(account, "hash"), account.sign_in_epoch, ""); });
    await_waiting("1");
    change.commit();
    sign_in.join();
    ASSERT_TRUE(begun) << there.session.last_failure();
    EXPECT_FALSE(*begun);
    EXPECT_EQ(query("SELECT count(*) FROM session"), "0");
}

TEST_F(AccountRows, AChangeThatMeetsASignInEndsIt) {
    const auto account = add_account("anna@x.example");
    pqxx::work sign_in(holder);
    sign_in.exec("SELECT FROM tillnote.account FOR NO KEY UPDATE");
    sign_in.exec(
        "INSERT INTO tillnote.session SELECT gen_random_uuid(), account_id, 'hash', 'csrf', true, now(), now(), "
        "now() + interval '1 day', 0 FROM tillnote.account");
    Result<int> ended = 0;
    std::thread change([&] { ended = there.users.end_sessions(account.account_id); });
    await_waiting("1");
    sign_in.commit();
    change.join();
    ASSERT_TRUE(ended) << there.session.last_failure();
    EXPECT_EQ(*ended, 1);
}

TEST_F(AccountRows, ALinkIsUsedAndReplacedAtOnceWithoutADeadlock) {
    const auto account = add_account("anna@x.example");
    const auto token = link_of(account);
    pqxx::work held(holder);
    held.exec("SELECT FROM tillnote.account FOR UPDATE");
    Result<void> invited;
    Result<bool> used = true;
    std::thread first([&] { invited = here.links.invite(account.email, Language::english, "x", now); });
    await_waiting("1");
    std::thread second([&] { used = there.links.use_link(token, "$argon2id$y", now); });
    await_waiting("2");
    held.commit();
    first.join();
    second.join();
    EXPECT_TRUE(invited) << here.session.last_failure();
    ASSERT_TRUE(used) << there.session.last_failure();
    EXPECT_FALSE(*used) << "the invitation came first";
}

TEST_F(AccountRows, SignInsAndAFactorAreTakenAwayAtOnceWithoutADeadlock) {
    const auto account = add_account("anna@x.example");
    set_factor_up(account);
    ASSERT_TRUE(here.accounts.add_session(session_of(account, "hash")));
    ASSERT_TRUE(*here.factors.add_step("step", read(account.email), now));
    pqxx::work held(holder);
    held.exec("SELECT FROM tillnote.session FOR UPDATE");
    Result<int> ended = 0;
    Result<void> removed;
    std::thread first([&] { ended = here.users.end_sessions(account.account_id); });
    await_waiting("1");
    std::thread second([&] { removed = there.factors.remove_factor(account.account_id); });
    await_waiting("2");
    held.commit();
    first.join();
    second.join();
    ASSERT_TRUE(ended) << here.session.last_failure();
    EXPECT_EQ(*ended, 1);
    EXPECT_TRUE(removed) << there.session.last_failure();
}

TEST_F(AccountRows, WhatIsOverIsRemovedAroundWhatOthersHold) {
    const auto account = add_account("anna@x.example");
    ASSERT_TRUE(here.accounts.add_session(session_of(account, "held")));
    ASSERT_TRUE(here.accounts.add_session(session_of(account, "free")));
    query("UPDATE session SET expires_at = '2026-11-20T14:00:00Z'");
    pqxx::work held(holder);
    held.exec("SELECT FROM tillnote.session WHERE token_sha256 = 'held' FOR UPDATE");
    ASSERT_TRUE(*there.accounts.begin_session(session_of(account, "new"), account.sign_in_epoch, ""));
    EXPECT_EQ(query("SELECT string_agg(token_sha256, ' ' ORDER BY token_sha256) FROM session"), "held new");
}

}  // namespace
}  // namespace tillnote::test
