#include "schema/text.hpp"

#include "schema/characters.hpp"

#include <array>
#include <cstdint>

namespace tillnote {

static_assert(marks_max == 4, "plain_text_rule says so");

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

constexpr bool is_joiner(char32_t character) noexcept {
    return character == 0x200C || character == 0x200D;
}

constexpr bool is_variation_selector(char32_t character) noexcept {
    return character >= 0xFE00 && character <= 0xFE0F;
}

/// Goes through a text's characters and says of each whether it may stand where it stands. One that may not changes nothing,
/// so that a text without those is plain.
class PlainRule {
public:
    bool takes(char32_t character) noexcept {
        if (character >= 0x20 && character < 0x7F) {
            begin(false, (character >= '0' && character <= '9') || character == '#' || character == '*');  // keycaps
            return true;
        }
        if (is_joiner(character)) {
            return takes_joiner_ && add_mark(false);
        }
        if (is_variation_selector(character)) {
            return takes_selector_ && add_mark(takes_joiner_);
        }
        if (is_control(character) || is_ignorable(character)) {
            return false;
        }
        if (is_mark(character)) {
            return add_mark(takes_joiner_);
        }
        const bool takes_both = is_pictograph(character) || !(is_space(character) || is_letter_without_joining(character));
        begin(takes_both, takes_both);
        return true;
    }

private:
    /// A character of a width of its own.
    void begin(bool takes_joiner, bool takes_selector) noexcept {
        marks_ = 0;
        takes_joiner_ = takes_joiner;
        takes_selector_ = takes_selector;
    }

    bool add_mark(bool takes_joiner) noexcept {
        if (marks_ == marks_max) {
            return false;
        }
        ++marks_;
        takes_joiner_ = takes_joiner;
        takes_selector_ = false;
        return true;
    }

    std::size_t marks_ = 0;
    bool takes_joiner_ = false;    ///< Persian, Indic scripts and emoji are written with them
    bool takes_selector_ = false;  ///< right behind the character that it selects a form of
};

bool has_length(std::string_view text, std::size_t characters_min, std::size_t characters_max) noexcept {
    const auto count = count_characters(text);
    return count && *count >= characters_min && *count <= characters_max;
}

}  // namespace

std::size_t character_size(std::string_view text, std::size_t position) noexcept {
    const std::uint8_t lead = byte_at(text, position);
    const std::size_t size = sequence_length(lead);
    if (position + size > text.size()) {
        return 0;
    }
    for (std::size_t index = 1; index < size; ++index) {
        if ((byte_at(text, position + index) & 0xC0) != 0x80) {
            return 0;
        }
    }
    const std::uint8_t second = size < 3 ? 0 : byte_at(text, position + 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool past_unicode = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || past_unicode ? 0 : size;
}

std::optional<std::size_t> count_characters(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t position = 0; position < text.size(); ++count) {
        const std::size_t size = character_size(text, position);
        if (size == 0) {
            return std::nullopt;
        }
        position += size;
    }
    return count;
}

bool is_text_line(std::string_view text, std::size_t characters_min, std::size_t characters_max) noexcept {
    if (!has_length(text, characters_min, characters_max)) {
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

bool is_plain_text(std::string_view text, std::size_t characters_min, std::size_t characters_max) noexcept {
    if (!has_length(text, characters_min, characters_max)) {
        return false;
    }
    PlainRule rule;
    for (std::size_t position = 0; position < text.size();) {
        if (!rule.takes(next_character(text, position))) {
            return false;
        }
    }
    return true;
}

std::string make_plain_text(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    PlainRule rule;
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t start = position;
        if (rule.takes(next_character(text, position))) {
            plain.append(text, start, position - start);
        }
    }
    return plain;
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
