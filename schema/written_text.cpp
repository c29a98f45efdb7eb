#include "schema/written_text.hpp"

#include "schema/card_guard.hpp"
#include "schema/text.hpp"

#include <utility>

namespace tillnote {

Result<void> check_no_card_number(std::string_view text, std::string_view field) {
    if (count_characters(text) && holds_card_number(text)) {
        return Error{ErrorCode::invalid_field, "This holds what looks like a card number; write it without.",
                     std::string(field)};
    }
    return {};
}

Result<void> check_written_text(std::string_view text, std::size_t characters_min, std::size_t characters_max,
                                std::string_view expected, std::string_view field) {
    if (!is_plain_text(text, characters_min, characters_max)) {
        return Error{ErrorCode::invalid_field, std::string(expected).append(" ").append(plain_text_rule).append("."),
                     std::string(field)};
    }
    return check_no_card_number(text, field);
}

std::string without_card_number(std::string text) {
    return check_no_card_number(text, {}) ? std::move(text) : std::string(removed_text);
}

}  // namespace tillnote
