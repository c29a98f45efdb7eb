#include "server/app/command_line_user.hpp"

#include "server/app/user_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace tillnote::app {
namespace {

using Command = std::function<Result<void>(const Config&)>;

/// What the options are parsed into; one command runs, so they share.
using UserWords = std::shared_ptr<commands::UserOptions>;

void add_adding(CLI::App& user, const UserWords& words, Command& command) {
    auto* add = user.add_subcommand("add", "Add an account");
    add->add_option("EMAIL", words->email, "E-mail address, the sign-in name")->required();
    add->add_option("--role", words->role, "manager, district, chain or admin")->required();
    add->add_option("--scope", words->scope, "Store id for a manager, district id for a district lead");
    add->add_option(
        "--password-file", words->password_file,
        "File with the password on its first line; '-' reads standard input. Left out where a proxy signs people in");
    add->callback(
        [words, &command] { command = [words](const Config& config) { return commands::add_user(config, *words); }; });
}

void add_inviting(CLI::App& user, const UserWords& words, Command& command) {
    auto* invite = user.add_subcommand(
        "invite",
        "Add an account and mail it a link to set its password (7 days); no link where only a proxy signs people in");
    invite->add_option("EMAIL", words->email, "E-mail address, the sign-in name")->required();
    invite->add_option("--role", words->role, "manager, district, chain or admin; left out where the account exists");
    invite->add_option("--scope", words->scope, "Store id for a manager, district id for a district lead");
    invite->add_option("--language", words->language, "Of the mail: en (default) or es")->check(CLI::IsMember({"en", "es"}));
    invite->callback(
        [words, &command] { command = [words](const Config& config) { return commands::invite_user(config, *words); }; });
}

void add_role(CLI::App& user, const UserWords& words, Command& command, const std::string& name, const std::string& help,
              bool takes_away) {
    auto* sub = user.add_subcommand(name, help);
    sub->add_option("EMAIL", words->email, "E-mail address")->required();
    sub->add_option("--role", words->role, "manager, district, chain or admin")->required();
    sub->add_option("--scope", words->scope, "Store id for a manager, district id for a district lead");
    sub->callback([words, takes_away, &command] {
        command = [words, takes_away](const Config& config) { return commands::grant_role(config, *words, takes_away); };
    });
}

void add_link(CLI::App& user, const UserWords& words, Command& command) {
    auto* link = user.add_subcommand("link", "Mail a link to set the password; an invitation for who has none yet");
    link->add_option("EMAIL", words->email, "E-mail address")->required();
    link->add_option("--language", words->language, "Of the mail: en (default) or es")->check(CLI::IsMember({"en", "es"}));
    link->callback(
        [words, &command] { command = [words](const Config& config) { return commands::send_user_link(config, *words); }; });
}

/// A command that takes nothing but the account.
void add_of_email(CLI::App& parent, const UserWords& words, Command& command, const std::string& name,
                  const std::string& help, Result<void> (*run)(const Config&, const std::string&)) {
    auto* sub = parent.add_subcommand(name, help);
    sub->add_option("EMAIL", words->email, "E-mail address")->required();
    sub->callback(
        [words, run, &command] { command = [words, run](const Config& config) { return run(config, words->email); }; });
}

}  // namespace

void add_user_commands(CLI::App& app, Command& command) {
    const auto words = std::make_shared<commands::UserOptions>();
    auto* user = app.add_subcommand("user", "People who sign in")->require_subcommand(1);
    auto* list = user->add_subcommand("list", "All accounts: state, second factor, last sign-in, roles");
    const auto as_json = std::make_shared<bool>(false);
    list->add_flag("--json", *as_json, "As JSON, the bytes of the API");
    list->callback([as_json, &command] {
        command = [as_json](const Config& config) { return commands::list_users(config, *as_json); };
    });
    add_adding(*user, words, command);
    add_inviting(*user, words, command);
    add_of_email(*user, words, command, "token", "Print one fresh bearer token for scripts; older ones stay valid",
                 commands::print_user_token);
    add_role(*user, words, command, "grant", "Give an account one role more; ends its sign-ins", false);
    add_role(*user, words, command, "ungrant", "Take one role from an account; ends its sign-ins", true);
    add_link(*user, words, command);
    add_of_email(*user, words, command, "end-sessions", "End all sign-ins and tokens of an account",
                 commands::end_user_sessions);
    add_of_email(*user, words, command, "enable", "Let a disabled account sign in again", commands::enable_user);
    add_of_email(*user, words, command, "disable", "Disable an account and end its sessions", commands::disable_user);
    auto* factor = user->add_subcommand("second-factor", "The code from the phone")->require_subcommand(1);
    add_of_email(*factor, words, command, "reset",
                 "Take it away from who has lost phone and recovery codes; ends their sign-ins and tokens",
                 commands::reset_second_factor);
    app.add_subcommand("setup-token", "Print the one-time token with which /setup makes the first administrator")
        ->callback([&command] { command = commands::print_setup_token; });
}

}  // namespace tillnote::app
