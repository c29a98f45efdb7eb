#include "schema/text.hpp"

#include <algorithm>
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

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t Size>
bool holds(const std::array<Range, Size>& sorted, char32_t character) noexcept {
    const auto after = std::ranges::upper_bound(sorted, character, {}, &Range::first);
    return after != sorted.begin() && character <= std::prev(after)->last;
}

// Default-ignorable and formatting code points of Unicode 15 that stand for nothing on a screen, separators of lines, and
// noncharacters. The joiners U+200C and U+200D are marks below: Persian and emoji are written with them.
constexpr std::array hidden_ranges{
    Range{0x0000, 0x001F},     Range{0x007F, 0x009F},   Range{0x00AD, 0x00AD},   Range{0x061C, 0x061C},
    Range{0x115F, 0x1160},     Range{0x17B4, 0x17B5},   Range{0x180B, 0x180F},   Range{0x200B, 0x200B},
    Range{0x200E, 0x200F},     Range{0x2028, 0x202E},   Range{0x2060, 0x206F},   Range{0x3164, 0x3164},
    Range{0xFDD0, 0xFDEF},     Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},   Range{0xFFF0, 0xFFFB},
    Range{0xFFFE, 0xFFFF},     Range{0x1D173, 0x1D17A}, Range{0x1FFFE, 0x1FFFF}, Range{0x2FFFE, 0x2FFFF},
    Range{0x3FFFE, 0x3FFFF},   Range{0xE0000, 0xE0FFF}, Range{0xEFFFE, 0xEFFFF}, Range{0xFFFFE, 0xFFFFF},
    Range{0x10FFFE, 0x10FFFF},
};

// What is drawn over, under or together with the letter before it, of the scripts in which that can be heaped up.
constexpr std::array mark_ranges{
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x05BF, 0x05C7}, Range{0x0610, 0x061A},
    Range{0x064B, 0x065F}, Range{0x0670, 0x0670}, Range{0x06D6, 0x06ED}, Range{0x0711, 0x0711}, Range{0x0730, 0x074A},
    Range{0x0816, 0x082D}, Range{0x08D3, 0x08FF}, Range{0x0E31, 0x0E31}, Range{0x0E34, 0x0E3A}, Range{0x0E47, 0x0E4E},
    Range{0x0EB1, 0x0EBC}, Range{0x0EC8, 0x0ECD}, Range{0x0F71, 0x0F87}, Range{0x0F8D, 0x0FBC}, Range{0x1AB0, 0x1AFF},
    Range{0x1DC0, 0x1DFF}, Range{0x200C, 0x200D}, Range{0x20D0, 0x20FF}, Range{0x302A, 0x302F}, Range{0x3099, 0x309A},
    Range{0xA66F, 0xA67D}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
};

/// Goes through a text's characters and says of each whether it may stand where it stands.
class PlainRule {
public:
    bool takes(char32_t character) noexcept {
        if (character >= 0x20 && character < 0x7F) {
            marks_ = 0;
            return true;
        }
        if (holds(hidden_ranges, character)) {
            return false;
        }
        marks_ = holds(mark_ranges, character) ? marks_ + 1 : 0;
        return marks_ <= marks_max;
    }

private:
    std::size_t marks_ = 0;
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
