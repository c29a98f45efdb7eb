#include "server/domain/user_store.hpp"

#include "server/domain/audit_log.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

const Uuid mine = Uuid::parse("0190f000-0000-7000-8000-000000000001").value();
const Uuid theirs = Uuid::parse("0190f000-0000-7000-8000-000000000002").value();

Account account(std::vector<Grant> grants) {
    return {.account_id = theirs, .email = "t@x.example", .password_hash = "hash", .grants = std::move(grants)};
}

const std::vector<Grant> admin{{Role::admin, ""}};
const std::vector<Grant> manager{{Role::manager, "oak-street"}};

ErrorCode code_of(const Result<Account>& changed) {
    return changed ? ErrorCode::internal : changed.error().code;
}

TEST(Users, AreChangedByOtherAdministratorsOnly) {
    const UserChanger other{.account_id = mine, .other_administrators = 1};
    const auto changed = change_user(account(manager), {.grants = admin, .disabled = {}}, other);
    ASSERT_TRUE(changed);
    EXPECT_EQ(role_words(changed->grants), "admin");
    EXPECT_FALSE(changed->disabled);
    const UserChanger themselves{.account_id = theirs, .other_administrators = 1};
    EXPECT_EQ(code_of(change_user(account(admin), {.grants = manager, .disabled = {}}, themselves)), ErrorCode::forbidden);
    EXPECT_EQ(code_of(change_user(account(admin), {.grants = {}, .disabled = true}, themselves)), ErrorCode::forbidden);
}

TEST(Users, KeepTheirLastAdministrator) {
    const UserChanger other{.account_id = mine, .other_administrators = 1};
    const UserChanger operators{.account_id = {}, .other_administrators = 0};
    EXPECT_EQ(code_of(change_user(account(admin), {.grants = {}, .disabled = true}, operators)), ErrorCode::conflict);
    EXPECT_EQ(code_of(change_user(account(admin), {.grants = manager, .disabled = {}}, operators)), ErrorCode::conflict);
    EXPECT_TRUE(change_user(account(admin), {.grants = {}, .disabled = true}, other));
    EXPECT_TRUE(change_user(account(manager), {.grants = {}, .disabled = true}, operators)) << "was none";
    Account disabled = account(admin);
    disabled.disabled = true;
    EXPECT_TRUE(change_user(disabled, {.grants = manager, .disabled = {}}, operators)) << "was none any more";
    const auto enabled = change_user(disabled, {.grants = {}, .disabled = false}, operators);
    ASSERT_TRUE(enabled);
    EXPECT_FALSE(enabled->disabled);
}

TEST(Users, OfTheDemoStayAsTheyAre) {
    Account demo = account(manager);
    demo.demo = true;
    EXPECT_EQ(code_of(change_user(demo, {.grants = {}, .disabled = true}, {.account_id = {}, .other_administrators = 3})),
              ErrorCode::conflict);
}

TEST(Users, HaveOneToTwentyDifferentRoles) {
    const UserChanger operators{.account_id = {}, .other_administrators = 1};
    const auto refuses = [&](std::vector<Grant> grants) {
        return code_of(change_user(account(manager), {.grants = std::move(grants), .disabled = {}}, operators)) ==
               ErrorCode::invalid_field;
    };
    EXPECT_TRUE(refuses({}));
    EXPECT_TRUE(refuses({{Role::admin, ""}, {Role::admin, ""}}));
    std::vector<Grant> many;
    for (int store = 0; store < 20; ++store) {
        many.push_back({Role::manager, std::string("s").append(std::to_string(store))});
    }
    EXPECT_FALSE(refuses(many));
    many.push_back({Role::admin, ""});
    EXPECT_TRUE(refuses(many));
}

TEST(Users, GainAndLoseOneRoleAtATime) {
    const auto more = with_grant(manager, {Role::admin, ""});
    ASSERT_TRUE(more);
    EXPECT_EQ(role_words(*more), "manager oak-street, admin");
    EXPECT_EQ(with_grant(*more, {Role::admin, ""}).error().code, ErrorCode::conflict);
    EXPECT_EQ(with_grant(*more, {Role::manager, "4111111111111111"}).error().field, "/scope");
    const auto less = without_grant(*more, {Role::manager, "oak-street"});
    ASSERT_TRUE(less);
    EXPECT_EQ(role_words(*less), "admin");
    EXPECT_EQ(without_grant(*less, {Role::manager, "oak-street"}).error().code, ErrorCode::conflict);
}

TEST(Grants, AreReadWithAScopeWhereTheirRoleHasOne) {
    EXPECT_TRUE(parse_grant("manager", "oak-street"));
    EXPECT_TRUE(parse_grant("district", "north"));
    EXPECT_TRUE(parse_grant("chain", ""));
    EXPECT_TRUE(parse_grant("admin", ""));
    const auto field_of = [](std::string_view role, std::string_view scope) {
        const auto grant = parse_grant(role, scope);
        return grant ? std::string("none") : grant.error().field;
    };
    EXPECT_EQ(field_of("boss", ""), "/role");
    EXPECT_EQ(field_of("manager", ""), "/scope");
    EXPECT_EQ(field_of("admin", "oak-street"), "/scope");
    EXPECT_EQ(field_of("manager", "Oak Street"), "/scope");
    EXPECT_EQ(field_of("manager", "4111111111111111"), "none") << "so that it can be taken away";
}

TEST(Users, AreInvitedUntilTheyHaveAPasswordOrHaveBeenHere) {
    User fresh{.account = account(manager), .last_sign_in_at = {}};
    EXPECT_EQ(to_text(state_of(fresh)), "enabled");
    fresh.account.password_hash = std::string(no_password);
    EXPECT_EQ(to_text(state_of(fresh)), "invited");
    fresh.last_sign_in_at = Instant(std::chrono::seconds(1'763'350'920));
    EXPECT_EQ(to_text(state_of(fresh)), "enabled") << "comes with the word of a proxy";
    fresh.account.disabled = true;
    EXPECT_EQ(to_text(state_of(fresh)), "disabled");
}

}  // namespace
}  // namespace tillnote::domain
