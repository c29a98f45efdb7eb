#include "server/storage/pg_second_factor_store.hpp"

#include "server/storage/pg_account_store.hpp"
#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using namespace std::chrono_literals;

class SecondFactorStore : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(accounts.add_account(chief, now).has_value()) << database_session.last_failure(); }
    void set_up() {
        ASSERT_TRUE(factors.begin(chief.account_id, browser, "sealed", now).has_value()) << database_session.last_failure();
        const auto confirmed = factors.confirm({chief.account_id, "sealed", 100, {"hash-1", "hash-2"}, browser}, now);
        ASSERT_TRUE(confirmed.has_value() && *confirmed) << database_session.last_failure();
    }

    const Instant now = at(day(2026, 11, 20), 15);
    const Uuid browser = make_outbox_id();  ///< the session that sets up
    const std::string database = postgres().make_database();
    storage::Session database_session{{postgres().connection_string(database, "tillnote_web")}};
    storage::PgAccountStore accounts{database_session};
    storage::PgSecondFactorStore factors{database_session};
    const domain::Account chief{make_outbox_id(), "chief@example.com", "$argon2id$x", false, {{domain::Role::admin, ""}}};
};

TEST_F(SecondFactorStore, APendingSecretBecomesTheFactorWithItsFirstCode) {
    EXPECT_FALSE(factors.find_factor(chief.account_id)->has_value());
    set_up();
    const auto factor = factors.find_factor(chief.account_id);
    ASSERT_TRUE(factor.has_value() && *factor);
    EXPECT_EQ((*factor)->sealed_secret, "sealed");
    EXPECT_EQ((*factor)->last_step, 100);
    EXPECT_EQ((*factor)->confirmed_at, now);
    EXPECT_EQ((*factor)->recovery_codes_left, 2);
    EXPECT_FALSE(factors.find_pending(chief.account_id, browser, now)->has_value());
}

TEST_F(SecondFactorStore, APendingSecretIsOverAfterFifteenMinutesOrWithTheNext) {
    ASSERT_TRUE(factors.begin(chief.account_id, browser, "first", now).has_value());
    ASSERT_TRUE(factors.begin(chief.account_id, browser, "second", now).has_value());
    EXPECT_FALSE(*factors.confirm({chief.account_id, "first", 1, {}, browser}, now));
    EXPECT_EQ(**factors.find_pending(chief.account_id, browser, now + 14min), "second");
    EXPECT_FALSE(factors.find_pending(chief.account_id, browser, now + 15min)->has_value());
    EXPECT_FALSE(*factors.confirm({chief.account_id, "second", 1, {}, browser}, now + 15min));
}

TEST_F(SecondFactorStore, APendingSecretIsOfTheSessionThatBeganItAndOfNoOther) {
    const Uuid other = make_outbox_id();
    ASSERT_TRUE(factors.begin(chief.account_id, browser, "sealed", now).has_value());
    EXPECT_FALSE(factors.find_pending(chief.account_id, other, now)->has_value());
    EXPECT_FALSE(*factors.confirm({chief.account_id, "sealed", 1, {}, other}, now));
    EXPECT_TRUE(*factors.confirm({chief.account_id, "sealed", 1, {}, browser}, now));
}

TEST_F(SecondFactorStore, AStepIsTakenOnceAndNoneBeforeIt) {
    set_up();
    EXPECT_FALSE(*factors.use_step(chief.account_id, 100));
    EXPECT_TRUE(*factors.use_step(chief.account_id, 102));
    EXPECT_FALSE(*factors.use_step(chief.account_id, 102));
    EXPECT_FALSE(*factors.use_step(chief.account_id, 101));
    EXPECT_FALSE(*factors.use_step(make_outbox_id(), 200));
}

TEST_F(SecondFactorStore, ARecoveryCodeIsTakenOnceAndAllAreReplacedTogether) {
    set_up();
    EXPECT_TRUE(*factors.use_recovery_code(chief.account_id, "hash-1", now));
    EXPECT_FALSE(*factors.use_recovery_code(chief.account_id, "hash-1", now));
    EXPECT_FALSE(*factors.use_recovery_code(make_outbox_id(), "hash-2", now));
    ASSERT_TRUE(factors.replace_recovery_codes(chief.account_id, {"hash-3"}).has_value());
    EXPECT_FALSE(*factors.use_recovery_code(chief.account_id, "hash-2", now));
    EXPECT_TRUE(*factors.use_recovery_code(chief.account_id, "hash-3", now));
}

TEST_F(SecondFactorStore, AStepOfSignInIsTriedFiveTimesInFiveMinutes) {
    ASSERT_TRUE(factors.add_step("step", chief, now).has_value()) << database_session.last_failure();
    for (int attempt = 0; attempt < domain::sign_in_step_attempts; ++attempt) {
        const auto account = factors.try_step("step", now);
        ASSERT_TRUE(account.has_value() && *account) << attempt;
        EXPECT_EQ((*account)->email, chief.email);
        EXPECT_EQ((*account)->grants.size(), 1u);
    }
    EXPECT_FALSE(factors.try_step("step", now)->has_value());
    ASSERT_TRUE(factors.add_step("late", chief, now).has_value());
    EXPECT_FALSE(factors.try_step("late", now + domain::sign_in_step_life)->has_value());
    ASSERT_TRUE(factors.add_step("ended", chief, now).has_value());
    ASSERT_TRUE(factors.end_step("ended").has_value());
    EXPECT_FALSE(factors.try_step("ended", now)->has_value());
}

TEST_F(SecondFactorStore, ResettingTakesFactorCodesSignInsAndTokensAway) {
    set_up();
    ASSERT_TRUE(
        accounts.add_session({make_outbox_id(), "of-password", "csrf", chief.account_id, true, now, now, now + 12h, 0s})
            .has_value());
    ASSERT_TRUE(
        accounts.add_session({make_outbox_id(), "of-operator", "csrf", chief.account_id, false, now, now, now + 9000h, 0s})
            .has_value());
    EXPECT_TRUE((*accounts.find_identity("of-password", true, now))->has_second_factor);
    ASSERT_TRUE(factors.remove_factor(chief.account_id).has_value()) << database_session.last_failure();
    EXPECT_FALSE(factors.find_factor(chief.account_id)->has_value());
    EXPECT_FALSE(*factors.use_recovery_code(chief.account_id, "hash-1", now));
    EXPECT_FALSE(accounts.find_identity("of-password", true, now)->has_value());
    EXPECT_FALSE(accounts.find_identity("of-operator", false, now)->has_value()) << "a token that the operator printed";
    EXPECT_EQ(factors.remove_factor(chief.account_id).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace tillnote::test
