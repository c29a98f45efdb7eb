#pragma once

#include <cstddef>
#include <string_view>

namespace tillnote::domain {

/// Whether `word` (lower case) stands in config/passwords/common.txt. Any thread.
[[nodiscard]] bool is_common_word(std::string_view word);

/// Bytes of the longest one.
[[nodiscard]] std::size_t longest_common_word();

/// How many there are.
[[nodiscard]] std::size_t count_common_words();

}  // namespace tillnote::domain
