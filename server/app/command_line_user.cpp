#include "server/app/command_line_user.hpp"

#include "server/app/user_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace tillnote::app {
namespace {

using Command = std::function<Result<void>(const Config&)>;

/// What the options are parsed into; one command runs, so they share.
using Words = std::shared_ptr<commands::UserOptions>;

void add_adding(CLI::App& user, const Words& words, Command& command) {
    auto* add = user.add_subcommand("add", "Add an account");
    add->add_option("EMAIL", words->email, "E-mail address, the sign-in name")->required();
    add->add_option("--role", words->role, "manager, district, chain or admin")->required();
    add->add_option("--scope", words->scope, "Store id for a manager, district id for a district lead");
    add->add_option("--password-file", words->password_file,
                    "File with the password on its first line; '-' reads standard input")
        ->required();
    add->callback(
        [words, &command] { command = [words](const Config& config) { return commands::add_user(config, *words); }; });
}

void add_inviting(CLI::App& user, const Words& words, Command& command) {
    auto* invite = user.add_subcommand("invite", "Add an account and mail it a link to set its password (7 days)");
    invite->add_option("EMAIL", words->email, "E-mail address, the sign-in name")->required();
    invite->add_option("--role", words->role, "manager, district, chain or admin; left out where the account exists");
    invite->add_option("--scope", words->scope, "Store id for a manager, district id for a district lead");
    invite->add_option("--language", words->language, "Of the mail: en (default) or es")->check(CLI::IsMember({"en", "es"}));
    invite->callback(
        [words, &command] { command = [words](const Config& config) { return commands::invite_user(config, *words); }; });
}

/// A command that takes nothing but the account.
void add_of_email(CLI::App& parent, const Words& words, Command& command, const std::string& name, const std::string& help,
                  Result<void> (*run)(const Config&, const std::string&)) {
    auto* sub = parent.add_subcommand(name, help);
    sub->add_option("EMAIL", words->email, "E-mail address")->required();
    sub->callback(
        [words, run, &command] { command = [words, run](const Config& config) { return run(config, words->email); }; });
}

}  // namespace

void add_user_commands(CLI::App& app, Command& command) {
    const auto words = std::make_shared<commands::UserOptions>();
    auto* user = app.add_subcommand("user", "People who sign in")->require_subcommand(1);
    user->add_subcommand("list", "All accounts and what they may read")->callback([&command] {
        command = commands::list_users;
    });
    add_adding(*user, words, command);
    add_inviting(*user, words, command);
    add_of_email(*user, words, command, "token", "Print one fresh bearer token for scripts; older ones stay valid",
                 commands::print_user_token);
    add_of_email(*user, words, command, "disable", "Disable an account and end its sessions", commands::disable_user);
    auto* factor = user->add_subcommand("second-factor", "The code from the phone")->require_subcommand(1);
    add_of_email(*factor, words, command, "reset",
                 "Take it away from who has lost phone and recovery codes; ends their sign-ins",
                 commands::reset_second_factor);
    app.add_subcommand("setup-token", "Print the one-time token with which /setup makes the first administrator")
        ->callback([&command] { command = commands::print_setup_token; });
}

}  // namespace tillnote::app
