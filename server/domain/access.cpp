#include "server/domain/access.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace tillnote::domain {
namespace {

constexpr std::array<Role, 4> all_roles{Role::manager, Role::district, Role::chain, Role::admin};

bool leads(const Identity& identity, std::string_view district) {
    return std::any_of(identity.grants.begin(), identity.grants.end(), [&](const Grant& grant) {
        return grant.role == Role::district && !grant.scope.empty() && grant.scope == district;
    });
}

/// Whether the grant covers the store as its manager or as the lead of its district.
bool covers(const Grant& grant, std::string_view store, std::string_view district) {
    switch (grant.role) {
        case Role::manager:
            return !grant.scope.empty() && grant.scope == store;
        case Role::district:
            return !grant.scope.empty() && grant.scope == district;
        case Role::chain:
        case Role::admin:
            return false;
    }
    std::abort();
}

}  // namespace

std::string_view to_text(Role role) noexcept {
    switch (role) {
        case Role::manager:
            return "manager";
        case Role::district:
            return "district";
        case Role::chain:
            return "chain";
        case Role::admin:
            return "admin";
    }
    std::abort();
}

std::optional<Role> find_role(std::string_view text) noexcept {
    const auto found = std::find_if(all_roles.begin(), all_roles.end(), [&](Role role) { return to_text(role) == text; });
    return found == all_roles.end() ? std::nullopt : std::optional{*found};
}

bool may_read_store(const Identity& identity, std::string_view store, std::string_view district) {
    return std::any_of(identity.grants.begin(), identity.grants.end(),
                       [&](const Grant& grant) { return grant.role == Role::chain || covers(grant, store, district); });
}

bool may_manage_store(const Identity& identity, std::string_view store, std::string_view district) {
    return !identity.read_only && std::any_of(identity.grants.begin(), identity.grants.end(),
                                              [&](const Grant& grant) { return covers(grant, store, district); });
}

bool may_manage_district(const Identity& identity, std::string_view district) {
    return !identity.read_only && leads(identity, district);
}

bool may_keep_store_mail(const Identity& identity, std::string_view store, std::string_view district) {
    return may_manage_store(identity, store, district) || administers(identity);
}

bool may_keep_district_mail(const Identity& identity, std::string_view district) {
    return may_manage_district(identity, district) || administers(identity);
}

bool may_read_district(const Identity& identity, std::string_view district) {
    return may_read_chain(identity) || leads(identity, district);
}

bool may_read_chain(const Identity& identity) {
    return std::any_of(identity.grants.begin(), identity.grants.end(),
                       [](const Grant& grant) { return grant.role == Role::chain; });
}

bool may_approve_lane(const Identity& identity, std::string_view store, std::string_view district) {
    return !identity.read_only && std::any_of(identity.grants.begin(), identity.grants.end(), [&](const Grant& grant) {
        return grant.role == Role::admin || covers(grant, store, district);
    });
}

bool may_list_waiting_lanes(const Identity& identity) {
    return administers(identity);
}

bool is_reading(Permission permission) noexcept {
    switch (permission) {
        case Permission::read_any_store:
        case Permission::read_store:
        case Permission::read_district:
        case Permission::read_chain:
            return true;
        case Permission::anyone:
        case Permission::own_account:
        case Permission::signed_in:
        case Permission::manage_store:
        case Permission::keep_store_mail:
        case Permission::manage_district:
        case Permission::keep_district_mail:
        case Permission::manage_lanes:
        case Permission::approve_lane:
        case Permission::administer:
        case Permission::lane:
            return false;
    }
    std::abort();
}

bool administers(const Identity& identity) {
    return !identity.read_only &&
           std::ranges::any_of(identity.grants, [](const Grant& grant) { return grant.role == Role::admin; });
}

bool reads_stores(const Identity& identity) {
    return std::any_of(identity.grants.begin(), identity.grants.end(),
                       [](const Grant& grant) { return grant.role != Role::admin; });
}

}  // namespace tillnote::domain
