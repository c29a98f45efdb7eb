#pragma once

#include "lane-client/agent.hpp"
#include "lane-client/enrolling.hpp"
#include "lane-client/tapping.hpp"

#include <chrono>
#include <filesystem>

/// What each command of `tillnote-lane` does. Results go to stdout, reasons to stderr. All return the exit code:
/// 0 done, 1 refused or failed.
namespace tillnote::lane {

int run_enrol(const std::filesystem::path& state, const EnrolOptions& options);
int run_agent_command(const std::filesystem::path& state, const AgentOptions& options);
/// Reason 999 is an undo.
int run_tap(const std::filesystem::path& state, const TapRequest& request);
int run_undo(const std::filesystem::path& state);
/// A tap or an undo by a scanned text; any other text is forgotten, and that is no failure.
int run_scan(const std::filesystem::path& state, const std::string& text);
/// Puts the POS's transaction in force.
int run_begin(const std::filesystem::path& state, const std::string& transaction);
int run_end(const std::filesystem::path& state);
/// Prints the token of the agent's HTTP port.
int run_http_token(const std::filesystem::path& state);
int run_status(const std::filesystem::path& state, bool json);
int run_flush(const std::filesystem::path& state, std::chrono::milliseconds timeout);

}  // namespace tillnote::lane
