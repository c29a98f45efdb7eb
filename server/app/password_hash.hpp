#pragma once

#include <string>
#include <string_view>

namespace tillnote::app {

/// Argon2id in its text form, 19 MiB and two passes (QUALITY "Nobody gets in"). Blocking, some 30 ms.
/// Throws std::bad_alloc when the memory cannot be had.
[[nodiscard]] std::string hash_password(std::string_view password);

/// Whether `hash` was made with other parameters than hash_password uses; one that is no hash counts as such.
[[nodiscard]] bool is_outdated_hash(const std::string& hash);

[[nodiscard]] bool matches_password(std::string_view password, const std::string& hash);

}  // namespace tillnote::app
