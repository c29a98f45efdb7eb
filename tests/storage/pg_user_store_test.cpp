#include "server/storage/pg_user_store.hpp"

#include "server/storage/pg_account_store.hpp"
#include "server/storage/pg_audit_log.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace tillnote::test {
namespace {

using domain::Account;
using domain::Grant;
using domain::Role;
using testing::SizeIs;

class UserStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        for (const char* name : {"anna", "bert"}) {
            ids.push_back(make_outbox_id());
            ASSERT_TRUE(accounts.add_account({.account_id = ids.back(),
                                              .email = std::string(name) + "@x.example",
                                              .password_hash = "hash",
                                              .grants = {{Role::admin, ""}}},
                                             now));
            query(
                "INSERT INTO session SELECT gen_random_uuid(), account_id, email, 'csrf', true, now(), now(),"
                " now() + interval '1 day', 0 FROM account WHERE email LIKE '" +
                std::string(name) + "%'");
        }
    }
    std::string query(const std::string& sql) { return postgres().query(database, sql); }
    Result<Account> disable(storage::PgUserStore& store, const Uuid& id) {
        return store.change_user(
            id,
            [](const Account& before, const domain::OtherAdministrators& others) {
                return domain::change_user(before, {.grants = {}, .disabled = true},
                                           {.account_id = {}, .other_administrators = others.who_can_sign_in(false)});
            },
            now);
    }
    Result<Account> give(const Uuid& id, std::vector<Grant> grants) {
        return users.change_user(
            id,
            [&](Account before, const domain::OtherAdministrators&) -> Result<Account> {
                before.grants = grants;
                return before;
            },
            now);
    }

    const Instant now = at(day(2026, 11, 20), 20);
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgAccountStore accounts{web};
    storage::PgUserStore users{web};
    std::vector<Uuid> ids;
};

TEST_F(UserStore, ListsWhoSignsInWithFactorAndLastSignIn) {
    query("INSERT INTO second_factor (account_id, secret, confirmed_at) SELECT account_id, 's', now() FROM account LIMIT 1");
    storage::PgAuditLog log(web);
    ASSERT_TRUE(log.append({.actor = {.kind = domain::ActorKind::person, .id = ids[1], .name = "bert@x.example"},
                            .action = domain::AuditAction::signed_in,
                            .object = domain::AuditObject::user}));
    ASSERT_TRUE(log.append({.actor = {.kind = domain::ActorKind::person, .id = ids[0], .name = "anna@x.example"},
                            .action = domain::AuditAction::signed_in,
                            .object = domain::AuditObject::user,
                            .outcome = domain::AuditOutcome::refused}));
    const auto all = users.list_users("", 10);
    ASSERT_TRUE(all) << web.last_failure();
    ASSERT_THAT(*all, SizeIs(2));
    EXPECT_EQ((*all)[0].account.email, "anna@x.example");
    EXPECT_NE((*all)[0].has_second_factor, (*all)[1].has_second_factor);
    EXPECT_FALSE((*all)[0].last_sign_in_at) << "was refused";
    EXPECT_TRUE((*all)[1].last_sign_in_at);
    EXPECT_THAT(users.list_users("bert", 10).value(), SizeIs(1));
    EXPECT_THAT(users.list_users("%", 10).value(), SizeIs(0)) << "no pattern";
    EXPECT_THAT(users.list_users("", 1).value(), SizeIs(1));
    EXPECT_TRUE(users.find_user(ids[0])->has_value());
    EXPECT_FALSE(users.find_user(make_outbox_id())->has_value());
    EXPECT_EQ((*users.find_user_by_email("bert@x.example"))->account.account_id, ids[1]);
}

