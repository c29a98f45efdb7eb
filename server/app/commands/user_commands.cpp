#include "server/app/user_commands.hpp"

#include "server/app/database_ports.hpp"
#include "server/app/outgoing.hpp"
#include "server/app/password_hash.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/password_rule.hpp"
#include "server/domain/recipient.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>

namespace tillnote::app::commands {
namespace {

constexpr auto script_token_life = std::chrono::days(365);

Result<std::string> read_password(const std::string& file, const std::string& email) {
    std::string password;
    if (file == "-") {
        std::getline(std::cin, password);
    } else {
        std::ifstream stream(file);
        if (!stream) {
            return Error{ErrorCode::invalid_field, "The password file " + file + " cannot be read.", "password-file"};
        }
        std::getline(stream, password);
    }
    if (const auto checked = domain::check_new_password(password, email); !checked) {
        return Error{ErrorCode::invalid_field, checked.error().detail, "password-file"};
    }
    return password;
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

Result<domain::Grant> parse_grant(const UserOptions& options) {
    const auto known_role = domain::find_role(options.role);
    if (!known_role) {
        return Error{ErrorCode::usage, "--role must be manager, district, chain or admin.", "role"};
    }
    const bool scoped = *known_role == domain::Role::manager || *known_role == domain::Role::district;
    if (scoped == options.scope.empty()) {
        return Error{ErrorCode::usage,
                     "A manager needs --scope STORE and a district lead --scope DISTRICT; the others take none.", "scope"};
    }
    return domain::Grant{*known_role, options.scope};
}

}  // namespace

Result<void> list_users(const Config& config) {
    DatabasePorts ports(config.database_migrate);
    auto accounts = ports.view.accounts.list_accounts();
    if (!accounts) {
        return accounts.error();
    }
    for (const auto& account : *accounts) {
        std::string grants;
        for (const auto& grant : account.grants) {
            grants += (grants.empty() ? "" : ", ") + std::string(domain::to_text(grant.role)) +
                      (grant.scope.empty() ? "" : " " + grant.scope);
        }
        std::printf("%-40s %-9s %s\n", account.email.c_str(), account.disabled ? "disabled" : "enabled", grants.c_str());
    }
    return {};
}

Result<void> add_user(const Config& config, const UserOptions& options) {
    const auto grant = parse_grant(options);
    if (!grant) {
        return grant.error();
    }
    auto password = read_password(options.password_file, options.email);
    if (!password) {
        return password.error();
    }
    DatabasePorts ports(config.database_migrate);
    return ports.view.accounts.add_account({.account_id = routes::make_random_id(),
                                            .email = routes::in_lower_case(options.email),
                                            .password_hash = hash_password(*password),
                                            .disabled = false,
                                            .grants = {*grant},
                                            .demo = false},
                                           wall_clock_now());
}

Result<void> invite_user(const Config& config, const UserOptions& options) {
    const auto email = routes::in_lower_case(options.email);
    if (!domain::is_email(email)) {
        return Error{ErrorCode::usage, "EMAIL must be an address such as manager@shop.example.", "email"};
    }
    DatabasePorts ports(config.database_migrate);
    const auto found = ports.view.accounts.find_account(email);
    if (!found) {
        return found.error();
    }
    if (*found && !options.role.empty()) {
        return Error{ErrorCode::conflict, email + " has an account already; leave --role out to send it a link.", "role"};
    }
    const auto now = wall_clock_now();
    if (!*found) {
        const auto grant = parse_grant(options);
        if (!grant) {
            return grant.error();
        }
        auto added = ports.view.accounts.add_account({.account_id = routes::make_random_id(),
                                                      .email = email,
                                                      .password_hash = std::string(domain::no_password),
                                                      .disabled = false,
                                                      .grants = {*grant},
                                                      .demo = false},
                                                     now);
        if (!added) {
            return added;
        }
    }
    const auto language = domain::find_language(options.language).value_or(domain::Language::english);
    if (auto invited = ports.view.account_links.invite(email, language, message_domain_of(config), now); !invited) {
        return invited;
    }
    std::printf("A link to set the password goes to %s; it is good once, for seven days.\n", email.c_str());
    return {};
}

Result<void> print_setup_token(const Config& config) {
    DatabasePorts ports(config.database_migrate);
    const auto token = routes::make_secret();
    if (auto put = ports.view.setup.put_token(routes::hash_secret(token), wall_clock_now()); !put) {
        return put;
    }
    std::printf("%s\n", token.c_str());
    return {};
}

Result<void> print_user_token(const Config& config, const std::string& email) {
    DatabasePorts ports(config.database_migrate);
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
    DatabasePorts ports(config.database_migrate);
    const auto account = find_enabled(ports, email);
    if (!account) {
        return account.error();
    }
    if (auto removed = ports.view.second_factors.remove_factor(account->account_id); !removed) {
        return removed;
    }
    std::printf("%s has no second factor any more; the next sign-in sets it up anew.\n", account->email.c_str());
    return {};
}

Result<void> disable_user(const Config& config, const std::string& email) {
    DatabasePorts ports(config.database_migrate);
    return ports.view.accounts.disable_account(routes::in_lower_case(email), wall_clock_now());
}

}  // namespace tillnote::app::commands
