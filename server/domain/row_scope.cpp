#include "server/domain/row_scope.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

constexpr auto everywhere = [] { return Places{.every = true, .ids = {}}; };

/// Whether `store` belongs or belonged to `district` on any day.
bool ever_belonged(const Store& store, std::string_view district) {
    return store.district == district || std::ranges::any_of(store.memberships, [&](const Membership& membership) {
               return membership.district == district;
           });
}

void add_store(RowScope& scope, const Grant& grant, const Directory& directory) {
    scope.reads_stores.ids.push_back(grant.scope);
    scope.changes_stores.ids.push_back(grant.scope);
    if (const auto* entry = directory.find_store(grant.scope)) {
        scope.names_districts.ids.push_back(entry->district.id);
    }
}

void add_district(RowScope& scope, const Grant& grant, const Directory& directory) {
    for (Places* places : {&scope.reads_districts, &scope.changes_districts, &scope.names_districts}) {
        places->ids.push_back(grant.scope);
    }
    for (const auto& [id, entry] : directory.stores) {
        if (ever_belonged(entry.store, grant.scope)) {
            scope.reads_stores.ids.push_back(id);
        }
        if (entry.district.id == grant.scope) {
            scope.changes_stores.ids.push_back(id);
        }
    }
}

void add_grant(RowScope& scope, const Grant& grant, const Directory& directory) {
    switch (grant.role) {
        case Role::manager:
            add_store(scope, grant, directory);
            return;
        case Role::district:
            add_district(scope, grant, directory);
            return;
        case Role::chain:
            scope.reads_stores = scope.reads_districts = scope.names_districts = everywhere();
            return;
        case Role::admin:
            scope.sets_up = true;
            return;
    }
}

}  // namespace

RowScope every_row() {
    return {.reads_stores = everywhere(),
            .changes_stores = everywhere(),
            .reads_districts = everywhere(),
            .changes_districts = everywhere(),
            .names_districts = everywhere(),
            .sets_up = true};
}

RowScope row_scope_of(const Identity& identity, const Directory& directory) {
    RowScope scope;
    for (const Grant& grant : identity.grants) {
        add_grant(scope, grant, directory);
    }
    if (identity.read_only) {
        scope.changes_stores = scope.changes_districts = {};
        scope.sets_up = false;
    }
    return scope;
}

RowScope row_scope_of_lane(std::string_view store) {
    RowScope scope;
    scope.reads_stores.ids.emplace_back(store);
    scope.changes_stores.ids.emplace_back(store);
    return scope;
}

RowScope row_scope_of_link(std::string_view link_sha256) {
    RowScope scope;
    scope.link_sha256 = link_sha256;
    return scope;
}

RowScope widen_for_sums(RowScope own) {
    if (own.reads_districts.every || !own.reads_districts.ids.empty()) {
        own.reads_stores = everywhere();
    }
    return own;
}

}  // namespace tillnote::domain
