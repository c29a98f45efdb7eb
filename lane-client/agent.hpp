#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/state_folder.hpp"

#include <string>
#include <vector>

namespace tillnote::lane {

/// What the agent listens to besides the unix socket.
struct AgentOptions {
    std::string scanner{};                    ///< device of a barcode scanner of the lane's own; empty for none
    int http_port = 0;                        ///< of the POS's calls, on 127.0.0.1; 0 for none
    std::vector<std::string> http_origins{};  ///< whose pages may call there, "https://pos.example"
};

/// Runs the lane's agent until SIGTERM or SIGINT: takes taps from the unix socket, forwards notes. Prints one line
/// "agent ready STATE" when taps are taken. Call before any other thread exists. Holds the outbox as long as it runs.
/// Errors: usage (an origin), outbox_unusable (a second agent on the same state folder, among others), disk_full.
[[nodiscard]] Result<void> run_agent(const StateFolder& folder, const Clock& clock, const AgentOptions& options);

}  // namespace tillnote::lane
