#pragma once

#include <string_view>

namespace tillnote::domain {

/// config/passwords/common.txt, built into the program: words between spaces and lines, "#" begins a comment.
[[nodiscard]] std::string_view common_passwords_text() noexcept;

}  // namespace tillnote::domain
