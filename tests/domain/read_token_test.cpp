#include "server/domain/read_token.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>

namespace tillnote::domain {
namespace {

using ::testing::HasSubstr;
using testing::instant;

const Instant now = instant(2026, 11, 20, 12);

ReadToken token_of(const std::string& reads, const std::string& scope) {
    return parse_read_token({"Power BI", reads, scope, 30}, now).value();
}

TEST(ReadToken, ReadsAStoreADistrictOrTheChainForItsDays) {
    const ReadToken store = token_of("store", "oak-street");
    EXPECT_EQ(store.grant.role, Role::manager);
    EXPECT_EQ(store.grant.scope, "oak-street");
    EXPECT_EQ(store.expires_at, instant(2026, 12, 20, 12));
    EXPECT_EQ(reads_of(store.grant), "store");
    EXPECT_EQ(reads_of(token_of("district", "north").grant), "district");
    EXPECT_EQ(reads_of(token_of("chain", "").grant), "chain");
}

TEST(ReadToken, MistakesNameTheirField) {
    const auto field = [](const ReadTokenText& text) { return parse_read_token(text, now).error().field; };
    EXPECT_EQ(field({"", "chain", "", 30}), "/name");
    EXPECT_EQ(field({std::string(61, 'x'), "chain", "", 30}), "/name");
    EXPECT_EQ(field({"for 4111 1111 1111 1111", "chain", "", 30}), "/name");
    EXPECT_EQ(field({"x", "store", "4111111111111111", 30}), "/scope");
    EXPECT_EQ(field({"x", "admin", "", 30}), "/reads");
    EXPECT_EQ(field({"x", "manager", "oak-street", 30}), "/reads");
    EXPECT_EQ(field({"x", "chain", "north", 30}), "/scope");
    EXPECT_EQ(field({"x", "district", "", 30}), "/scope");
    EXPECT_EQ(field({"x", "store", "Oak Street", 30}), "/scope");
    EXPECT_EQ(field({"x", "chain", "", 0}), "/days");
    EXPECT_EQ(field({"x", "chain", "", 367}), "/days");
}

TEST(ReadToken, EndsWhenItExpiresOrIsRevoked) {
    ReadToken token = token_of("chain", "");
    EXPECT_TRUE(identity_of(token, token.expires_at - std::chrono::milliseconds{1}));
    const auto expired = identity_of(token, token.expires_at);
    ASSERT_TRUE(expired.has_error());
    EXPECT_EQ(expired.error().code, ErrorCode::unauthenticated);
    EXPECT_THAT(expired.error().detail, HasSubstr("expired on 2026-12-20"));
    token.revoked_at = now;
    EXPECT_THAT(identity_of(token, now).error().detail, HasSubstr("was revoked; ask an administrator"));
    EXPECT_EQ(state_of(token, token.expires_at), ReadTokenState::revoked);
}

TEST(ReadToken, ReadsWhatItsScopeHoldsAndChangesNothing) {
    const Identity store = *identity_of(token_of("store", "oak-street"), now);
    const Identity district = *identity_of(token_of("district", "north"), now);
    const Identity chain = *identity_of(token_of("chain", ""), now);
    EXPECT_TRUE(may_read_store(store, "oak-street", "north"));
    EXPECT_FALSE(may_read_store(store, "mill-road", "north"));
    EXPECT_FALSE(may_read_district(store, "north"));
    EXPECT_TRUE(may_read_store(district, "mill-road", "north"));
    EXPECT_FALSE(may_read_store(district, "harbor", "south"));
    EXPECT_TRUE(may_read_district(district, "north"));
    EXPECT_FALSE(may_read_district(district, "south"));
    EXPECT_FALSE(may_read_chain(district));
    EXPECT_TRUE(may_read_chain(chain));
    for (const Identity* identity : {&store, &district, &chain}) {
        EXPECT_FALSE(may_manage_store(*identity, "oak-street", "north"));
        EXPECT_FALSE(may_manage_district(*identity, "north"));
        EXPECT_FALSE(may_keep_district_mail(*identity, "north"));
        EXPECT_FALSE(may_approve_lane(*identity, "oak-street", "north"));
        EXPECT_FALSE(may_list_waiting_lanes(*identity));
        EXPECT_TRUE(reads_stores(*identity));
    }
    EXPECT_THAT(outside_scope(store).detail, HasSubstr("only the store 'oak-street'"));
    EXPECT_EQ(outside_scope(district).code, ErrorCode::forbidden);
}

}  // namespace
}  // namespace tillnote::domain
