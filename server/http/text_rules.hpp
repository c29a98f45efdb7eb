#pragma once

#include <cstddef>
#include <string_view>

/// Character rules of RFC 9110, RFC 9112 and RFC 3986 that several files here share.
namespace tillnote::http {

/// A "token" character of RFC 9110 5.6.2.
[[nodiscard]] constexpr bool is_token_character(unsigned char byte) noexcept {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(byte)) != std::string_view::npos;
}

/// A control character that no header value, target or path may hold; HTAB counts as one.
[[nodiscard]] constexpr bool is_control_character(unsigned char byte) noexcept {
    return byte < 0x20 || byte == 0x7f;
}

[[nodiscard]] constexpr char to_lower(char byte) noexcept {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

/// `text` without spaces and tabs around it: optional whitespace, RFC 9110 5.6.3.
[[nodiscard]] constexpr std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Equal when ASCII letters are compared without case; never depends on the locale.
[[nodiscard]] constexpr bool equals_ignoring_case(std::string_view left, std::string_view right) noexcept {
    if (left.size() != right.size()) {
        return false;
    }
    for (std::size_t index = 0; index < left.size(); ++index) {
        if (to_lower(left[index]) != to_lower(right[index])) {
            return false;
        }
    }
    return true;
}

}  // namespace tillnote::http
