#pragma once

#include "schema/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// The one gate for texts that people, devices and programs hand in and that are stored: names, questions, replies, reasons
/// for something, addresses, codes. What it refuses never reaches the disk; no error repeats it. Comments are not refused
/// but lose what may not be kept (make_plain_text()). Pure; any thread.
namespace tillnote {

/// No card number is in the text, see holds_card_number(). `text` is valid UTF-8, else it is somebody else's to refuse.
/// Errors: invalid_field with `field`.
[[nodiscard]] Result<void> check_no_card_number(std::string_view text, std::string_view field);

/// The same, and is_plain_text(). `expected` is the sentence up to "1 to 90 characters", which goes on with plain_text_rule.
/// Errors: invalid_field with `field`.
[[nodiscard]] Result<void> check_written_text(std::string_view text, std::size_t characters_min, std::size_t characters_max,
                                              std::string_view expected, std::string_view field);

/// Stands where a text was that looked like a card number.
inline constexpr std::string_view removed_text = "(removed)";

/// `text`, or removed_text in place of one that holds a card number: for what terminals tell of themselves and nobody there
/// can write otherwise, and for what is only written down. What is not UTF-8 stays.
[[nodiscard]] std::string without_card_number(std::string text);

}  // namespace tillnote
