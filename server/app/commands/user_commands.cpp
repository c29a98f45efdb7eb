#include "server/app/user_commands.hpp"

#include "schema/secret_file.hpp"
#include "schema/time_text.hpp"
#include "schema/written_text.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/outgoing.hpp"
#include "server/app/password_hash.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/password_rule.hpp"
#include "server/render/users_json.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"

#include <cstdio>
#include <functional>
#include <iostream>
#include <limits>

namespace tillnote::app::commands {
namespace {

constexpr auto script_token_life = std::chrono::days(365);

Result<std::string> read_password(const std::string& file, const std::string& email) {
    std::string password;
    if (file == "-") {
        std::getline(std::cin, password);
    } else {
        auto line = read_secret_file(file);
        if (!line) {
            return line;
        }
        password = std::move(*line);
    }
    if (const auto checked = domain::check_new_password(password, email); !checked) {
        return Error{ErrorCode::invalid_field, checked.error().detail, "password-file"};
    }
    return password;
}

Result<void> check_email(const std::string& email) {
    if (!domain::is_email(email)) {
        return Error{ErrorCode::usage, "EMAIL must be an address such as manager@shop.example.", "email"};
    }
    const auto checked = check_no_card_number(email, "email");
    return checked ? checked : Error{ErrorCode::usage, checked.error().detail, "email"};
}

Result<domain::Account> find_enabled(DatabasePorts& ports, const std::string& email) {
    const auto found = ports.view.accounts.find_account(routes::in_lower_case(email));
    if (!found) {
        return found.error();
    }
    const std::optional<domain::Account>& account = *found;
    if (!account || account->disabled) {
        return Error{ErrorCode::not_found, "There is no enabled account " + email + "; 'user list' shows them all.",
                     "email"};
    }
    return *account;
}

/// As the command line says what is wrong.
Result<domain::Grant> parse_grant(const UserOptions& options) {
    const auto grant = domain::parse_grant(options.role, options.scope);
    return grant
               ? grant
               : Error{ErrorCode::usage,
                       (grant.error().field == "/role" ? "--role: " : "--scope STORE or DISTRICT: ") + grant.error().detail,
                       grant.error().field};
}

Result<domain::User> find_user(DatabasePorts& ports, const std::string& email) {
    auto found = ports.users.find_user_by_email(routes::in_lower_case(email));
    if (!found) {
        return found.error();
    }
    return *found ? Result<domain::User>(std::move(**found))
                  : Error{ErrorCode::not_found, "There is no account " + email + "; 'user list' shows them all.", "email"};
}

/// Changes one account by the rules that pages and API have, too.
Result<void> change(const Config& config, OperatorPorts& ports, const std::string& email,
                    const std::function<Result<domain::UserChange>(const domain::Account&)>& make_change) {
    const auto user = find_user(ports, email);
    if (!user) {
        return user.error();
    }
    const auto changed = ports.users.change_user(
        user->account.account_id,
        [&](const domain::Account& before, const domain::OtherAdministrators& others) -> Result<domain::Account> {
            const auto wanted = make_change(before);
            if (!wanted) {
                return wanted.error();
            }
            return domain::change_user(before, *wanted,
                                       {.account_id = {}, .other_administrators = others.who_can_sign_in(config.sso_only)});
        },
        wall_clock_now());
    return changed ? Result<void>() : changed.error();
}

void print_sent(const std::string& email, domain::LinkPurpose purpose) {
    std::printf("A link to set the password goes to %s; it is good once, for %s.\n", email.c_str(),
                purpose == domain::LinkPurpose::invitation ? "seven days" : "an hour");
}

Result<void> set_disabled(const Config& config, const std::string& email, bool disabled) {
    OperatorPorts ports(config, disabled ? domain::AuditAction::disabled : domain::AuditAction::enabled,
                        domain::AuditObject::user, routes::in_lower_case(email));
    return change(config, ports, email,
                  [disabled](const domain::Account&) { return domain::UserChange{.grants = {}, .disabled = disabled}; });
}

}  // namespace

Result<void> list_users(const Config& config, bool as_json) {
    constexpr int all = std::numeric_limits<int>::max();
    DatabasePorts ports(config.database_migrate);
    const auto users = ports.users.list_users("", all);
    if (!users) {
        return users.error();
    }
    if (as_json) {
        std::printf("%s\n", render::render_users_json(*users).c_str());
        return {};
    }
    for (const domain::User& user : *users) {
        const domain::Account& account = user.account;
        std::printf("%-40s %-9s %-9s %-24s %s\n", account.email.c_str(),
                    std::string(domain::to_text(domain::state_of(user))).c_str(),
                    user.has_second_factor ? "codes" : "no codes",
                    user.last_sign_in_at ? format_time(*user.last_sign_in_at).c_str() : "never",
                    domain::role_words(account.grants).c_str());
    }
    return {};
}

Result<void> add_user(const Config& config, const UserOptions& options) {
    if (auto email = check_email(options.email); !email) {
        return email;
    }
    const auto grant = parse_grant(options);
    if (!grant) {
        return grant.error();
    }
    const bool has_password = !options.password_file.empty();
    if (!has_password && config.sso_email_header.empty()) {
        return Error{ErrorCode::usage,
                     "--password-file is needed: without [sso] in the configuration, only a password lets anybody in.",
                     "password-file"};
    }
    auto password = has_password ? read_password(options.password_file, options.email) : Result<std::string>(std::string{});
    if (!password) {
        return password.error();
    }
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::user, routes::in_lower_case(options.email));
    ports.entry().facts.emplace_back("role", domain::role_words({*grant}));
    return ports.view.accounts.add_account(
        {.account_id = routes::make_random_id(),
         .email = routes::in_lower_case(options.email),
         .password_hash = has_password ? hash_password(*password) : std::string(domain::no_password),
         .disabled = false,
         .grants = {*grant},
         .demo = false},
        wall_clock_now());
}

