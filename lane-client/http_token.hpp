#pragma once

#include "lane-client/state_folder.hpp"

#include <string>

namespace tillnote::lane {

/// The secret that a POS shows to the agent's HTTP port: 256 random bits in base64url, made on first use and kept in the
/// state folder, mode 0600. Two processes that ask at once get the same one. Errors: disk_full, outbox_unusable (says to
/// remove the damaged file).
[[nodiscard]] Result<std::string> get_http_token(const StateFolder& folder);

}  // namespace tillnote::lane
