#include "server/app/command_line.hpp"

#include "server/app/command_line_audit.hpp"
#include "server/app/command_line_delivery.hpp"
#include "server/app/command_line_district.hpp"
#include "server/app/command_line_token.hpp"
#include "server/app/command_line_user.hpp"
#include "server/app/commands.hpp"
#include "server/app/log.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <functional>

namespace tillnote::app {
namespace {

using Command = std::function<Result<void>(const Config&)>;

/// What the options are parsed into; one command runs, so they share.
struct Words {
    std::string config_file;
    std::string store;
    std::string day;
    std::string code;
    std::string file;
    std::string url;
    std::string out;
    std::string name;
    std::string why;
    std::string district;
    std::string zone;
    std::string opened_on;
    int lane = 0;
    int edition = 0;
    std::optional<int> cutoff_minutes;
    commands::StoreChangeOptions change;
    commands::AskOptions ask;
    commands::MessageOptions message;
    commands::KeyOptions keys;
    commands::SheetOptions sheet;
    bool json = false;
    bool text = false;
    bool html = false;
    bool check = false;
    bool runs = false;
    bool pending = false;
    bool card_numbers = false;
};

void add_digest(CLI::App& app, Words& words, Command& command) {
    auto* digest = app.add_subcommand("digest", "Print the digest of one store and business day");
    digest->add_option("STORE", words.store, "Store id")->required();
    digest->add_option("DAY", words.day, "YYYY-MM-DD, 'today' or 'latest'")->required();
    digest->add_option("--edition", words.edition, "An edition's number (the latest)")->check(CLI::Range(1, 1'000'000));
    auto* forms = digest->add_option_group("form");
    forms->add_flag("--json", words.json, "As JSON, the bytes of the API");
    forms->add_flag("--text", words.text, "As plain text (default)");
    forms->add_flag("--html", words.html, "As the page");
    forms->require_option(0, 1);
    digest->callback([&] {
        command = [&words](const Config& config) {
            const auto form = words.json   ? commands::DigestForm::json
                              : words.html ? commands::DigestForm::html
                                           : commands::DigestForm::text;
            return commands::print_digest(config, words.store, words.day, form,
                                          words.edition == 0 ? std::nullopt : std::optional(words.edition));
        };
    });
}

void add_lanes(CLI::App& app, Words& words, Command& command) {
    auto* lane = app.add_subcommand("lane", "Lanes and their enrolment")->require_subcommand(1);
    auto* list = lane->add_subcommand("list", "All lanes, when they were last heard, what they hold");
    auto* of_store = list->add_option("--store", words.store, "Only this store");
    list->add_flag("--pending", words.pending, "Instead, the terminals that show a code and wait to be let in")
        ->excludes(of_store);
    list->add_flag("--json", words.json, "As JSON");
    list->callback([&] {
        command = [&words](const Config& config) {
            return words.pending ? commands::list_pending_lanes(config, words.json)
                                 : commands::list_lanes(
                                       config, words.store.empty() ? std::nullopt : std::optional(words.store), words.json);
        };
    });
    auto* approve = lane->add_subcommand("approve", "Approve the lane that shows CODE");
    approve->add_option("CODE", words.code, "ABCD-EFGH as shown on the terminal")->required();
    approve->add_option("--store", words.store, "Store id")->required();
    approve->add_option("--lane", words.lane, "Lane number, 1 to 999; made when not yet known")->required();
    approve->callback([&] {
        command = [&words](const Config& config) {
            return commands::approve_lane(config, words.code, words.store, words.lane);
        };
    });
    auto* deny = lane->add_subcommand("deny", "Deny the lane that shows CODE");
    deny->add_option("CODE", words.code, "ABCD-EFGH as shown on the terminal")->required();
    deny->callback([&] { command = [&words](const Config& config) { return commands::deny_lane(config, words.code); }; });
    auto* token = lane->add_subcommand("token", "Print one fresh token for a lane; older ones stay valid");
    token->add_option("STORE", words.store, "Store id")->required();
    token->add_option("LANE", words.lane, "Lane number, 1 to 999")->required();
    token->callback([&] {
        command = [&words](const Config& config) { return commands::print_lane_token(config, words.store, words.lane); };
    });
    auto* revoke = lane->add_subcommand("revoke", "Make every token of a lane invalid; its outbox survives");
    revoke->add_option("STORE", words.store, "Store id")->required();
    revoke->add_option("LANE", words.lane, "Lane number")->required();
    revoke->callback([&] {
        command = [&words](const Config& config) { return commands::revoke_lane(config, words.store, words.lane); };
    });
}

/// Stores move and close with dates.
void add_store_changes(CLI::App& store, Words& words, Command& command) {
    auto* change = store.add_subcommand(
        "change", "Change a store's name, free text or walking order, or from a day on how its business days begin");
    change->add_option("STORE", words.change.id, "Store id")->required();
    change->add_option("--name", words.change.name, "Name people read; holds at once");
    change->add_option("--zone", words.change.zone, "IANA time zone");
    change->add_option("--cutoff-minutes", words.change.cutoff_minutes,
                       "Local start of the business day, minutes after midnight");
    change->add_option("--from", words.change.from, "First business day of zone and cut-off, YYYY-MM-DD (the next)");
    change
        ->add_option("--free-text", words.change.free_text,
                     "Whether its checkers may write a line with a note; holds at once")
        ->check(CLI::IsMember({"on", "off"}));
    change->add_option("--walk", words.change.walk,
                       "Departments in its walking order, 'deli,produce' (the others follow); '' is the catalog's order");
    change->callback(
        [&] { command = [&words](const Config& config) { return commands::change_store(config, words.change); }; });
    auto* move = store.add_subcommand("move", "Let a store belong to another district; past days stay where they were");
    move->add_option("STORE", words.store, "Store id")->required();
    move->add_option("--district", words.district, "District id")->required();
    move->add_option("--on", words.day, "First business day in the new district, YYYY-MM-DD (today)");
    move->callback([&] {
        command = [&words](const Config& config) {
            return commands::move_store(config, words.store, words.district, words.day);
        };
    });
    auto* close_for_good = store.add_subcommand("close", "Say that a store has closed");
    close_for_good->add_option("STORE", words.store, "Store id")->required();
    close_for_good->add_option("--on", words.day, "First business day on which it is no longer open, YYYY-MM-DD")
        ->required();
    close_for_good->callback(
        [&] { command = [&words](const Config& config) { return commands::close_store(config, words.store, words.day); }; });
    auto* reopen = store.add_subcommand("reopen", "Take a store's closing back");
    reopen->add_option("STORE", words.store, "Store id")->required();
    reopen->callback(
        [&] { command = [&words](const Config& config) { return commands::reopen_store(config, words.store); }; });
    auto* take =
        store.add_subcommand("export", "Print what is kept of a store and may be shown, a line of JSON for each row");
    take->add_option("STORE", words.store, "Store id")->required();
    take->callback(
        [&] { command = [&words](const Config& config) { return commands::export_store(config, words.store); }; });
    auto* erase = store.add_subcommand("erase",
                                       "Remove all that belongs to a store that has closed, and the accounts of those who "
                                       "managed only it; nothing brings it back");
    erase->add_option("STORE", words.store, "Store id")->required();
    erase->add_option("--confirm", words.name, "The store id once more")->required();
    erase->callback([&] {
        command = [&words](const Config& config) { return commands::erase_store(config, words.store, words.name); };
    });
}

void add_stores(CLI::App& app, Words& words, Command& command) {
    auto* store = app.add_subcommand("store", "Stores and districts")->require_subcommand(1);
    auto* list = store->add_subcommand("list", "All stores as they stand today, with their lanes");
    list->add_flag("--json", words.json, "As JSON");
    list->callback([&] { command = [&words](const Config& config) { return commands::list_stores(config, words.json); }; });
    auto* show = store->add_subcommand("show", "A store with what is planned for it, and the days it does not open");
    show->add_option("STORE", words.store, "Store id")->required();
    show->add_flag("--json", words.json, "As JSON");
    show->callback(
        [&] { command = [&words](const Config& config) { return commands::show_store(config, words.store, words.json); }; });
    auto* district = store->add_subcommand("district", "Add or rename a district");
    district->add_option("ID", words.district, "1 to 32 of a-z, 0-9 and '-'")->required();
    district->add_option("--name", words.name, "Name people read")->required();
    district->callback([&] {
        command = [&words](const Config& config) { return commands::add_district(config, words.district, words.name); };
    });
    auto* add = store->add_subcommand("add", "Add or change a store");
    add->add_option("ID", words.store, "1 to 32 of a-z, 0-9 and '-'")->required();
    add->add_option("--name", words.name, "Name people read")->required();
    add->add_option("--district", words.district, "District id")->required();
    add->add_option("--zone", words.zone, "IANA time zone, America/Chicago for example")->required();
    add->add_option("--cutoff-minutes", words.cutoff_minutes,
                    "Local start of the business day, minutes after midnight (240; of a store that is there, as it was)");
    add->add_option("--opened-on", words.opened_on, "First business day, YYYY-MM-DD (today)");
    add->callback([&] {
        command = [&words](const Config& config) {
            return commands::add_store(
                config, {words.store, words.name, words.district, words.zone, words.cutoff_minutes, words.opened_on});
        };
    });
    auto* keys = store->add_subcommand("keys", "Give the lanes of a store hot keys or a first screen of their own");
    keys->add_option("STORE", words.keys.store, "Store id")->required();
    keys->add_option("--hot-keys", words.keys.hot_keys_file, "File like config/catalog/hot_keys.tsv");
    keys->add_option("--layout", words.keys.layout, "Up to 7 reason codes in order, 101,202,...")->delimiter(',');
    keys->add_flag("--as-chain", words.keys.as_chain, "Back to the keys of the chain");
    keys->callback(
        [&] { command = [&words](const Config& config) { return commands::set_store_keys(config, words.keys); }; });
    add_store_changes(*store, words, command);
    auto* close = store->add_subcommand("close-day", "Say that a store was closed on a business day");
    close->add_option("STORE", words.store, "Store id")->required();
    close->add_option("DAY", words.day, "YYYY-MM-DD")->required();
    close->add_option("--why", words.why, "Shown on the page: 'Thanksgiving'")->required();
    close->callback([&] {
        command = [&words](const Config& config) {
            return commands::close_store_day(config, words.store, words.day, words.why);
        };
    });
    auto* open = store->add_subcommand("open-day", "Take back that a store was closed on a business day");
    open->add_option("STORE", words.store, "Store id")->required();
    open->add_option("DAY", words.day, "YYYY-MM-DD")->required();
    open->callback([&] {
        command = [&words](const Config& config) { return commands::open_store_day(config, words.store, words.day); };
    });
}

void add_asks(CLI::App& app, Words& words, Command& command) {
    auto* ask = app.add_subcommand("ask", "Questions of the day")->require_subcommand(1);
    auto* list = ask->add_subcommand("list", "The asks of a store, the latest first");
    list->add_option("STORE", words.store, "Store id")->required();
    list->add_flag("--json", words.json, "As JSON");
    list->callback(
        [&] { command = [&words](const Config& config) { return commands::list_asks(config, words.store, words.json); }; });
    auto* add = ask->add_subcommand("add", "Put a question to a sample of the customers; prints its id");
    add->add_option("STORE", words.ask.store, "Store id")->required();
    add->add_option("--question-en", words.ask.question_en, "In English, at most 90 characters")->required();
    add->add_option("--question-es", words.ask.question_es, "In Spanish, at most 90 characters")->required();
    add->add_option("--answer", words.ask.answers,
                    "What is stored, and its labels: 'yes=Yes=Sí'; 2 to 4 times, labels of at most 18 characters")
        ->required();
    add->add_option("--from", words.ask.from, "First business day, YYYY-MM-DD (today)");
    add->add_option("--to", words.ask.to, "Last business day, YYYY-MM-DD (the first)");
    add->add_option("--one-in", words.ask.one_in, "Shown on one transaction in this many, 1 to 1000 (20)");
    add->callback([&] { command = [&words](const Config& config) { return commands::add_ask(config, words.ask); }; });
    auto* close = ask->add_subcommand("close", "Stop an ask; what was answered stays");
    close->add_option("STORE", words.store, "Store id")->required();
    close->add_option("ASK", words.code, "Its id, as 'ask list' shows it")->required();
    close->callback(
        [&] { command = [&words](const Config& config) { return commands::close_ask(config, words.store, words.code); }; });
}

void add_messages(CLI::App& app, Words& words, Command& command) {
    auto* message = app.add_subcommand("message", "Lines back to the lanes of a store")->require_subcommand(1);
    auto* list = message->add_subcommand("list", "The messages of a store, the latest first");
    list->add_option("STORE", words.store, "Store id")->required();
    list->callback(
        [&] { command = [&words](const Config& config) { return commands::list_messages(config, words.store); }; });
    auto* add = message->add_subcommand("add", "Tell all lanes of a store something, never a single person; prints its id");
    add->add_option("STORE", words.message.store, "Store id")->required();
    add->add_option("--text-en", words.message.text_en, "In English, at most 90 characters")->required();
    add->add_option("--text-es", words.message.text_es, "In Spanish, at most 90 characters")->required();
    add->add_option("--from", words.message.from, "First business day, YYYY-MM-DD (today)");
    add->add_option("--to", words.message.to, "Last business day, YYYY-MM-DD (the first)");
    add->callback(
        [&] { command = [&words](const Config& config) { return commands::add_message(config, words.message); }; });
}

void add_catalog(CLI::App& app, Words& words, Command& command) {
    auto* catalog = app.add_subcommand("catalog", "The reason catalog")->require_subcommand(1);
    auto* list = catalog->add_subcommand("list", "Every reason with its validity, and what is planned");
    list->add_option("--on", words.day, "As it is worded on this business day, YYYY-MM-DD (today)");
    list->add_flag("--json", words.json, "As JSON");
    list->callback(
        [&] { command = [&words](const Config& config) { return commands::list_catalog(config, words.day, words.json); }; });
    auto* import = catalog->add_subcommand(
        "import", "Import a reasons.tsv, with its departments.tsv and perhaps a hot_keys.tsv beside it");
    import->add_option("FILE", words.file, "Path of reasons.tsv")->required();
    import->add_option("--from", words.day, "First business day of its reasons, YYYY-MM-DD (at once)");
    import->callback([&] {
        command = [&words](const Config& config) { return commands::import_catalog(config, words.file, words.day); };
    });
    auto* take = catalog->add_subcommand("export", "Write the files that 'catalog import' reads into a folder");
    take->add_option("FOLDER", words.out, "Made if it is not there")->required();
    take->add_option("--on", words.day, "The catalog of this business day, YYYY-MM-DD (today)");
    take->callback([&] {
        command = [&words](const Config& config) { return commands::export_catalog(config, words.out, words.day); };
    });
}

void add_rest(CLI::App& app, Words& words, Command& command) {
    app.add_subcommand("serve", "Run the service until SIGTERM; SIGHUP reads the certificate again")->callback([&] {
        command = commands::serve;
    });
    app.add_subcommand("migrate", "Bring the database to this version's schema")->callback([&] {
        command = commands::migrate;
    });
    auto* verify = app.add_subcommand("verify", "Recount every day from its notes and report any difference");
    verify->add_flag("--card-numbers", words.card_numbers,
                     "Instead, look through all stored text for card numbers and say where they are");
    verify->callback([&] { command = words.card_numbers ? commands::verify_card_numbers : commands::verify; });
    auto* retention = app.add_subcommand("retention", "Remove what is past its term, as the service does every hour");
    auto* check = retention->add_flag("--check", words.check, "Only list what is there though its term is over");
    retention->add_flag("--runs", words.runs, "Only say how it stands, and what was removed when")->excludes(check);
    retention->callback([&] {
        command = [&words](const Config& config) {
            return words.runs ? commands::list_retention_runs(config) : commands::retention(config, words.check);
        };
    });
    auto* traffic = app.add_subcommand("traffic", "Staffed transactions of stores and business days")->require_subcommand(1);
    auto* days = traffic->add_subcommand("import", "Import lines 'store,day,staffed_transactions'; all of them or none");
    days->add_option("FILE", words.file, "CSV file; '-' reads standard input")->required();
    days->callback(
        [&] { command = [&words](const Config& config) { return commands::import_traffic(config, words.file); }; });
    auto* sheet =
        app.add_subcommand("reason-sheet", "Print a page of barcodes, for lanes with nothing but a scanner, as HTML");
    sheet->add_option("STORE", words.sheet.store, "Store id")->required();
    sheet->add_option("--size", words.sheet.paper, "Paper: letter (default) or a4")->check(CLI::IsMember({"letter", "a4"}));
    sheet->add_option("--language", words.sheet.language, "Labels: en, es or both (default)")
        ->check(CLI::IsMember({"en", "es", "both"}));
    sheet->add_option("--bars", words.sheet.bars, "Bars: normal (default), or large for old scanners")
        ->check(CLI::IsMember({"normal", "large"}));
    sheet->callback(
        [&] { command = [&words](const Config& config) { return commands::print_reason_sheet(config, words.sheet); }; });
    auto* demo = app.add_subcommand("demo", "The demo chain")->require_subcommand(1);
    auto* load = demo->add_subcommand(
        "load", "Send twelve stores and 90 days through the running service, if there are no stores yet");
    load->add_option("--url", words.url, "Address of the running service")->required();
    load->add_option("--out", words.out, "File for the demo sign-ins (mode 0600)")->required();
    load->callback(
        [&] { command = [&words](const Config& config) { return commands::load_demo(config, words.url, words.out); }; });
}

int fail(const Error& error) {
    std::fprintf(stderr, "tillnote-server: %s\n", error.detail.c_str());
    return error.code == ErrorCode::usage ? 2 : 1;
}

}  // namespace

int run_command_line(int argc, char** argv) {
    CLI::App app{"Tillnote: what shoppers say at the lanes, on the manager's desk by morning", "tillnote-server"};
    app.set_version_flag("--version", TILLNOTE_VERSION);
    Words words;
    Command command;
    app.add_option("--config", words.config_file, "Configuration file (TOML); config/server.toml explains each key")
        ->required();
    bool print_config = false;
    app.add_flag("--print-config", print_config,
                 "Print the configuration in force without its passwords, and try the TLS files");
    app.require_subcommand(0, 1);
    add_rest(app, words, command);
    add_catalog(app, words, command);
    add_digest(app, words, command);
    add_delivery_commands(app, command);
    add_district_commands(app, command);
    add_token_commands(app, command);
    add_audit_command(app, command);
    add_lanes(app, words, command);
    add_user_commands(app, command);
    add_stores(app, words, command);
    add_asks(app, words, command);
    add_messages(app, words, command);
    try {
        app.parse(argc, argv);
        if (print_config) {
            command = commands::print_config;
        } else if (app.get_subcommands().empty()) {
            throw CLI::RequiredError::Subcommand(1);
        }
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    auto config = load_config(words.config_file);
    if (!config) {
        return fail(config.error());
    }
    start_log(config->log_level);
    try {
        const auto done = command(*config);
        return done ? 0 : fail(done.error());
    } catch (const std::exception& exception) {
        return fail({ErrorCode::internal, std::string("unexpected: ") + exception.what(), ""});
    }
}

}  // namespace tillnote::app
