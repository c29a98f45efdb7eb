#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text from outside made safe to show, and lines of bounded width. Pure; any thread.
namespace tillnote::render {

/// `text` as one harmless line: control characters become a space, characters that turn the direction of text
/// (U+061C, U+200E..200F, U+202A..202E, U+2066..2069) are dropped, bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string one_line(std::string_view text);

/// Code points in valid UTF-8; each is taken as one column wide.
[[nodiscard]] std::size_t columns_of(std::string_view text) noexcept;

/// Appends `text` broken at spaces to lines of at most `columns`, each ended by LF; the second line and on begin with
/// `indent` spaces. A word that is wider than a line is cut. `columns` must be at least `indent` + 8.
void append_wrapped(std::string& out, std::string_view text, std::size_t columns, std::size_t indent);

}  // namespace tillnote::render
