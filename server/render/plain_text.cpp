#include "server/render/plain_text.hpp"

#include "schema/text.hpp"

namespace tillnote::render {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

bool is_control(char32_t character) noexcept {
    return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 || character == 0x2029;
}

bool turns_direction(char32_t character) noexcept {
    return character == 0x061C || character == 0x200E || character == 0x200F ||
           (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

/// Bytes of the first `columns` characters of `text`.
std::size_t prefix_size(std::string_view text, std::size_t columns) noexcept {
    std::size_t at = 0;
    while (at < text.size() && columns > 0) {
        ++at;
        while (at < text.size() && is_continuation(text[at])) {
            ++at;
        }
        --columns;
    }
    return at;
}

}  // namespace

std::string one_line(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = character_size(text, at);
        if (size == 0) {
            safe += replacement;
            ++at;
            continue;
        }
        const std::string_view bytes = text.substr(at, size);
        const char32_t character = next_character(text, at);
        if (is_control(character)) {
            safe += ' ';
        } else if (!turns_direction(character)) {
            safe += bytes;
        }
    }
    return safe;
}

std::size_t columns_of(std::string_view text) noexcept {
    std::size_t columns = 0;
    for (const char byte : text) {
        columns += is_continuation(byte) ? 0U : 1U;
    }
    return columns;
}

void append_wrapped(std::string& out, std::string_view text, std::size_t columns, std::size_t indent) {
    std::size_t used = 0;
    bool line_is_empty = true;
    const auto break_line = [&] {
        out += '\n';
        out.append(indent, ' ');
        used = indent;
        line_is_empty = true;
    };
    while (!text.empty()) {
        const std::size_t end = text.find(' ');
        std::string_view word = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (word.empty()) {
            continue;
        }
        std::size_t width = columns_of(word);
        if (!line_is_empty && used + 1 + width > columns) {
            break_line();
        }
        while (width > columns - used - (line_is_empty ? 0 : 1)) {
            const std::size_t cut = prefix_size(word, columns - used);
            out += word.substr(0, cut);
            word.remove_prefix(cut);
            width = columns_of(word);
            break_line();
        }
        if (!line_is_empty) {
            out += ' ';
            ++used;
        }
        out += word;
        used += width;
        line_is_empty = false;
    }
    out += '\n';
}

}  // namespace tillnote::render
