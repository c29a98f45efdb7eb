#pragma once

#include "server/app/config.hpp"

#include <string>

/// Accounts from the command line. Each command prints what it did and answers with an error to be shown, never both.
/// Blocking.
namespace tillnote::app::commands {

struct UserOptions {
    std::string email;
    std::string role;
    std::string scope;            ///< store id for a manager, district id for a district lead
    std::string password_file;    ///< its first line; "-" reads standard input
    std::string language = "en";  ///< of an invitation
};

[[nodiscard]] Result<void> list_users(const Config& config, bool as_json);
[[nodiscard]] Result<void> add_user(const Config& config, const UserOptions& options);
/// Adds the account unless it is there, and mails it a link to set its password; earlier links of it end. Where only a proxy
/// signs people in it adds the account, and mails nothing.
[[nodiscard]] Result<void> invite_user(const Config& config, const UserOptions& options);
/// One fresh bearer token for scripts, and nothing else.
[[nodiscard]] Result<void> print_user_token(const Config& config, const std::string& email);
/// Ends its sign-ins and tokens. Errors: not_found, conflict (the last administrator, or of the demo).
[[nodiscard]] Result<void> disable_user(const Config& config, const std::string& email);
[[nodiscard]] Result<void> enable_user(const Config& config, const std::string& email);
/// Gives the account one role more, or takes one away; ends its sign-ins and tokens. Errors: as above, and impossible_value
/// (no such store or district).
[[nodiscard]] Result<void> grant_role(const Config& config, const UserOptions& options, bool takes_away);
[[nodiscard]] Result<void> end_user_sessions(const Config& config, const std::string& email);
/// Mails a link to set the password: an invitation for who has none yet. Errors: conflict (only a proxy signs people in).
[[nodiscard]] Result<void> send_user_link(const Config& config, const UserOptions& options);
/// For who has lost the phone and the recovery codes: the account has no second factor any more, and its sign-ins and
/// tokens end.
[[nodiscard]] Result<void> reset_second_factor(const Config& config, const std::string& email);

/// Prints the one-time token for /setup, and nothing else. Errors: conflict (there is an administrator already).
[[nodiscard]] Result<void> print_setup_token(const Config& config);

}  // namespace tillnote::app::commands
