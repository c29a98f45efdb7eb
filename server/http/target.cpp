#include "server/http/target.hpp"

#include "server/http/form.hpp"
#include "server/http/text_rules.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tillnote::http {
namespace {

// RFC 3986: unreserved, sub-delims, ':' '@' '/', and '%' that begins an escape.
constexpr auto target_characters = [] {
    std::array<bool, 256> table{};
    for (const char byte : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                            "-._~!$&'()*+,;=:@/%?")) {
        table[static_cast<unsigned char>(byte)] = true;
    }
    return table;
}();

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = to_lower(digit);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_continuation(unsigned char byte) {
    return (byte & 0xc0U) == 0x80U;
}

// Length of the well-formed UTF-8 sequence at `text`, or 0. Source: Unicode 15, table 3-7.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const auto first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < length) {
        return 0;
    }
    for (std::size_t index = 1; index < length; ++index) {
        if (!is_continuation(byte(index))) {
            return 0;
        }
    }
    const auto second = byte(1);
    const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
    const bool beyond = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
    return overlong || beyond ? 0 : length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = sequence_length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") {
            return true;
        }
        path.remove_prefix(segment.size());
    }
    return false;
}

Error malformed(std::string_view detail) {
    return {ErrorCode::malformed_request, std::string(detail), {}};
}

// An encoded slash would change which route matches, depending on who decodes first.
bool has_encoded_slash(std::string_view raw) {
    for (auto at = raw.find('%'); at != std::string_view::npos; at = raw.find('%', at + 1)) {
        const auto escape = raw.substr(at + 1, 2);
        if (escape == "2F" || escape == "2f" || escape == "5C" || escape == "5c") {
            return true;
        }
    }
    return false;
}

Result<std::string> parse_path(std::string_view raw) {
    if (has_encoded_slash(raw)) {
        return malformed("The path holds an encoded slash or backslash; such names do not exist here.");
    }
    std::string path;
    if (!percent_decode(raw, false, path)) {
        return malformed("The path is not valid percent-encoded UTF-8; encode it as RFC 3986 says.");
    }
    const auto is_control = [](char byte) { return is_control_character(static_cast<unsigned char>(byte)); };
    if (std::ranges::any_of(path, is_control)) {
        return malformed("The path holds a control character; such names do not exist here.");
    }
    if (has_dot_segment(path)) {
        return malformed("The path holds a '.' or '..' segment; resolve it before sending.");
    }
    return path;
}

}  // namespace

bool percent_decode(std::string_view text, bool plus_is_space, std::string& decoded) {
    decoded.clear();
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded.push_back(plus_is_space && text[at] == '+' ? ' ' : text[at]);
            continue;
        }
        if (text.size() - at < 3) {
            return false;
        }
        const int high = hex_value(text[at + 1]);
        const int low = hex_value(text[at + 2]);
        if (high < 0 || low < 0) {
            return false;
        }
        decoded.push_back(static_cast<char>(high * 16 + low));
        at += 2;
    }
    return decoded.find('\0') == std::string::npos && is_utf8(decoded);
}

Result<Target> parse_target(std::string_view raw) {
    if (raw.size() > target_bytes_max) {
        return Error{ErrorCode::too_large, "The request target is over 2048 bytes; shorten the path or the query.", {}};
    }
    if (!raw.starts_with('/')) {
        return malformed("The request target must be a path that begins with '/'; send origin-form.");
    }
    const auto is_allowed = [](char byte) { return target_characters[static_cast<unsigned char>(byte)]; };
    if (!std::ranges::all_of(raw, is_allowed)) {
        return malformed("The request target holds a character that must be percent-encoded.");
    }

    const auto question = raw.find('?');
    auto path = parse_path(raw.substr(0, question));
    if (!path) {
        return path.error();
    }
    Target target{.path = std::move(*path), .query = {}};
    if (question != std::string_view::npos) {
        auto query = parse_form(raw.substr(question + 1));
        if (!query) {
            return malformed("The query is not valid percent-encoded UTF-8; encode each name and value.");
        }
        target.query = std::move(*query);
    }
    return target;
}

}  // namespace tillnote::http
