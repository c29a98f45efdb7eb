#pragma once

#include "server/app/config.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace tillnote::app {

/// Adds the subcommands about accounts; the one that is named sets `command`. Both outlive the parsing.
void add_user_commands(CLI::App& app, std::function<Result<void>(const Config&)>& command);

}  // namespace tillnote::app
