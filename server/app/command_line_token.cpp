#include "server/app/command_line_token.hpp"

#include "server/app/token_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace tillnote::app {
namespace {

/// What the options are parsed into; one command runs, so they share.
struct TokenWords {
    commands::TokenOptions token;
    std::string id;
    bool json = false;
};

}  // namespace

void add_token_commands(CLI::App& app, std::function<Result<void>(const Config&)>& command) {
    const auto words = std::make_shared<TokenWords>();
    auto* token = app.add_subcommand("token", "Read tokens, with which BI tools read JSON and CSV")->require_subcommand(1);
    auto* list = token->add_subcommand("list", "All of them, what they read, until when, and when they were last used");
    list->add_flag("--json", words->json, "As JSON");
    list->callback([words, &command] {
        command = [words](const Config& config) { return commands::list_read_tokens(config, words->json); };
    });
    auto* add = token->add_subcommand("add", "Print one fresh token; it is shown only this once");
    add->add_option("NAME", words->token.name, "What it is for, 'Power BI' for example; at most 60 characters")->required();
    auto* scope = add->add_option_group("scope");
    scope->add_option("--store", words->token.store, "Reads this store");
    scope->add_option("--district", words->token.district, "Reads the stores of this district and their comparison");
    scope->add_flag("--chain", words->token.chain, "Reads everything");
    scope->require_option(1);
    add->add_option("--days", words->token.days, "Until it expires, 1 to 366 (90)");
    add->callback([words, &command] {
        command = [words](const Config& config) { return commands::add_read_token(config, words->token); };
    });
    auto* revoke = token->add_subcommand("revoke", "Refuse a token from now on");
    revoke->add_option("ID", words->id, "Its id, as 'token list' shows it")->required();
    revoke->callback([words, &command] {
        command = [words](const Config& config) { return commands::revoke_read_token(config, words->id); };
    });
}

}  // namespace tillnote::app
