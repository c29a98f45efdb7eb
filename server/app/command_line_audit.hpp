#pragma once

#include "server/app/config.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace tillnote::app {

/// Adds the subcommand about the audit log; when it is named it sets `command`. Both outlive the parsing.
void add_audit_command(CLI::App& app, std::function<Result<void>(const Config&)>& command);

}  // namespace tillnote::app
