#include "lane-client/commands.hpp"
#include "schema/limits.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>

#include <sys/stat.h>

int main(int argc, char** argv) {
    using namespace tillnote;
    // The state folder holds a token: whatever is made there is for this user only.
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);

    CLI::App app("Tillnote's client for one lane: keeps taps on this disk and takes them to the server.", "tillnote-lane");
    app.set_version_flag("--version", TILLNOTE_VERSION);
    app.require_subcommand(1);
    std::string state;
    app.add_option("--state", state, "state folder (default: $TILLNOTE_LANE_STATE, or the system's place for state)");

    lane::EnrolOptions enrol;
    auto* enrol_command = app.add_subcommand("enrol", "join a store: shows a code for the manager to approve");
    enrol_command->add_option("url", enrol.url, "the server, https://host[:port]")->required();
    enrol_command->add_option("--token-file", enrol.token_file, "use this issued token instead of a code");
    enrol_command->add_option("--ca-file", enrol.certificates, "trust this PEM file instead of the system's authorities");

    auto* agent_command = app.add_subcommand("agent", "run until SIGTERM: take taps, forward notes");

    lane::TapRequest tap;
    std::string transaction;
    std::string comment;
    std::string source = "script";
    auto* tap_command = app.add_subcommand("tap", "make one note; prints its id once it is on disk");
    tap_command->add_option("code", tap.reason, "reason code; 999 is undo")->required();
    auto* transaction_option = tap_command->add_option("--transaction", transaction, "the POS's key of this sale");
    auto* comment_option = tap_command->add_option("--comment", comment, "at most 140 characters, where switched on");
    tap_command->add_option("--source", source, "touch, key, hotkey, scan, http or script")
        ->check(CLI::IsMember({"touch", "key", "hotkey", "scan", "http", "script"}));

    auto* undo_command = app.add_subcommand("undo", "void the last note");

    bool json = false;
    auto* status_command = app.add_subcommand("status", "what waits, and whether the server answers");
    status_command->add_flag("--json", json, "as JSON");

    double timeout_seconds = 30;
    auto* flush_command = app.add_subcommand("flush", "send all that waits");
    flush_command->add_option("--timeout", timeout_seconds, "seconds to wait at most")->check(CLI::Range(0.0, 86400.0));

    for (auto* command : app.get_subcommands({})) {
        command->fallthrough();
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }

    const auto folder = lane::StateFolder::find_default(state);
    try {
        if (enrol_command->parsed()) {
            return lane::run_enrol(folder, enrol);
        }
        if (agent_command->parsed()) {
            return lane::run_agent_command(folder);
        }
        if (tap_command->parsed()) {
            tap.source = find_source(source).value_or(Source::script);
            tap.transaction = transaction_option->count() > 0 ? std::optional(transaction) : std::nullopt;
            tap.comment = comment_option->count() > 0 ? std::optional(comment) : std::nullopt;
            return lane::run_tap(folder, tap);
        }
        if (undo_command->parsed()) {
            return lane::run_undo(folder);
        }
        if (status_command->parsed()) {
            return lane::run_status(folder, json);
        }
        return lane::run_flush(folder, std::chrono::milliseconds{static_cast<std::int64_t>(timeout_seconds * 1000)});
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "tillnote-lane: stopped by a fault of its own: %s\n", failure.what());
        return 1;
    }
}
