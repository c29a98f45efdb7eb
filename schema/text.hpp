#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

/// Small questions about UTF-8 text from outside. Pure, no allocation, any thread.
namespace tillnote {

/// How many code points `text` has, or nothing when it is not valid UTF-8 (RFC 3629: no overlong forms, no surrogates).
[[nodiscard]] std::optional<std::size_t> count_characters(std::string_view text) noexcept;

/// Valid UTF-8 of `characters_min` to `characters_max` code points without control characters (U+0000..1F, U+7F..9F).
[[nodiscard]] bool is_plain_text(std::string_view text, std::size_t characters_min, std::size_t characters_max) noexcept;

/// The code point that begins at `position`, which is moved past it. `text` must be valid UTF-8 and `position` inside it.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& position) noexcept;

/// At most the first `count` code points of `text`, which must be valid UTF-8.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count) noexcept;

}  // namespace tillnote
