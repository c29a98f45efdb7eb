#pragma once

#include "schema/error.hpp"

#include <string>
#include <string_view>

/// Second factors as the database holds them. Safe from any thread.
namespace tillnote::routes {

/// 32 bytes from the first line of a key file, whatever its length. Source: docs/decisions/0028.
[[nodiscard]] std::string make_seal_key(std::string_view line);

/// `secret` sealed for one account with `key`, so that it opens for no other; with an empty key as it is, and marked so.
[[nodiscard]] std::string seal_factor(std::string_view secret, std::string_view account, std::string_view key);

/// What seal_factor was given. Errors: internal (sealed with another key, or the service has none: the detail says what the
/// operator has to mend).
[[nodiscard]] Result<std::string> open_factor(std::string_view sealed, std::string_view account, std::string_view key);

}  // namespace tillnote::routes
