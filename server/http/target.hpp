#pragma once

#include "schema/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tillnote::http {

inline constexpr std::size_t target_bytes_max = 2048;

/// Where a request goes: path and query, decoded.
struct Target {
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;
};

/// Origin-form only: "/path?query". Percent-decoding is strict; the decoded path is valid UTF-8 without control
/// characters, backslashes, encoded slashes or dot segments, so a pattern can never be walked out of.
/// Errors: malformed_request, too_large.
[[nodiscard]] Result<Target> parse_target(std::string_view raw);

/// Percent-decodes `text` into `decoded`; false when an escape is not two hex digits, or the result holds NUL or is not
/// UTF-8.
[[nodiscard]] bool percent_decode(std::string_view text, bool plus_is_space, std::string& decoded);

}  // namespace tillnote::http
