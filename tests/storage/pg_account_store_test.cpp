#include "server/storage/pg_account_store.hpp"

#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::Grant;
using domain::Role;
using namespace std::chrono_literals;

class AccountStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(database_session);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << database_session.last_failure();
        ASSERT_TRUE(accounts.add_account(chief, now).has_value()) << database_session.last_failure();
    }

    domain::Session make_session(bool by_cookie, std::chrono::seconds idle_max) {
        return {make_outbox_id(), "hash", "csrf", chief.account_id, by_cookie, now, now, now + 12h, idle_max};
    }

    const Instant now = at(day(2026, 11, 20), 15);
    const std::string database = postgres().make_database();
    storage::Session database_session{all_rows(database, "tillnote_web")};
    storage::PgAccountStore accounts{database_session};
    const domain::Account chief{make_outbox_id(),
                                "chief@example.com",
                                "$argon2id$x",
                                false,
                                {Grant{Role::admin, ""}, Grant{Role::district, "north"}}};
};

TEST_F(AccountStore, FindsAnAccountWithItsGrants) {
    const auto found = accounts.find_account("chief@example.com");
    ASSERT_TRUE(found.has_value() && found->has_value()) << database_session.last_failure();
    EXPECT_EQ((*found)->account_id, chief.account_id);
    EXPECT_EQ((*found)->password_hash, "$argon2id$x");
    ASSERT_EQ((*found)->grants.size(), 2u);
    EXPECT_EQ((*found)->grants[1].scope, "north");
    EXPECT_FALSE(accounts.find_account("nobody@example.com")->has_value());
    EXPECT_EQ(accounts.list_accounts()->size(), 1u);
    ASSERT_TRUE(accounts.replace_password_hash(chief.account_id, "other").has_value());
    EXPECT_EQ((*accounts.find_account("chief@example.com"))->password_hash, "other");
}

TEST_F(AccountStore, RefusesASecondAccountOfOneAddressAndUnknownScopes) {
    auto other = chief;
    other.account_id = make_outbox_id();
    EXPECT_EQ(accounts.add_account(other, now).error().code, ErrorCode::conflict);
    other.email = "other@example.com";
    other.grants = {Grant{Role::manager, "no-such-store"}};
    EXPECT_EQ(accounts.add_account(other, now).error().code, ErrorCode::impossible_value);
    EXPECT_FALSE(accounts.find_account("other@example.com")->has_value()) << "nothing of it stays";
}

TEST_F(AccountStore, KnowsThePersonBehindALiveSession) {
    const auto session = make_session(true, 30min);
    ASSERT_TRUE(accounts.add_session(session).has_value()) << database_session.last_failure();
    const auto identity = accounts.find_identity("hash", true, now + 1min);
    ASSERT_TRUE(identity.has_value() && identity->has_value()) << database_session.last_failure();
    EXPECT_EQ((*identity)->email, chief.email);
    EXPECT_EQ((*identity)->session_id, session.session_id);
    EXPECT_EQ((*identity)->csrf_token, "csrf");
    EXPECT_TRUE((*identity)->by_cookie);
    EXPECT_EQ((*identity)->grants.size(), 2u);
    EXPECT_FALSE(accounts.find_identity("hash", false, now)->has_value()) << "a cookie is no bearer token";
    EXPECT_FALSE(accounts.find_identity("other", true, now)->has_value());
    ASSERT_TRUE(accounts.end_session(session.session_id).has_value());
    EXPECT_FALSE(accounts.find_identity("hash", true, now)->has_value());
}

TEST_F(AccountStore, EndsASessionAfterItsIdleAndItsAbsoluteTime) {
    ASSERT_TRUE(accounts.add_session(make_session(true, 30min)).has_value());
    for (int minutes = 20; minutes <= 100; minutes += 20) {
        EXPECT_TRUE(accounts.find_identity("hash", true, now + std::chrono::minutes{minutes})->has_value()) << minutes;
    }
    EXPECT_FALSE(accounts.find_identity("hash", true, now + 131min)->has_value()) << "idle";
    auto lasting = make_session(false, 0s);
    lasting.token_hash = "lasting";
    ASSERT_TRUE(accounts.add_session(lasting).has_value());
    EXPECT_TRUE(accounts.find_identity("lasting", false, now + 11h)->has_value());
    EXPECT_FALSE(accounts.find_identity("lasting", false, now + 12h)->has_value()) << "absolute";
}

