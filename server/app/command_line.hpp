#pragma once

namespace tillnote::app {

/// Parses the command line and runs one command. Returns the exit code: 0 done, 1 refused or failed (standard error says
/// why and what to do), 2 wrong usage.
[[nodiscard]] int run_command_line(int argc, char** argv);

}  // namespace tillnote::app