Result<void> invite_user(const Config& config, const UserOptions& options) {
    domain::Invitation invitation{.email = routes::in_lower_case(options.email),
                                  .grant = {},
                                  .language = domain::find_language(options.language).value_or(domain::Language::english),
                                  .with_link = !config.sso_only};
    if (!options.role.empty()) {
        const auto grant = parse_grant(options);
        if (!grant) {
            return grant.error();
        }
        invitation.grant = *grant;
    }
    OperatorPorts ports(config, invitation.with_link ? domain::AuditAction::invited : domain::AuditAction::added,
                        domain::AuditObject::user, invitation.email);
    if (invitation.grant) {
        ports.entry().facts.emplace_back("role", domain::role_words({*invitation.grant}));
    } else if (const auto known = ports.accounts.find_account(invitation.email); known && *known) {
        ports.entry().facts.emplace_back("by", domain::to_text(domain::link_purpose_of(**known)));
    }
    const auto invited = domain::invite_user(ports.accounts, ports.account_links, invitation, routes::make_random_id(),
                                             message_domain_of(config), wall_clock_now());
    if (!invited) {
        const bool usage = invited.error().code == ErrorCode::invalid_field;
        return Error{usage ? ErrorCode::usage : invited.error().code,
                     (invited.error().field == "/role" ? "--role: " : "") + invited.error().detail, invited.error().field};
    }
    if (*invited) {
        print_sent(invitation.email, **invited);
    } else {
        std::printf("%s is added and signs in with the company account; no link is sent.\n", invitation.email.c_str());
    }
    return {};
}

Result<void> print_setup_token(const Config& config) {
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::setup_token);
    const auto token = routes::make_secret();
    if (auto put = ports.view.setup.put_token(routes::hash_secret(token), wall_clock_now()); !put) {
        return put;
    }
    std::printf("%s\n", token.c_str());
    return {};
}

Result<void> print_user_token(const Config& config, const std::string& email) {
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::session, routes::in_lower_case(email));
    auto account = find_enabled(ports, email);
    if (!account) {
        return account.error();
    }
    const auto token = routes::make_secret();
    const auto now = wall_clock_now();
    auto added = ports.view.accounts.add_session({.session_id = routes::make_random_id(),
                                                  .token_hash = routes::hash_secret(token),
                                                  .csrf_token = routes::make_secret(),
                                                  .account_id = account->account_id,
                                                  .by_cookie = false,
                                                  .created_at = now,
                                                  .last_used_at = now,
                                                  .expires_at = now + script_token_life,
                                                  .idle_max = std::chrono::seconds(0)});
    if (!added) {
        return added.error();
    }
    std::printf("%s\n", token.c_str());
    return {};
}

Result<void> reset_second_factor(const Config& config, const std::string& email) {
    OperatorPorts ports(config, domain::AuditAction::reset, domain::AuditObject::second_factor,
                        routes::in_lower_case(email));
    const auto user = find_user(ports, email);
    if (!user) {
        return user.error();
    }
    if (auto removed = ports.view.second_factors.remove_factor(user->account.account_id); !removed) {
        return removed;
    }
    std::printf("%s has no second factor any more, and its sign-ins and tokens ended; the next sign-in sets it up anew.\n",
                user->account.email.c_str());
    return {};
}

Result<void> disable_user(const Config& config, const std::string& email) {
    return set_disabled(config, email, true);
}

Result<void> enable_user(const Config& config, const std::string& email) {
    return set_disabled(config, email, false);
}

Result<void> grant_role(const Config& config, const UserOptions& options, bool takes_away) {
    const auto grant = parse_grant(options);
    if (!grant) {
        return grant.error();
    }
    OperatorPorts ports(config, domain::AuditAction::changed, domain::AuditObject::user,
                        routes::in_lower_case(options.email));
    ports.entry().facts.emplace_back(takes_away ? "taken" : "given", domain::role_words({*grant}));
    return change(config, ports, options.email, [&](const domain::Account& before) -> Result<domain::UserChange> {
        auto grants = takes_away ? domain::without_grant(before.grants, *grant) : domain::with_grant(before.grants, *grant);
        return grants ? Result<domain::UserChange>(domain::UserChange{.grants = std::move(*grants), .disabled = {}})
                      : grants.error();
    });
}

Result<void> end_user_sessions(const Config& config, const std::string& email) {
    OperatorPorts ports(config, domain::AuditAction::ended, domain::AuditObject::session, routes::in_lower_case(email));
    const auto user = find_user(ports, email);
    if (!user) {
        return user.error();
    }
    const auto ended = ports.users.end_sessions(user->account.account_id);
    if (!ended) {
        return ended.error();
    }
    std::printf("%d sign-ins and tokens of %s ended.\n", *ended, user->account.email.c_str());
    return {};
}

Result<void> send_user_link(const Config& config, const UserOptions& options) {
    if (config.sso_only) {
        return domain::no_link_needed();
    }
    OperatorPorts ports(config, domain::AuditAction::asked_for, domain::AuditObject::password,
                        routes::in_lower_case(options.email));
    const auto user = find_user(ports, options.email);
    if (!user) {
        return user.error();
    }
    ports.entry().facts.emplace_back("by", domain::to_text(domain::link_purpose_of(user->account)));
    const auto language = domain::find_language(options.language).value_or(domain::Language::english);
    const auto sent =
        domain::send_link(ports.account_links, user->account, language, message_domain_of(config), wall_clock_now());
    if (!sent) {
        return sent.error();
    }
    print_sent(user->account.email, *sent);
    return {};
}

}  // namespace tillnote::app::commands
