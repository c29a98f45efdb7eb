#pragma once

#include "schema/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace tillnote::lane {

/// Fills `bytes` (at most 256) from the kernel's generator. Thread-safe. A kernel without one is fatal.
void fill_random(std::span<std::uint8_t> bytes);

/// UUID version 4.
[[nodiscard]] Uuid make_random_id();

/// Base64 with the URL alphabet and no padding (RFC 4648, section 5).
[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);

}  // namespace tillnote::lane
