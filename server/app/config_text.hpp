#pragma once

#include "server/app/config.hpp"

#include <string>

namespace tillnote::app {

/// The whole configuration in force, defaults included, as TOML that load_config reads; passwords in connection strings and
/// addresses are replaced by "***".
[[nodiscard]] std::string to_toml(const Config& config);

}  // namespace tillnote::app
