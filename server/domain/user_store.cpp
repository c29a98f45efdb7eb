#include "server/domain/user_store.hpp"

#include "schema/written_text.hpp"
#include "server/domain/recipient.hpp"

#include <algorithm>
#include <cstdlib>

namespace tillnote::domain {
namespace {

bool administers(const Account& account) {
    return !account.disabled &&
           std::ranges::any_of(account.grants, [](const Grant& grant) { return grant.role == Role::admin; });
}

Result<void> check_grants(const std::vector<Grant>& grants) {
    if (grants.empty() || grants.size() > grants_max) {
        return Error{ErrorCode::invalid_field, "An account has one to 20 roles; disable it where it is to have none.",
                     "/grants"};
    }
    for (auto grant = grants.begin(); grant != grants.end(); ++grant) {
        if (std::find(grants.begin(), grant, *grant) != grant) {
            return Error{ErrorCode::invalid_field, "The same role is named twice.", "/grants"};
        }
    }
    return {};
}

Error of_the_demo() {
    return {ErrorCode::conflict, "This account is of the demo and several people use it; it stays as it is.",
            "demo_account"};
}

Error is_disabled() {
    return {ErrorCode::conflict, "This account is disabled; enable it first.", "disabled_account"};
}

static_assert(live_links_max == 3, "the sentence names it");

Error too_many_links(Instant::duration wait) {
    const auto minutes = std::max<std::int64_t>(std::chrono::ceil<std::chrono::minutes>(wait).count(), 1);
    return {ErrorCode::conflict,
            "Three links to this account are good already, and no other was sent; use one of them, or try again in " +
                std::to_string(minutes) + (minutes == 1 ? " minute." : " minutes."),
            "live_links"};
}

}  // namespace

LinkPurpose link_purpose_of(const Account& account) noexcept {
    return account.password_hash == no_password ? LinkPurpose::invitation : LinkPurpose::reset;
}

std::string_view to_text(UserState state) noexcept {
    switch (state) {
        case UserState::invited:
            return "invited";
        case UserState::enabled:
            return "enabled";
        case UserState::disabled:
            return "disabled";
    }
    std::abort();
}

UserState state_of(const User& user) noexcept {
    if (user.account.disabled) {
        return UserState::disabled;
    }
    const bool was_here = user.last_sign_in_at.has_value();
    return user.account.password_hash == no_password && !was_here ? UserState::invited : UserState::enabled;
}

Result<Grant> parse_grant(std::string_view role, std::string_view scope) {
    const auto known = find_role(role);
    if (!known) {
        return Error{ErrorCode::invalid_field, "A role is manager, district, chain or admin.", "/role"};
    }
    const bool scoped = *known == Role::manager || *known == Role::district;
    if (scoped == scope.empty() || (scoped && !is_store_id(scope))) {
        return Error{ErrorCode::invalid_field,
                     "A manager needs the id of a store and a district lead that of a district; the others take none.",
                     "/scope"};
    }
    return Grant{*known, std::string(scope)};
}

Result<Account> change_user(const Account& before, const UserChange& change, const UserChanger& changer) {
    if (before.demo) {
        return of_the_demo();
    }
    if (changer.account_id == before.account_id) {
        return Error{ErrorCode::forbidden, "Nobody changes their own role or state; ask another administrator.",
                     "own_account"};
    }
    Account after = before;
    if (change.grants) {
        if (auto checked = check_grants(*change.grants); !checked) {
            return checked.error();
        }
        after.grants = *change.grants;
    }
    after.disabled = change.disabled.value_or(before.disabled);
    if (administers(before) && !administers(after) && changer.other_administrators == 0) {
        return Error{ErrorCode::conflict, "This is the last administrator; make somebody else one first.",
                     "last_administrator"};
    }
    return after;
}

Result<std::vector<Grant>> with_grant(const std::vector<Grant>& before, const Grant& added) {
    if (std::ranges::find(before, added) != before.end()) {
        return Error{ErrorCode::conflict, "The account has this role already.", "role"};
    }
    if (auto checked = check_no_card_number(added.scope, "/scope"); !checked) {
        return checked.error();
    }
    auto after = before;
    after.push_back(added);
    return after;
}

Result<std::vector<Grant>> without_grant(const std::vector<Grant>& before, const Grant& removed) {
    const auto found = std::ranges::find(before, removed);
    if (found == before.end()) {
        return Error{ErrorCode::conflict, "The account does not have this role.", "role"};
    }
    auto after = before;
    after.erase(after.begin() + (found - before.begin()));
    return after;
}

Error no_link_needed() {
    return {ErrorCode::conflict, "People sign in with their company account here and set no password; nobody needs a link.",
            "only_by_proxy"};
}

Result<std::optional<LinkPurpose>> invite_user(AccountStore& accounts, AccountLinkStore& links, const Invitation& invitation,
                                               const Uuid& account_id, std::string_view message_domain, Instant now) {
    using Sent = std::optional<LinkPurpose>;
    if (!is_email(invitation.email)) {
        return Error{ErrorCode::invalid_field, "Type an address such as manager@shop.example.", "/email"};
    }
    for (const auto& checked : {check_no_card_number(invitation.email, "/email"),
                                check_no_card_number(invitation.grant ? invitation.grant->scope : "", "/scope")}) {
        if (!checked) {
            return checked.error();
        }
    }
    const auto found = accounts.find_account(invitation.email);
    if (!found) {
        return found.error();
    }
    if (*found && invitation.grant) {
        return Error{ErrorCode::conflict,
                     invitation.email + " has an account already" +
                         (invitation.with_link ? "; leave the role out to send it a link." : "."),
                     "/email"};
    }
    if (*found && !invitation.with_link) {
        return no_link_needed();
    }
    if (*found) {
        const auto sent = send_link(links, **found, invitation.language, message_domain, now);
        return sent ? Result<Sent>(*sent) : sent.error();
    }
    if (!invitation.grant) {
        return Error{ErrorCode::invalid_field, "A new account needs a role.", "/role"};
    }
    const Account account{.account_id = account_id,
                          .email = invitation.email,
                          .password_hash = std::string(no_password),
                          .disabled = false,
                          .grants = {*invitation.grant},
                          .demo = false};
    if (!invitation.with_link) {
        const auto added = accounts.add_account(account, now);
        return added ? Result<Sent>(std::nullopt) : added.error();
    }
    const auto invited = links.invite_new(account, invitation.language, message_domain, now);
    return invited ? Result<Sent>(LinkPurpose::invitation) : invited.error();
}

Result<LinkPurpose> send_link(AccountLinkStore& links, const Account& account, Language language,
                              std::string_view message_domain, Instant now) {
    if (account.demo) {
        return of_the_demo();
    }
    if (account.disabled) {
        return is_disabled();
    }
    const auto purpose = link_purpose_of(account);
    if (purpose == LinkPurpose::invitation) {
        const auto invited = links.invite(account.email, language, message_domain, now);
        return invited ? Result<LinkPurpose>(purpose) : invited.error();
    }
    const auto asked = links.request_reset(account.email, language, message_domain, now);
    if (!asked) {
        return asked.error();
    }
    if (!asked->sent) {
        return asked->free_at ? too_many_links(*asked->free_at - now) : is_disabled();
    }
    return purpose;
}

}  // namespace tillnote::domain
