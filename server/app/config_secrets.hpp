#pragma once

#include "server/app/config.hpp"

/// The secrets that a configuration names or holds.
namespace tillnote::app {

/// Reads every secret that the service will need and forgets it again, so that a start says at once which file is to be
/// mended; the migrate role's is none of them. Errors: those of read_secret_file and of a connection string written wrongly,
/// `field` being the key.
[[nodiscard]] Result<void> check_secrets(const Config& config);

/// A configuration that holds passwords itself is a secret, too. Errors: invalid_field (such a file, open to others).
[[nodiscard]] Result<void> check_own_mode(const Config& config, const std::string& path);

}  // namespace tillnote::app