TEST_F(AccountStore, ASignInTakesThePlaceOfItsBrowsersSessionOrOfNone) {
    const auto begin = [&](const char* token_hash, std::int64_t epoch, const char* earlier) {
        auto session = make_session(true, 30min);
        session.token_hash = token_hash;
        return accounts.begin_session(session, epoch, earlier);
    };
    ASSERT_TRUE(*begin("first", 0, "")) << database_session.last_failure();
    ASSERT_TRUE(*begin("elsewhere", 0, ""));
    ASSERT_TRUE(*begin("second", 0, "first")) << database_session.last_failure();
    EXPECT_FALSE(accounts.find_identity("first", true, now)->has_value());
    EXPECT_TRUE(accounts.find_identity("elsewhere", true, now)->has_value()) << "another browser's";
    EXPECT_FALSE(*begin("third", 7, "second"));
    EXPECT_TRUE(accounts.find_identity("second", true, now)->has_value()) << "of a sign-in that was refused";
    auto script = make_session(false, 0s);
    script.token_hash = "token";
    ASSERT_TRUE(accounts.add_session(script).has_value());
    ASSERT_TRUE(*begin("fourth", 0, "token"));
    EXPECT_TRUE(accounts.find_identity("token", false, now)->has_value()) << "a token of scripts is no browser's";
}

TEST_F(AccountStore, AHundredSignInsOfAnAccountAreGoodAndThoseUsedLongestAgoEnd) {
    auto printed = make_session(false, 0s);
    printed.token_hash = "printed";
    printed.expires_at = now + 24h * 365;
    ASSERT_TRUE(accounts.add_session(printed).has_value()) << database_session.last_failure();
    const auto begin = [&](int number) {
        auto session = make_session(true, 0s);
        session.token_hash = std::to_string(number);
        session.created_at = session.last_used_at = now + std::chrono::seconds(number);
        return accounts.begin_session(session, 0, "");
    };
    for (int number = 0; number < domain::signed_in_sessions_max; ++number) {
        ASSERT_TRUE(*begin(number)) << database_session.last_failure();
    }
    const auto is_good = [&](const std::string& token_hash, bool by_cookie) {
        return accounts.find_identity(token_hash, by_cookie, now + 10min)->has_value();
    };
    EXPECT_TRUE(is_good("0", true)) << "and is used now";
    ASSERT_TRUE(*begin(domain::signed_in_sessions_max)) << database_session.last_failure();
    EXPECT_TRUE(is_good("0", true));
    EXPECT_FALSE(is_good("1", true));
    EXPECT_TRUE(is_good("2", true));
    EXPECT_TRUE(is_good(std::to_string(domain::signed_in_sessions_max), true));
    EXPECT_TRUE(is_good("printed", false)) << "no sign-in";
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM session"), "101");
}

TEST_F(AccountStore, PrintsNoTokenOfADisabledAccount) {
    postgres().query(database, "UPDATE account SET disabled_at = now()");
    EXPECT_EQ(accounts.add_session(make_session(false, 0s)).error().code, ErrorCode::not_found);
}

TEST_F(AccountStore, MovesTheLastUseAtMostOnceAMinute) {
    ASSERT_TRUE(accounts.add_session(make_session(true, 30min)).has_value());
    const std::string used = "SELECT to_char(last_used_at AT TIME ZONE 'UTC', 'HH24:MI:SS') FROM session";
    EXPECT_TRUE(accounts.find_identity("hash", true, now + 59s)->has_value());
    EXPECT_EQ(postgres().query(database, used), "15:00:00");
    EXPECT_TRUE(accounts.find_identity("hash", true, now + 60s)->has_value());
    EXPECT_EQ(postgres().query(database, used), "15:01:00");
}

}  // namespace
}  // namespace tillnote::test
