#include "lane-client/commands.hpp"
#include "lane-client/folder_owner.hpp"
#include "schema/core_files.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>

#include <sys/stat.h>

namespace {

using namespace tillnote;

/// What the command line said, and which command it named.
struct CommandLine {
    std::string state;
    lane::EnrolOptions enrol;
    lane::AgentOptions agent;
    lane::TapRequest tap;
    std::string scanned;
    std::string transaction;
    std::string comment;
    std::string source = "script";
    bool json = false;
    double timeout_seconds = 30;

    CLI::App* enrol_command = nullptr;
    CLI::App* agent_command = nullptr;
    CLI::App* tap_command = nullptr;
    CLI::App* undo_command = nullptr;
    CLI::App* scan_command = nullptr;
    CLI::App* begin_command = nullptr;
    CLI::App* end_command = nullptr;
    CLI::App* http_token_command = nullptr;
    CLI::App* status_command = nullptr;
    CLI::App* flush_command = nullptr;
};

void declare(CLI::App& app, CommandLine& line) {
    app.set_version_flag("--version", TILLNOTE_VERSION);
    app.require_subcommand(1);
    app.add_option("--state", line.state, "state folder (default: $TILLNOTE_LANE_STATE, or the system's place for state)");

    line.enrol_command = app.add_subcommand("enrol", "join a store: shows a code for the manager to approve");
    line.enrol_command->add_option("url", line.enrol.url, "the server, https://host[:port]")->required();
    line.enrol_command->add_option("--token-file", line.enrol.token_file, "use this issued token instead of a code");
    line.enrol_command->add_option("--ca-file", line.enrol.certificates,
                                   "trust this PEM file instead of the system's authorities");

    line.agent_command = app.add_subcommand("agent", "run until SIGTERM: take taps, forward notes");
    line.agent_command->add_option("--scanner", line.agent.scanner,
                                   "a barcode scanner of the lane's own: a serial line or /dev/input/...");
    auto* http =
        line.agent_command->add_option("--http", line.agent.http_port, "take a POS's calls on this port of 127.0.0.1");
    http->check(CLI::Range(1, 65535));
    line.agent_command
        ->add_option("--http-origin", line.agent.http_origins, "pages of this origin may call, too; may be repeated")
        ->needs(http)
        ->expected(1)
        ->take_all();

    line.tap_command = app.add_subcommand("tap", "make one note; prints its id once it is on disk");
    line.tap_command->add_option("code", line.tap.reason, "reason code; 999 is undo")->required();
    line.tap_command->add_option("--transaction", line.transaction, "the POS's key of this sale");
    line.tap_command->add_option("--comment", line.comment, "at most 140 characters, where switched on");
    line.tap_command->add_option("--source", line.source, "touch, key, hotkey, scan, http or script")
        ->check(CLI::IsMember({"touch", "key", "hotkey", "scan", "http", "script"}));

    line.undo_command = app.add_subcommand("undo", "void the last note");

    line.scan_command = app.add_subcommand("scan", "tap or undo by a scanned text, ~TN101; any other text is forgotten");
    line.scan_command->add_option("text", line.scanned, "what the scanner read")->required();

    line.begin_command = app.add_subcommand("begin", "the POS begins a transaction: taps belong to it until it ends");
    line.begin_command->add_option("key", line.transaction, "the POS's key of this sale, at most 128 bytes")->required();
    line.end_command = app.add_subcommand("end", "the POS's transaction is over: counts it");

    line.http_token_command = app.add_subcommand("http-token", "print the token that a POS shows to the agent's port");

    line.status_command = app.add_subcommand("status", "what waits, and whether the server answers");
    line.status_command->add_flag("--json", line.json, "as JSON");

    line.flush_command = app.add_subcommand("flush", "send all that waits");
    line.flush_command->add_option("--timeout", line.timeout_seconds, "seconds to wait at most")
        ->check(CLI::Range(0.0, 86400.0));

    for (auto* command : app.get_subcommands({})) {
        command->fallthrough();
    }
}

int run(CommandLine& line) {
    const auto folder = lane::StateFolder::find_default(line.state);
    if (auto owner = lane::become_owner(folder); !owner) {
        std::fprintf(stderr, "tillnote-lane: %s\n", owner.error().detail.c_str());
        return 1;
    }
    forbid_core_files();
    if (line.enrol_command->parsed()) {
        return lane::run_enrol(folder, line.enrol);
    }
    if (line.agent_command->parsed()) {
        return lane::run_agent_command(folder, line.agent);
    }
    if (line.tap_command->parsed()) {
        line.tap.source = find_source(line.source).value_or(Source::script);
        if (line.tap_command->count("--transaction") > 0) {
            line.tap.transaction = line.transaction;
        }
        if (line.tap_command->count("--comment") > 0) {
            line.tap.comment = line.comment;
        }
        return lane::run_tap(folder, line.tap);
    }
    if (line.undo_command->parsed()) {
        return lane::run_undo(folder);
    }
    if (line.scan_command->parsed()) {
        return lane::run_scan(folder, line.scanned);
    }
    if (line.begin_command->parsed()) {
        return lane::run_begin(folder, line.transaction);
    }
    if (line.end_command->parsed()) {
        return lane::run_end(folder);
    }
    if (line.http_token_command->parsed()) {
        return lane::run_http_token(folder);
    }
    if (line.status_command->parsed()) {
        return lane::run_status(folder, line.json);
    }
    return lane::run_flush(folder, std::chrono::milliseconds{static_cast<std::int64_t>(line.timeout_seconds * 1000)});
}

}  // namespace

int main(int argc, char** argv) {
    // The state folder holds a token: whatever is made there is for this user only.
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App app("Tillnote's client for one lane: keeps taps on this disk and takes them to the server.", "tillnote-lane");
    CommandLine line;
    declare(app, line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    try {
        return run(line);
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "tillnote-lane: stopped by a fault of its own: %s\n", failure.what());
        return 1;
    }
}
