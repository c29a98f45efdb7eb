#include "schema/card_guard.hpp"

#include "schema/digits.hpp"
#include "schema/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace tillnote {
namespace {

using Digits = std::span<const std::uint8_t>;

constexpr std::size_t digits_min = 13;
constexpr std::size_t digits_max = 19;
constexpr std::size_t barcode_digits_max = 14;
constexpr std::size_t separators_max = 3;     ///< visible characters between two digits of one number: " - "
constexpr std::size_t glued_digits_min = 17;  ///< from here on a number may be a card with more digits glued to it
constexpr std::size_t glued_window_digits_min = 15;

/// First and last prefix of one issuer range, and the lengths its numbers have.
struct BrandRange {
    std::uint32_t first;
    std::uint32_t last;
    std::size_t prefix_digits;
    std::size_t digits_min;
    std::size_t digits_max;
};

constexpr std::array brand_ranges{
    BrandRange{4, 4, 1, 13, 13},       BrandRange{4, 4, 1, 16, 16},       BrandRange{4, 4, 1, 19, 19},    // Visa
    BrandRange{51, 55, 2, 16, 16},     BrandRange{2221, 2720, 4, 16, 16},                                 // Mastercard
    BrandRange{34, 34, 2, 15, 15},     BrandRange{37, 37, 2, 15, 15},                                     // American Express
    BrandRange{6011, 6011, 4, 16, 19}, BrandRange{644, 649, 3, 16, 19},   BrandRange{65, 65, 2, 16, 19},  // Discover
    BrandRange{300, 305, 3, 14, 14},   BrandRange{36, 36, 2, 14, 14},     BrandRange{38, 39, 2, 14, 14},  // Diners Club
    BrandRange{3528, 3589, 4, 16, 19},                                                                    // JCB
    BrandRange{62, 62, 2, 16, 19},                                                                        // UnionPay
    BrandRange{50, 50, 2, 13, 19},     BrandRange{56, 58, 2, 13, 19},     BrandRange{6, 6, 1, 13, 19},    // Maestro
};

/// Digits written without anything between them.
struct Group {
    std::size_t begin = 0;   ///< in Scan::digits
    std::size_t end = 0;     ///< exclusive
    char32_t separator = 0;  ///< the one character before it, or U+FFFD for several
    bool joined = false;     ///< near enough to the group before it to be one number with it
    bool is_other = false;   ///< part of a date or a phone number

    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

struct Scan {
    std::vector<std::uint8_t> digits;
    std::vector<Group> groups;
};

/// Spaces and punctuation of any script; letters end a number.
bool is_separator(char32_t character) noexcept {
    if (character < 0x80) {
        const bool letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        return !letter;
    }
    return (character >= 0x80 && character <= 0xBF && character != 0xAA && character != 0xB5 && character != 0xBA) ||
           character == 0x1680 || (character >= 0x2000 && character <= 0x206F) ||
           (character >= 0x2190 && character <= 0x2BFF) || (character >= 0x3000 && character <= 0x3003) ||
           (character >= 0x3008 && character <= 0x301F) || character == 0x30FB || character == 0x30FC ||
           character == 0x060C || character == 0x066B || character == 0x066C || character == 0x06D4 ||
           (character >= 0xFE30 && character <= 0xFE6F) || (character >= 0xFF01 && character <= 0xFF0F) ||
           (character >= 0xFF1A && character <= 0xFF20) || (character >= 0xFF3B && character <= 0xFF40) ||
           (character >= 0xFF5B && character <= 0xFF65);
}

Scan scan_digits(std::string_view text) {
    Scan scan;
    std::size_t separators = 0;
    char32_t separator = 0;
    bool broken = true;
    for (std::size_t position = 0; position < text.size();) {
        const char32_t character = next_character(text, position);
        if (is_invisible(character)) {
            continue;
        }
        const int value = digit_value(character);
        if (value < 0) {
            broken = broken || !is_separator(character);
            separator = separators == 0 || character == separator ? character : U'\uFFFD';
            ++separators;
            continue;
        }
        if (scan.groups.empty() || broken || separators > 0) {
            scan.groups.push_back(
                {scan.digits.size(), scan.digits.size(), separator, !broken && separators <= separators_max});
        }
        scan.digits.push_back(static_cast<std::uint8_t>(value));
        scan.groups.back().end = scan.digits.size();
        separators = 0;
        separator = 0;
        broken = false;
    }
    return scan;
}

/// Whether `size` groups from `first` stand by themselves: what joins them does not go on before or after them.
bool stands_alone(const std::vector<Group>& groups, std::size_t first, std::size_t size) noexcept {
    const char32_t inner = groups[first + size - 1].separator;
    const std::size_t next = first + size;
    const bool before = groups[first].joined && groups[first].separator == inner;
    const bool after = next < groups.size() && groups[next].joined && groups[next].separator == inner;
    return !before && !after;
}

/// Three groups of the sizes of a date (2026-11-22, 22.11.26) or a phone number (312-555-0142).
bool is_date_or_phone(const std::vector<Group>& groups, std::size_t first) noexcept {
    if (first + 3 > groups.size() || !groups[first + 1].joined || !groups[first + 2].joined) {
        return false;
    }
    const std::size_t a = groups[first].size();
    const std::size_t b = groups[first + 1].size();
    const std::size_t c = groups[first + 2].size();
    const char32_t between = groups[first + 1].separator;
    const bool date = between == groups[first + 2].separator && (between == '-' || between == '/' || between == '.') &&
                      ((a == 4 && b <= 2 && c <= 2) || (a <= 2 && b <= 2 && (c == 2 || c == 4)));
    const bool phone = a == 3 && b == 3 && c == 4;
    return (date || phone) && stands_alone(groups, first, 3);
}

void mark_dates_and_phones(std::vector<Group>& groups) noexcept {
    for (std::size_t first = 0; first + 3 <= groups.size(); ++first) {
        if (is_date_or_phone(groups, first)) {
            groups[first].is_other = groups[first + 1].is_other = groups[first + 2].is_other = true;
        }
    }
}

bool passes_luhn(Digits digits) noexcept {
    unsigned sum = 0;
    bool twice = false;
    for (std::size_t place = digits.size(); place > 0; --place, twice = !twice) {
        const unsigned value = digits[place - 1] * (twice ? 2U : 1U);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

std::uint32_t prefix_of(Digits digits, std::size_t count) noexcept {
    std::uint32_t prefix = 0;
    for (const std::uint8_t digit : digits.first(count)) {
        prefix = prefix * 10 + digit;
    }
    return prefix;
}

bool is_in_brand_range(Digits digits) noexcept {
    return std::any_of(brand_ranges.begin(), brand_ranges.end(), [&](const BrandRange& range) {
        const std::uint32_t prefix = prefix_of(digits, range.prefix_digits);
        return digits.size() >= range.digits_min && digits.size() <= range.digits_max && prefix >= range.first &&
               prefix <= range.last;
    });
}

bool is_diners(Digits digits) noexcept {
    return digits.size() == 14 && digits[0] == 3;
}

/// With 13 or 14 digits a barcode or a phone number is likelier than a card: Visa has not issued 13 digits for decades.
/// Diners Club still issues 14, so there the barcode's check digit is no excuse.
bool is_card(Digits digits, char32_t before) noexcept {
    if (digits.size() < digits_min || digits.size() > digits_max || !is_in_brand_range(digits) || !passes_luhn(digits)) {
        return false;
    }
    const bool is_short = digits.size() <= barcode_digits_max;
    const bool has_excuse = before == '+' || (!is_diners(digits) && passes_barcode_check(digits));
    return !is_short || !has_excuse;
}

/// A long number may be a card with its date or security code glued on: look at every window inside it.
bool holds_glued_card(Digits digits) noexcept {
    for (std::size_t begin = 0; begin + glued_window_digits_min <= digits.size(); ++begin) {
        const std::size_t size_max = std::min(digits_max, digits.size() - begin);
        for (std::size_t size = glued_window_digits_min; size <= size_max; ++size) {
            if (is_card(digits.subspan(begin, size), 0)) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

bool holds_card_number(std::string_view text) {
    Scan scan = scan_digits(text);
    if (scan.digits.size() < digits_min) {
        return false;
    }
    mark_dates_and_phones(scan.groups);
    const Digits digits(scan.digits);
    for (std::size_t first = 0; first < scan.groups.size(); ++first) {
        const Group& group = scan.groups[first];
        if (group.size() >= glued_digits_min && holds_glued_card(digits.subspan(group.begin, group.size()))) {
            return true;
        }
        for (std::size_t last = first; last < scan.groups.size(); ++last) {
            const Group& end = scan.groups[last];
            if (end.is_other || (last > first && !end.joined) || end.end - group.begin > digits_max) {
                break;
            }
            if (is_card(digits.subspan(group.begin, end.end - group.begin), group.separator)) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace tillnote
