#pragma once

#include "server/app/config.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace tillnote::app {

/// Adds the subcommands about read tokens; the one that is named sets `command`. Both outlive the parsing.
void add_token_commands(CLI::App& app, std::function<Result<void>(const Config&)>& command);

}  // namespace tillnote::app
