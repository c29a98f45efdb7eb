#include "server/domain/row_scope.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using namespace std::chrono_literals;

constexpr Day opened = 2026y / 1 / 1;

void add_store(Directory& directory, const char* id, const char* district, std::vector<Membership> memberships = {}) {
    Store store{.id = id,
                .name = id,
                .district = district,
                .day_rules = {{opened, "America/Chicago", 240}},
                .opened_on = opened,
                .closed_on = std::nullopt,
                .free_text = false,
                .walk = {},
                .memberships = std::move(memberships)};
    auto calendar = StoreCalendar::make(store);
    directory.stores.emplace(id, StoreEntry{std::move(store), {district, district}, std::move(*calendar)});
}

/// mill-road left the north for the south.
Directory three_stores() {
    Directory directory;
    add_store(directory, "harbor", "south");
    add_store(directory, "mill-road", "south", {{opened, "north"}, {2026y / 6 / 1, "south"}});
    add_store(directory, "oak-street", "north");
    return directory;
}

RowScope scope_with(std::vector<Grant> grants, bool read_only = false) {
    Identity identity;
    identity.grants = std::move(grants);
    identity.read_only = read_only;
    return row_scope_of(identity, three_stores());
}

using Ids = std::vector<std::string>;

TEST(RowScope, OfNobodyIsNothing) {
    EXPECT_EQ(scope_with({}), RowScope{});
}

TEST(RowScope, OfAManagerIsTheStoreAndTheNameOfItsDistrict) {
    const RowScope scope = scope_with({{Role::manager, "harbor"}});
    EXPECT_EQ(scope.reads_stores.ids, Ids{"harbor"});
    EXPECT_EQ(scope.changes_stores.ids, Ids{"harbor"});
    EXPECT_EQ(scope.names_districts.ids, Ids{"south"});
    EXPECT_EQ(scope.reads_districts, Places{});
    EXPECT_FALSE(scope.sets_up);
}

TEST(RowScope, OfALeadReadsStoresThatHaveLeftAndChangesThoseThatAreThere) {
    const RowScope scope = scope_with({{Role::district, "north"}});
    EXPECT_EQ(scope.reads_stores.ids, (Ids{"mill-road", "oak-street"}));
    EXPECT_EQ(scope.changes_stores.ids, Ids{"oak-street"});
    EXPECT_EQ(scope.reads_districts.ids, Ids{"north"});
    EXPECT_EQ(scope.changes_districts.ids, Ids{"north"});
}

TEST(RowScope, OfTheChainReadsEverythingAndChangesNothing) {
    const RowScope scope = scope_with({{Role::chain, ""}});
    EXPECT_TRUE(scope.reads_stores.every && scope.reads_districts.every && scope.names_districts.every);
    EXPECT_EQ(scope.changes_stores, Places{});
    EXPECT_EQ(scope.changes_districts, Places{});
}

TEST(RowScope, OfAnAdministratorReadsNoFigures) {
    const RowScope scope = scope_with({{Role::admin, ""}});
    EXPECT_TRUE(scope.sets_up);
    EXPECT_EQ(scope.reads_stores, Places{});
    EXPECT_EQ(scope.changes_stores, Places{});
}

TEST(RowScope, OfSeveralGrantsIsTheirSum) {
    const RowScope scope = scope_with({{Role::manager, "harbor"}, {Role::chain, ""}, {Role::admin, ""}});
    EXPECT_TRUE(scope.reads_stores.every);
    EXPECT_EQ(scope.changes_stores.ids, Ids{"harbor"});
    EXPECT_TRUE(scope.sets_up);
}

TEST(RowScope, OfAReadTokenChangesNothingWhateverItsGrant) {
    for (const Role role : {Role::manager, Role::district, Role::chain, Role::admin}) {
        const RowScope scope = scope_with({{role, role == Role::manager ? "harbor" : "south"}}, true);
        EXPECT_EQ(scope.changes_stores, Places{});
        EXPECT_EQ(scope.changes_districts, Places{});
        EXPECT_FALSE(scope.sets_up);
    }
}

TEST(RowScope, IsWidenedForSumsOnlyWhereStoresAreCompared) {
    EXPECT_FALSE(widen_for_sums(scope_with({{Role::manager, "harbor"}})).reads_stores.every);
    EXPECT_FALSE(widen_for_sums(scope_with({{Role::admin, ""}})).reads_stores.every);
    const RowScope lead = widen_for_sums(scope_with({{Role::district, "north"}}));
    EXPECT_TRUE(lead.reads_stores.every);
    EXPECT_EQ(lead.changes_stores.ids, Ids{"oak-street"});
    EXPECT_EQ(lead.reads_districts.ids, Ids{"north"});
}

struct Connection : RowLimiter {
    void limit_to(const RowScope& scope) override { now = scope; }
    [[nodiscard]] const RowScope& scope() const noexcept override { return now; }
    RowScope now{};
};

TEST(RowScope, IsTakenBackInTheOrderItWasGiven) {
    Connection connection;
    {
        const LimitedRows outer(connection, row_scope_of_lane("harbor"));
        {
            const LimitedRows inner(connection, every_row());
            EXPECT_EQ(connection.now, every_row());
        }
        EXPECT_EQ(connection.now, row_scope_of_lane("harbor"));
    }
    EXPECT_EQ(connection.now, RowScope{});
}

}  // namespace
}  // namespace tillnote::domain
