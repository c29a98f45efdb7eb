#include "lane-client/scan_buffer.hpp"

#include "lane-client/scan_text.hpp"

#include <cstring>
#include <string_view>

#include <linux/input.h>

namespace tillnote::lane {
namespace {

struct KeyRow {
    std::uint16_t first;  ///< key code of the first character; the others follow it
    std::string_view plain;
    std::string_view shifted;
};

/// The rows of a US keyboard.
constexpr std::array key_rows{
    KeyRow{KEY_1, "1234567890-=", "!@#$%^&*()_+"},
    KeyRow{KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}"},
    KeyRow{KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~"},
    KeyRow{KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?"},
};

enum KeyValue : std::int32_t { released = 0, pressed = 1, repeated = 2 };

}  // namespace

void ScanBuffer::wipe() noexcept {
    // An ordinary fill would be left out by the compiler.
    ::explicit_bzero(text_.data(), text_.size());
    size_ = 0;
}

std::optional<std::string> ScanBuffer::take(char character) {
    if (character == '\r' || character == '\n') {
        const bool is_ours = !not_ours_ && size_ > scan_prefix.size();
        std::string text(text_.data(), is_ours ? size_ : 0);
        wipe();
        not_ours_ = false;
        return is_ours ? std::optional<std::string>(std::move(text)) : std::nullopt;
    }
    const bool is_wrong = size_ < scan_prefix.size() && character != scan_prefix[size_];
    if (not_ours_ || is_wrong || size_ == text_.size()) {
        wipe();
        not_ours_ = true;
    } else {
        text_[size_++] = character;
    }
    return std::nullopt;
}

std::optional<char> KeyDecoder::take(std::uint16_t type, std::uint16_t code, std::int32_t value) {
    if (type != EV_KEY) {
        return std::nullopt;
    }
    if (code == KEY_LEFTSHIFT || code == KEY_RIGHTSHIFT) {
        (code == KEY_LEFTSHIFT ? left_shift_ : right_shift_) = value != released;
        return std::nullopt;
    }
    if (value != pressed) {
        return std::nullopt;
    }
    if (code == KEY_ENTER || code == KEY_KPENTER) {
        return '\n';
    }
    for (const KeyRow& row : key_rows) {
        if (code >= row.first && code < row.first + row.plain.size()) {
            const std::size_t at = code - row.first;
            return left_shift_ || right_shift_ ? row.shifted[at] : row.plain[at];
        }
    }
    return '?';
}

}  // namespace tillnote::lane
