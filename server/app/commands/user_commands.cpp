#include "server/app/commands.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/password_hash.hpp"
#include "server/app/wall_clock.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>

namespace tillnote::app::commands {
namespace {

constexpr std::size_t password_characters_min = 12;
constexpr auto script_token_life = std::chrono::days(365);

Result<std::string> read_password(const std::string& file) {
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
    if (password.size() < password_characters_min) {
        return Error{ErrorCode::invalid_field,
                     "The password needs at least 12 characters; length matters, composition does not.", "password-file"};
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

Result<void> add_user(const Config& config, const std::string& email, const std::string& role, const std::string& scope,
                      const std::string& password_file) {
    const auto known_role = domain::find_role(role);
    if (!known_role) {
        return Error{ErrorCode::usage, "--role must be manager, district, chain or admin.", "role"};
    }
    const bool scoped = *known_role == domain::Role::manager || *known_role == domain::Role::district;
    if (scoped == scope.empty()) {
        return Error{ErrorCode::usage,
                     "A manager needs --scope STORE and a district lead --scope DISTRICT; the others take none.", "scope"};
    }
    auto password = read_password(password_file);
    if (!password) {
        return password.error();
    }
    DatabasePorts ports(config.database_migrate);
    return ports.view.accounts.add_account({.account_id = routes::make_random_id(),
                                            .email = routes::in_lower_case(email),
                                            .password_hash = hash_password(*password),
                                            .disabled = false,
                                            .grants = {{*known_role, scope}}},
                                           wall_clock_now());
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

Result<void> disable_user(const Config& config, const std::string& email) {
    DatabasePorts ports(config.database_migrate);
    return ports.view.accounts.disable_account(routes::in_lower_case(email), wall_clock_now());
}

}  // namespace tillnote::app::commands
