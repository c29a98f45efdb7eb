#pragma once

#include "server/domain/user_store.hpp"
#include "server/routes/guard.hpp"

#include <functional>

/// What API and pages do with accounts of others, by the rules of domain/user_store.hpp. Each names the account in the audit
/// log. Blocking.
namespace tillnote::routes {

/// The account of {user}. Errors: not_found.
[[nodiscard]] Result<domain::User> get_user(const http::Request& request, Scope& scope);

/// Lets `make_change` say what is to be different. Errors: those of domain::change_user and of UserStore::change_user.
[[nodiscard]] Result<domain::Account> change_user_as(
    Environment& environment, Scope& scope, const domain::User& user,
    const std::function<Result<domain::UserChange>(const domain::Account& before)>& make_change);

/// Where only a proxy signs people in, the account is added and no link is sent. Errors: those of domain::invite_user.
[[nodiscard]] Result<void> invite_user_as(Environment& environment, Scope& scope, domain::Invitation invitation);
/// Errors: those of domain::send_link; conflict, where only a proxy signs people in.
[[nodiscard]] Result<void> send_link_as(Environment& environment, Scope& scope, const domain::User& user,
                                        domain::Language language);
/// For who has lost phone and recovery codes. Errors: forbidden (the own one), conflict (there is none).
[[nodiscard]] Result<void> reset_factor_as(Scope& scope, const domain::User& user);

}  // namespace tillnote::routes
