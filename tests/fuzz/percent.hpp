#pragma once

#include <string>
#include <string_view>

namespace tillnote::fuzz {

/// Every byte but letters, digits and those of `kept` as %XX, so that what was decoded can be decoded again.
inline std::string percent_encode(std::string_view text, std::string_view kept = {}) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool is_plain = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                              (letter >= 'a' && letter <= 'z') || kept.find(letter) != std::string_view::npos;
        if (is_plain) {
            encoded.push_back(letter);
        } else {
            encoded.push_back('%');
            encoded.push_back(digits[byte >> 4U]);
            encoded.push_back(digits[byte & 15U]);
        }
    }
    return encoded;
}

/// Pairs as "name=value&name=value".
template <typename Pairs>
std::string encode_pairs(const Pairs& pairs) {
    std::string encoded;
    for (const auto& [name, value] : pairs) {
        encoded += encoded.empty() ? "" : "&";
        encoded += percent_encode(name) + "=" + percent_encode(value);
    }
    return encoded;
}

}  // namespace tillnote::fuzz
