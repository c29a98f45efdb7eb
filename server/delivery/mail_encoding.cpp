#include "server/delivery/mail_encoding.hpp"

#include "schema/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace tillnote::delivery {
namespace {

constexpr std::size_t line_characters_max = 76;
constexpr std::size_t plain_header_bytes_max = 60;
/// Of UTF-8 in one encoded word: 15 groups of three bytes are 60 characters of base64 beside 12 of wrapping.
constexpr std::size_t word_bytes_max = 45;

std::string hex_byte(unsigned char byte) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {'=', digits[byte >> 4], digits[byte & 15]};
}

void append_encoded_line(std::string& out, std::string_view line) {
    std::size_t column = 0;
    for (std::size_t index = 0; index < line.size(); ++index) {
        const auto byte = static_cast<unsigned char>(line[index]);
        const bool is_last = index + 1 == line.size();
        const bool is_blank = byte == ' ' || byte == '\t';
        const bool is_plain = (byte > ' ' && byte < 0x7f && byte != '=') || (is_blank && !is_last);
        const std::string piece = is_plain ? std::string(1, line[index]) : hex_byte(byte);
        // One column is kept for the "=" that says the line goes on.
        if (column + piece.size() > line_characters_max - 1) {
            out += "=\r\n";
            column = 0;
        }
        out += piece;
        column += piece.size();
    }
    out += "\r\n";
}

std::string encode_base64(std::string_view bytes) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t index = 0; index < bytes.size(); index += 3) {
        const std::string_view group = bytes.substr(index, 3);
        std::uint32_t bits = 0;
        for (std::size_t place = 0; place < 3; ++place) {
            bits = bits << 8 | (place < group.size() ? static_cast<unsigned char>(group[place]) : 0U);
        }
        for (std::size_t place = 0; place < 4; ++place) {
            out += place <= group.size() ? letters[bits >> (18 - 6 * place) & 63] : '=';
        }
    }
    return out;
}

}  // namespace

std::string encode_quoted_printable(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const auto end = text.find('\n');
        append_encoded_line(out, text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

std::string encode_header_text(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(
        line, [](char letter) { return static_cast<unsigned char>(letter) < ' ' || letter == 0x7f; }, ' ');
    const bool is_ascii = std::ranges::all_of(line, [](char letter) { return letter >= ' ' && letter < 0x7f; });
    if (is_ascii && line.size() <= plain_header_bytes_max && line.find("=?") == std::string::npos) {
        return line;
    }
    if (!count_characters(line)) {
        std::ranges::replace_if(line, [](char letter) { return static_cast<unsigned char>(letter) >= 0x80; }, '?');
    }
    std::string out;
    std::size_t begin = 0;
    std::size_t position = 0;
    while (begin < line.size()) {
        std::size_t end = begin;
        while (position < line.size()) {
            std::size_t next = position;
            static_cast<void>(next_character(line, next));
            if (next - begin > word_bytes_max) {
                break;
            }
            end = position = next;
        }
        out += out.empty() ? "" : "\r\n ";
        out += "=?utf-8?B?" + encode_base64(std::string_view(line).substr(begin, end - begin)) + "?=";
        begin = end;
    }
    return out;
}

std::string format_mail_date(Instant instant) {
    constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(instant - day)};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d +0000",
                  weekdays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                  months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

}  // namespace tillnote::delivery
