#include "server/routes/user_keeping.hpp"

#include "server/routes/make_id.hpp"

namespace tillnote::routes {

Result<domain::User> get_user(const http::Request& request, Scope& scope) {
    const auto id = Uuid::parse(request.get_parameter("user"));
    auto found = id ? scope.ports.users.find_user(*id) : Result<std::optional<domain::User>>(std::nullopt);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error{ErrorCode::not_found, "There is no such account; GET /v1/users lists them.", "user"};
    }
    name_object(scope, (*found)->account.email);
    return std::move(**found);
}

Result<domain::Account> change_user_as(
    Environment& environment, Scope& scope, const domain::User& user,
    const std::function<Result<domain::UserChange>(const domain::Account& before)>& make_change) {
    return scope.ports.users.change_user(
        user.account.account_id,
        [&](const domain::Account& before, const domain::OtherAdministrators& others) -> Result<domain::Account> {
            const auto change = make_change(before);
            if (!change) {
                return change.error();
            }
            if (scope.entry != nullptr && change->disabled) {
                scope.entry->action = *change->disabled ? domain::AuditAction::disabled : domain::AuditAction::enabled;
            }
            if (change->grants) {
                add_fact(scope, "before", domain::role_words(before.grants));
                add_fact(scope, "after", domain::role_words(*change->grants));
            }
            return domain::change_user(before, *change,
                                       {.account_id = scope.identity->account_id,
                                        .other_administrators = others.who_can_sign_in(environment.sign_in.proxy.only)});
        },
        scope.now);
}

Result<void> invite_user_as(Environment& environment, Scope& scope, domain::Invitation invitation) {
    invitation.with_link = !environment.sign_in.proxy.only;
    if (scope.entry != nullptr && !invitation.with_link) {
        scope.entry->action = domain::AuditAction::added;
    }
    name_object(scope, invitation.email);
    if (invitation.grant) {
        add_fact(scope, "role", domain::role_words({*invitation.grant}));
    }
    const auto invited = domain::invite_user(scope.ports.accounts, scope.ports.account_links, invitation, make_random_id(),
                                             environment.sign_in.message_domain, scope.now);
    if (!invited) {
        return invited.error();
    }
    if (*invited) {
        environment.on_mail();
    }
    return {};
}

Result<void> send_link_as(Environment& environment, Scope& scope, const domain::User& user, domain::Language language) {
    if (environment.sign_in.proxy.only) {
        return domain::no_link_needed();
    }
    add_fact(scope, "by", std::string(domain::to_text(domain::link_purpose_of(user.account))));
    const auto sent =
        domain::send_link(scope.ports.account_links, user.account, language, environment.sign_in.message_domain, scope.now);
    if (!sent) {
        return sent.error();
    }
    environment.on_mail();
    return {};
}

Result<void> reset_factor_as(Scope& scope, const domain::User& user) {
    if (user.account.account_id == scope.identity->account_id) {
        return Error{ErrorCode::forbidden, "Your own second factor is under /account.", "own_factor"};
    }
    if (!user.has_second_factor) {
        return Error{ErrorCode::conflict, "This account has no second factor.", "no_factor"};
    }
    return scope.ports.second_factors.remove_factor(user.account.account_id);
}

}  // namespace tillnote::routes
