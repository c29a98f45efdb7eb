#include "server/routes/permission_check.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

using domain::Permission;

bool holds_role(const domain::Identity& identity, std::initializer_list<domain::Role> roles) {
    return std::ranges::any_of(identity.grants, [roles](const domain::Grant& grant) {
        return std::ranges::find(roles, grant.role) != roles.end();
    });
}

std::optional<Error> check_store(const http::Request& request, Scope& scope) {
    if (!domain::reads_stores(*scope.identity)) {
        return Error{ErrorCode::forbidden, "Your role does not read stores; ask an administrator for a reader role.", ""};
    }
    const auto* entry = scope.directory->find_store(request.get_parameter("store"));
    if (entry == nullptr || !domain::may_read_store(*scope.identity, entry->store.id, entry->district.id)) {
        return Error{ErrorCode::not_found, "There is no such store in your scope; GET /v1/stores lists yours.", "store"};
    }
    scope.store = entry;
    return std::nullopt;
}

std::optional<Error> check_district(const http::Request& request, Scope& scope) {
    if (!holds_role(*scope.identity, {domain::Role::district})) {
        return Error{ErrorCode::forbidden, "Your role does not lead a district; ask the district's lead.", ""};
    }
    if (!domain::may_manage_district(*scope.identity, request.get_parameter("district"))) {
        return Error{ErrorCode::not_found, "There is no such district in your scope.", "district"};
    }
    return std::nullopt;
}

std::optional<Error> check_read_district(const http::Request& request, Scope& scope) {
    if (!holds_role(*scope.identity, {domain::Role::district, domain::Role::chain})) {
        return Error{ErrorCode::forbidden, "Your role does not compare stores; ask the district's lead.", ""};
    }
    const auto* district = scope.directory->find_district(request.get_parameter("district"));
    if (district == nullptr || !domain::may_read_district(*scope.identity, district->id)) {
        return Error{ErrorCode::not_found, "There is no such district in your scope.", "district"};
    }
    scope.district = district;
    return std::nullopt;
}

std::optional<Error> check_district_mail(const http::Request& request, Scope& scope) {
    if (!holds_role(*scope.identity, {domain::Role::district, domain::Role::admin})) {
        return Error{ErrorCode::forbidden,
                     "Your role does not keep a district's mail; ask the district's lead or an administrator.", ""};
    }
    const auto* district = scope.directory->find_district(request.get_parameter("district"));
    if (district == nullptr || !domain::may_keep_district_mail(*scope.identity, district->id)) {
        return Error{ErrorCode::not_found, "There is no such district in your scope.", "district"};
    }
    scope.district = district;
    return std::nullopt;
}

/// An administrator does not read stores, and still looks after their lanes and their mail. `refusal`: for who only reads.
std::optional<Error> check_looked_after(const http::Request& request, Scope& scope,
                                        bool (*may)(const domain::Identity&, std::string_view, std::string_view),
                                        const char* refusal) {
    const auto* entry = scope.directory->find_store(request.get_parameter("store"));
    if (entry != nullptr && may(*scope.identity, entry->store.id, entry->district.id)) {
        scope.store = entry;
        return std::nullopt;
    }
    if (auto error = check_store(request, scope)) {
        return error;
    }
    return Error{ErrorCode::forbidden, refusal, ""};
}

std::optional<Error> check_person(Permission permission, const http::Request& request, Scope& scope) {
    using enum domain::Role;
    switch (permission) {
        case Permission::anyone:
        case Permission::own_account:
        case Permission::signed_in:
            return std::nullopt;
        case Permission::read_any_store:
            if (!domain::reads_stores(*scope.identity)) {
                return Error{ErrorCode::forbidden, "Your role does not read stores; ask an administrator for a reader role.",
                             ""};
            }
            return std::nullopt;
        case Permission::read_store:
            return check_store(request, scope);
        case Permission::manage_store:
            if (auto error = check_store(request, scope)) {
                return error;
            }
            if (!domain::may_manage_store(*scope.identity, scope.store->store.id, scope.store->district.id)) {
                return Error{ErrorCode::forbidden,
                             "Your role reads this store but does not change it; ask its manager or district lead.", ""};
            }
            return std::nullopt;
        case Permission::manage_district:
            return check_district(request, scope);
        case Permission::read_district:
            return check_read_district(request, scope);
        case Permission::keep_district_mail:
            return check_district_mail(request, scope);
        case Permission::read_chain:
            if (!domain::may_read_chain(*scope.identity)) {
                return Error{ErrorCode::forbidden, "Your role does not compare districts; ask for the chain's.", ""};
            }
            return std::nullopt;
        case Permission::manage_lanes:
            return check_looked_after(request, scope, domain::may_approve_lane,
                                      "Your role does not approve lanes; ask the store's manager or an administrator.");
        case Permission::keep_store_mail:
            return check_looked_after(request, scope, domain::may_keep_store_mail,
                                      "Your role does not keep the store's mail; ask its manager or an administrator.");
        case Permission::approve_lane:
            if (!holds_role(*scope.identity, {manager, district, admin})) {
                return Error{ErrorCode::forbidden,
                             "Your role does not approve lanes; ask the store's manager or an administrator.", ""};
            }
            return std::nullopt;
        case Permission::administer:
            if (!holds_role(*scope.identity, {admin})) {
                return Error{ErrorCode::forbidden, "This is for administrators; ask one.", ""};
            }
            return std::nullopt;
        case Permission::lane:
            return unauthenticated();
    }
    return unauthenticated();
}

/// Of a read token, besides what its grant allows: it only looks, and where its scope ends it is told so.
std::optional<Error> check_program(Permission permission, const http::Request& request, Scope& scope) {
    if (changes_something(request.method) || !domain::is_reading(permission)) {
        return Error{ErrorCode::forbidden,
                     "A read token reads JSON and CSV and does nothing else; send the token of a person who may do this.",
                     "Authorization"};
    }
    auto error = check_person(permission, request, scope);
    return error && !domain::may_read_chain(*scope.identity) ? domain::outside_scope(*scope.identity) : error;
}

}  // namespace

std::optional<Error> check_permission(Permission permission, const http::Request& request, Scope& scope) {
    return scope.identity->read_only ? check_program(permission, request, scope) : check_person(permission, request, scope);
}

}  // namespace tillnote::routes
