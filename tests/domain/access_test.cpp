#include "server/domain/access.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tillnote::domain {
namespace {

Identity with(std::vector<Grant> grants) {
    Identity identity;
    identity.grants = std::move(grants);
    return identity;
}

struct AccessCase {
    const char* name;
    std::vector<Grant> grants;
    bool reads_own, reads_same_district, reads_foreign;
    bool approves_own, approves_same_district, approves_foreign;
    bool reads_any;
};

TEST(Access, OnlyManagersAndDistrictLeadsChangeAStore) {
    const auto may = [](Role role, const char* scope) {
        Identity identity;
        identity.grants = {{role, scope}};
        return may_manage_store(identity, "oak-street", "north");
    };
    EXPECT_TRUE(may(Role::manager, "oak-street"));
    EXPECT_FALSE(may(Role::manager, "harbor"));
    EXPECT_FALSE(may(Role::manager, "north")) << "a store named like the district";
    EXPECT_TRUE(may(Role::district, "north"));
    EXPECT_FALSE(may(Role::district, "south"));
    EXPECT_FALSE(may(Role::chain, "")) << "reads all, changes nothing";
    EXPECT_FALSE(may(Role::admin, ""));
}

TEST(Access, WhoLooksAfterAStoreKeepsItsMail) {
    const auto may = [](Role role, const char* scope) {
        return may_keep_store_mail(with({{role, scope}}), "oak-street", "north");
    };
    EXPECT_TRUE(may(Role::manager, "oak-street"));
    EXPECT_TRUE(may(Role::district, "north"));
    EXPECT_TRUE(may(Role::admin, ""));
    EXPECT_FALSE(may(Role::chain, "")) << "addresses are personal";
    EXPECT_FALSE(may(Role::manager, "harbor"));
    EXPECT_FALSE(may(Role::district, "south"));
    Identity program = with({{Role::admin, ""}});
    program.read_only = true;
    EXPECT_FALSE(may_keep_store_mail(program, "oak-street", "north"));
}

TEST(Access, OnlyAdministratorsSeeTheTerminalsThatWaitInTheChain) {
    EXPECT_TRUE(may_list_waiting_lanes(with({{Role::admin, ""}})));
    EXPECT_TRUE(may_list_waiting_lanes(with({{Role::manager, "oak-street"}, {Role::admin, ""}})));
    EXPECT_FALSE(
        may_list_waiting_lanes(with({{Role::manager, "oak-street"}, {Role::district, "north"}, {Role::chain, ""}})));
    EXPECT_FALSE(may_list_waiting_lanes(with({})));
}

TEST(Access, OnlyItsLeadChangesADistrict) {
    const auto may = [](Role role, const char* scope, const char* district) {
        return may_manage_district(with({{role, scope}}), district);
    };
    EXPECT_TRUE(may(Role::district, "north", "north"));
    EXPECT_FALSE(may(Role::district, "south", "north"));
    EXPECT_FALSE(may(Role::district, "", "")) << "lead of nothing";
    EXPECT_FALSE(may(Role::manager, "north", "north")) << "of a store named like the district";
    EXPECT_FALSE(may(Role::chain, "", "north"));
    EXPECT_FALSE(may(Role::admin, "", "north"));
}

TEST(Access, EveryRoleReachesItsOwnScopeAndNothingElse) {
    const std::vector<AccessCase> cases{
        {"nobody", {}, false, false, false, false, false, false, false},
        {"manager", {{Role::manager, "oak-street"}}, true, false, false, true, false, false, true},
        {"district", {{Role::district, "north"}}, true, true, false, true, true, false, true},
        {"chain", {{Role::chain, ""}}, true, true, true, false, false, false, true},
        {"admin", {{Role::admin, ""}}, false, false, false, true, true, true, false},
        {"admin who manages",
         {{Role::admin, ""}, {Role::manager, "oak-street"}},
         true,
         false,
         false,
         true,
         true,
         true,
         true},
        {"two stores",
         {{Role::manager, "oak-street"}, {Role::manager, "mesa-verde"}},
         true,
         false,
         true,
         true,
         false,
         true,
         true},
        {"manager of a store named like a district",
         {{Role::manager, "north"}},
         false,
         false,
         false,
         false,
         false,
         false,
         true},
        {"lead of a district named like a store",
         {{Role::district, "oak-street"}},
         false,
         false,
         false,
         false,
         false,
         false,
         true},
        {"manager of nothing", {{Role::manager, ""}}, false, false, false, false, false, false, true},
    };
    for (const AccessCase& one : cases) {
        const Identity identity = with(one.grants);
        EXPECT_EQ(may_read_store(identity, "oak-street", "north"), one.reads_own) << one.name;
        EXPECT_EQ(may_read_store(identity, "elm-court", "north"), one.reads_same_district) << one.name;
        EXPECT_EQ(may_read_store(identity, "mesa-verde", "south"), one.reads_foreign) << one.name;
        EXPECT_EQ(may_approve_lane(identity, "oak-street", "north"), one.approves_own) << one.name;
        EXPECT_EQ(may_approve_lane(identity, "elm-court", "north"), one.approves_same_district) << one.name;
        EXPECT_EQ(may_approve_lane(identity, "mesa-verde", "south"), one.approves_foreign) << one.name;
        EXPECT_EQ(reads_stores(identity), one.reads_any) << one.name;
    }
}

TEST(Access, AnEmptyScopeNeverMatchesAnEmptyName) {
    EXPECT_FALSE(may_read_store(with({{Role::manager, ""}}), "", ""));
    EXPECT_FALSE(may_approve_lane(with({{Role::district, ""}}), "", ""));
}

TEST(Access, RolesKeepTheirNames) {
    for (const Role role : {Role::manager, Role::district, Role::chain, Role::admin}) {
        EXPECT_EQ(find_role(to_text(role)), role);
    }
    EXPECT_EQ(to_text(Role::district), "district");
    EXPECT_EQ(find_role("Admin"), std::nullopt);
    EXPECT_EQ(find_role(""), std::nullopt);
}

}  // namespace
}  // namespace tillnote::domain
