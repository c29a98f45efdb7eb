#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Small questions about UTF-8 text from outside. Pure, any thread; only make_plain_text() allocates.
namespace tillnote {

/// Bytes of the code point that begins at `position`, which must be inside `text`; 0 where what stands there is not UTF-8
/// (RFC 3629: no overlong forms, no surrogates).
[[nodiscard]] std::size_t character_size(std::string_view text, std::size_t position) noexcept;

/// How many code points `text` has, or nothing when it is not valid UTF-8.
[[nodiscard]] std::optional<std::size_t> count_characters(std::string_view text) noexcept;

/// Combining marks, joiners and variation selectors in a row: no script that is written today needs more.
inline constexpr std::size_t marks_max = 4;

/// Valid UTF-8 of `characters_min` to `characters_max` code points without control characters (U+0000..1F, U+7F..9F).
[[nodiscard]] bool is_text_line(std::string_view text, std::size_t characters_min, std::size_t characters_max) noexcept;

/// The same, and what it shows is what it holds: nothing that cannot be seen or turns the direction of writing, and at most
/// marks_max marks upon one letter. A joiner (U+200C, U+200D) stands behind a letter or emoji that may be joined, so not
/// behind a letter of Latin, a space or a joiner; a variation selector right behind a sign or such a letter. For everything
/// that people or lanes hand in to be shown to others. Source: docs/decisions/0039-what-a-browser-shows-and-keeps.md.
[[nodiscard]] bool is_plain_text(std::string_view text, std::size_t characters_min, std::size_t characters_max) noexcept;

/// The end of a sentence that says so: "Expected 1 to 90 characters ".
inline constexpr std::string_view plain_text_rule =
    "without control characters, invisible ones, or more than 4 marks on a letter";

/// `text` without what is_plain_text() does not take in a line: never longer, perhaps empty. `text` is valid UTF-8. For
/// comments, which are not refused for such a character because their note would be.
[[nodiscard]] std::string make_plain_text(std::string_view text);

/// The code point that begins at `position`, which is moved past it. `text` must be valid UTF-8 and `position` inside it.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& position) noexcept;

/// At most the first `count` code points of `text`, which must be valid UTF-8.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t count) noexcept;

}  // namespace tillnote