TEST_F(UserStore, EndsTheSignInsOfWhoIsChangedAndOfNobodyElse) {
    ASSERT_TRUE(disable(users, ids[0])) << web.last_failure();
    EXPECT_EQ(query("SELECT string_agg(token_sha256, ' ') FROM session"), "bert@x.example");
    EXPECT_TRUE((*accounts.find_account("anna@x.example"))->disabled);
    ASSERT_TRUE(give(ids[1], {{Role::district, "north"}, {Role::admin, ""}}));
    EXPECT_EQ(query("SELECT count(*) FROM session"), "0");
    EXPECT_EQ(domain::role_words((*accounts.find_account("bert@x.example"))->grants), "admin, district north");
}

TEST_F(UserStore, EndsNothingWhereNothingChanges) {
    ASSERT_TRUE(give(ids[1], {{Role::admin, ""}}));
    EXPECT_EQ(query("SELECT count(*) FROM session"), "2");
}

TEST_F(UserStore, ChangesNothingForAScopeThatIsNotThere) {
    const auto changed = give(ids[1], {{Role::manager, "nowhere"}});
    ASSERT_TRUE(changed.has_error());
    EXPECT_EQ(changed.error().code, ErrorCode::impossible_value);
    EXPECT_EQ(domain::role_words((*accounts.find_account("bert@x.example"))->grants), "admin");
    EXPECT_EQ(query("SELECT count(*) FROM session"), "2");
    EXPECT_EQ(give(make_outbox_id(), {{Role::admin, ""}}).error().code, ErrorCode::not_found);
}

TEST_F(UserStore, CountsOtherAdministratorsThatCanSignIn) {
    const auto others = [&](bool only_by_proxy = false) {
        int counted = -1;
        EXPECT_TRUE(users.change_user(
            ids[0],
            [&](const Account& before, const domain::OtherAdministrators& others_now) -> Result<Account> {
                counted = others_now.who_can_sign_in(only_by_proxy);
                return before;
            },
            now));
        return counted;
    };
    EXPECT_EQ(others(), 1);
    EXPECT_EQ(others(true), 0) << "no password lets anybody in";
    query("UPDATE account SET password_hash = '!' WHERE email LIKE 'bert%'");
    EXPECT_EQ(others(), 0) << "was only invited";
    storage::PgAuditLog log(web);
    ASSERT_TRUE(log.append({.actor = {.kind = domain::ActorKind::person, .id = ids[1], .name = "bert@x.example"},
                            .action = domain::AuditAction::signed_in,
                            .object = domain::AuditObject::user,
                            .facts = {{"kind", std::string(domain::signed_in_by_proxy)}}}));
    EXPECT_EQ(others(), 1) << "comes by the proxy, without a password here";
    EXPECT_EQ(others(true), 1);
    query("UPDATE account SET password_hash = 'hash', disabled_at = now() WHERE email LIKE 'bert%'");
    EXPECT_EQ(others(), 0);
    EXPECT_EQ(others(true), 0);
}

TEST_F(UserStore, LetsTwoAdministratorsNotDisableEachOtherAtOnce) {
    std::vector<std::future<bool>> attempts;
    for (const Uuid& id : ids) {
        attempts.push_back(std::async(std::launch::async, [this, id] {
            storage::Session session{all_rows(database, "tillnote_web")};
            storage::PgUserStore store(session);
            return disable(store, id).has_value();
        }));
    }
    int done = 0;
    for (auto& attempt : attempts) {
        done += attempt.get() ? 1 : 0;
    }
    EXPECT_EQ(done, 1);
    EXPECT_EQ(query("SELECT count(*) FROM account WHERE disabled_at IS NULL"), "1");
}

TEST_F(UserStore, EndsAllSignInsOfAnAccount) {
    EXPECT_EQ(users.end_sessions(ids[0]).value(), 1) << web.last_failure();
    EXPECT_EQ(users.end_sessions(ids[0]).value(), 0);
    EXPECT_EQ(query("SELECT string_agg(token_sha256, ' ') FROM session"), "bert@x.example");
    EXPECT_EQ(users.end_sessions(make_outbox_id()).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace tillnote::test
