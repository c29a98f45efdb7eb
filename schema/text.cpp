#include "schema/text.hpp"

#include <array>
#include <cstdint>

namespace tillnote {
namespace {

constexpr std::uint8_t byte_at(std::string_view text, std::size_t position) noexcept {
    return static_cast<std::uint8_t>(text[position]);
}

/// Bytes of the code point whose first byte is `lead`; 0 for a byte that cannot begin one.
constexpr std::size_t sequence_length(std::uint8_t lead) noexcept {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// Whether the sequence at `position` is complete and neither overlong, nor a surrogate, nor beyond U+10FFFF.
bool is_sequence(std::string_view text, std::size_t position, std::size_t length) noexcept {
    if (length == 0 || position + length > text.size()) {
        return false;
    }
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte_at(text, position + index) & 0xC0) != 0x80) {
            return false;
        }
    }
    if (length < 3) {
        return true;
    }
    const std::uint8_t lead = byte_at(text, position);
    const std::uint8_t second = byte_at(text, position + 1);
    return !(lead == 0xE0 && second < 0xA0) && !(lead == 0xED && second > 0x9F) && !(lead == 0xF0 && second < 0x90) &&
           !(lead == 0xF4 && second > 0x8F);
}

}  // namespace

std::optional<std::size_t> count_characters(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t position = 0; position < text.size(); ++count) {
        const std::size_t length = sequence_length(byte_at(text, position));
        if (!is_sequence(text, position, length)) {
            return std::nullopt;
        }
        position += length;
    }
    return count;
}

bool is_plain_text(std::string_view text, std::size_t characters_min, std::size_t characters_max) noexcept {
    const auto count = count_characters(text);
    if (!count || *count < characters_min || *count > characters_max) {
        return false;
    }
    for (std::size_t position = 0; position < text.size();) {
        const char32_t character = next_character(text, position);
        if (character < 0x20 || (character >= 0x7F && character <= 0x9F)) {
            return false;
        }
    }
    return true;
}

char32_t next_character(std::string_view text, std::size_t& position) noexcept {
    constexpr std::array<std::uint8_t, 5> lead_mask{0, 0x7F, 0x1F, 0x0F, 0x07};
    const std::size_t length = sequence_length(byte_at(text, position));
    char32_t character = byte_at(text, position) & lead_mask[length];
    for (std::size_t index = 1; index < length; ++index) {
        character = (character << 6) | (byte_at(text, position + index) & 0x3FU);
    }
    position += length == 0 ? 1 : length;
    return character;
}

std::string_view first_characters(std::string_view text, std::size_t count) noexcept {
    std::size_t position = 0;
    while (count > 0 && position < text.size()) {
        static_cast<void>(next_character(text, position));
        --count;
    }
    return text.substr(0, position);
}

}  // namespace tillnote
