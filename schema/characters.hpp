#pragma once

/// What Unicode says of a code point, in the version of the library that is asked (utf8proc). Pure, no allocation, any
/// thread; `character` is below U+110000.
namespace tillnote {

/// General category L, but for the modifier letters, which people write as dashes and apostrophes.
[[nodiscard]] bool is_letter_of_any_script(char32_t character) noexcept;

/// A letter of a script that knows no joining of letters: Latin, Greek, Cyrillic and whatever else has capitals.
[[nodiscard]] bool is_letter_without_joining(char32_t character) noexcept;

/// Drawn over, under or around the letter before it and without a width of its own: categories Mn and Me.
[[nodiscard]] bool is_mark(char32_t character) noexcept;

/// Stands for nothing on a screen: default-ignorable and format characters, joiners and variation selectors among them.
[[nodiscard]] bool is_ignorable(char32_t character) noexcept;

/// Control characters, ends of lines and paragraphs, noncharacters: no part of a line of text.
[[nodiscard]] bool is_control(char32_t character) noexcept;

/// A space of any width.
[[nodiscard]] bool is_space(char32_t character) noexcept;

/// May begin an emoji: property Extended_Pictographic.
[[nodiscard]] bool is_pictograph(char32_t character) noexcept;

/// Shows nothing of its own: marks and whatever is ignorable (the keycap digits of emoji).
[[nodiscard]] inline bool is_invisible(char32_t character) noexcept {
    return is_mark(character) || is_ignorable(character);
}

}  // namespace tillnote
