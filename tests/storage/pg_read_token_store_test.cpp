#include "server/storage/pg_read_token_store.hpp"

#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using namespace std::chrono_literals;
using domain::ReadToken;
using domain::Role;
using testing::SizeIs;

class ReadTokenStore : public testing::Test {
protected:
    void SetUp() override {
        storage::PgOrganisationStore organisation(web);
        ASSERT_TRUE(organisation.put_district({"north", "North"}).has_value()) << web.last_failure();
        ASSERT_TRUE(
            organisation.put_store({"store-1", "Elm", "north", {{today, "America/Chicago", 240}}, today, {}, false, {}})
                .has_value())
            << web.last_failure();
    }
    ReadToken make(domain::Grant grant) const {
        ReadToken token;
        token.token_id = make_outbox_id();
        token.name = "Power BI";
        token.grant = std::move(grant);
        token.created_by = "admin@x.example";
        token.created_at = now;
        token.expires_at = now + 24h;
        return token;
    }

    const Day today = day(2026, 11, 20);
    const Instant now = at(today, 20);
    const std::string database = postgres().make_database();
    storage::Session web{all_rows(database, "tillnote_web")};
    storage::PgReadTokenStore tokens{web};
};

TEST_F(ReadTokenStore, KeepsOnlyTheHash) {
    const ReadToken token = make({Role::manager, "store-1"});
    ASSERT_TRUE(tokens.add_token(token, "hash-1")) << web.last_failure();
    ASSERT_TRUE(tokens.add_token(make({Role::district, "north"}), "hash-2"));
    ASSERT_TRUE(tokens.add_token(make({Role::chain, ""}), "hash-3"));
    const auto found = tokens.use_token("hash-1", now);
    ASSERT_TRUE(found && *found) << web.last_failure();
    EXPECT_EQ((*found)->token_id, token.token_id);
    EXPECT_EQ((*found)->name, "Power BI");
    EXPECT_EQ((*found)->grant.role, Role::manager);
    EXPECT_EQ((*found)->grant.scope, "store-1");
    EXPECT_EQ((*found)->created_by, "admin@x.example");
    EXPECT_EQ((*found)->expires_at, now + 24h);
    EXPECT_EQ((*tokens.use_token("hash-3", now))->grant.role, Role::chain);
    EXPECT_FALSE(tokens.use_token("hash-4", now)->has_value());
    EXPECT_THAT(*tokens.list_tokens(), SizeIs(3));
}

TEST_F(ReadTokenStore, RemembersWhenItWasLastUsedToTheMinute) {
    const ReadToken token = make({Role::chain, ""});
    ASSERT_TRUE(tokens.add_token(token, "hash"));
    EXPECT_EQ(tokens.list_tokens()->front().last_used_at, std::nullopt);
    ASSERT_TRUE(tokens.use_token("hash", now));
    ASSERT_TRUE(tokens.use_token("hash", now + 59s));
    EXPECT_EQ(tokens.list_tokens()->front().last_used_at, now);
    ASSERT_TRUE(tokens.use_token("hash", now + 60s));
    EXPECT_EQ(tokens.list_tokens()->front().last_used_at, now + 60s);
    ASSERT_TRUE(tokens.use_token("hash", now + 48h)->has_value());
    EXPECT_EQ(tokens.list_tokens()->front().last_used_at, now + 60s) << "an expired one is not used";
}

TEST_F(ReadTokenStore, RevokesOnceForGood) {
    const ReadToken token = make({Role::chain, ""});
    ASSERT_TRUE(tokens.add_token(token, "hash"));
    ASSERT_TRUE(tokens.revoke_token(token.token_id, now + 1h));
    ASSERT_TRUE(tokens.revoke_token(token.token_id, now + 2h));
    EXPECT_EQ((*tokens.use_token("hash", now + 3h))->revoked_at, now + 1h);
    EXPECT_EQ(tokens.revoke_token(make_outbox_id(), now).error().code, ErrorCode::not_found);
}

TEST_F(ReadTokenStore, RefusesPlacesThatAreNotThereAndTooMany) {
    EXPECT_EQ(tokens.add_token(make({Role::manager, "store-9"}), "h").error().code, ErrorCode::impossible_value);
    EXPECT_EQ(tokens.add_token(make({Role::district, "west"}), "h").error().field, "/scope");
    for (int number = 0; number < domain::read_tokens_max; ++number) {
        ASSERT_TRUE(tokens.add_token(make({Role::chain, ""}), "hash-" + std::to_string(number)));
    }
    const ReadToken more = make({Role::chain, ""});
    EXPECT_EQ(tokens.add_token(more, "h").error().code, ErrorCode::conflict);
    ASSERT_TRUE(tokens.revoke_token(tokens.list_tokens()->front().token_id, now));
    EXPECT_TRUE(tokens.add_token(more, "h")) << "those that have ended do not count";
}

}  // namespace
}  // namespace tillnote::test
