#include "schema/card_guard.hpp"

#include "schema/characters.hpp"
#include "schema/digits.hpp"
#include "schema/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>
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

// At 13 digits Visa has no 43 and 49, where the phone numbers of Austria and Germany begin, and Maestro no 62 (Indonesia's):
// Visa has issued none for decades.
constexpr std::array brand_ranges{
    BrandRange{40, 42, 2, 13, 13},     BrandRange{44, 48, 2, 13, 13},      // Visa of old
    BrandRange{4, 4, 1, 16, 16},       BrandRange{4, 4, 1, 19, 19},        // Visa
    BrandRange{51, 55, 2, 16, 16},     BrandRange{2221, 2720, 4, 16, 16},  // Mastercard
    BrandRange{34, 34, 2, 15, 15},     BrandRange{37, 37, 2, 15, 15},      // American Express
    BrandRange{6011, 6011, 4, 16, 19}, BrandRange{644, 649, 3, 16, 19},    // Discover
    BrandRange{65, 65, 2, 16, 19},                                         // Discover
    BrandRange{300, 305, 3, 14, 14},   BrandRange{300, 305, 3, 16, 19},    // Diners Club
    BrandRange{36, 36, 2, 14, 14},     BrandRange{36, 36, 2, 16, 19},      // Diners Club
    BrandRange{38, 39, 2, 14, 14},     BrandRange{38, 39, 2, 16, 19},      // Diners Club
    BrandRange{3528, 3589, 4, 16, 19}, BrandRange{62, 62, 2, 16, 19},      // JCB, UnionPay
    BrandRange{50, 50, 2, 13, 19},     BrandRange{56, 58, 2, 13, 19},      // Maestro
    BrandRange{60, 61, 2, 13, 19},     BrandRange{63, 69, 2, 13, 19},      // Maestro
    BrandRange{2200, 2204, 4, 16, 19}, BrandRange{9792, 9792, 4, 16, 16},  // Mir, Troy
};

/// Digits written without anything between them.
struct Group {
    std::size_t begin = 0;   ///< in Scan::digits
    std::size_t end = 0;     ///< exclusive
    char32_t separator = 0;  ///< the one character before it, or U+FFFD for several
    bool joined = false;     ///< near enough to the group before it to be one number with it
    bool opened = false;     ///< right behind a "("
    bool closed = false;     ///< right before a ")"
    bool is_other = false;   ///< part of a date, a time, a phone number or a barcode

    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
};

using Groups = std::vector<Group>;

struct Scan {
    std::vector<std::uint8_t> digits;
    Groups groups;
};

Scan scan_digits(std::string_view text) {
    Scan scan;
    std::size_t separators = 0;
    char32_t separator = 0;
    char32_t last = 0;
    bool broken = true;
    for (std::size_t position = 0; position < text.size();) {
        const char32_t character = next_character(text, position);
        if (is_invisible(character)) {
            continue;
        }
        const int value = digit_value(character);
        const char32_t before = std::exchange(last, character);
        if (value < 0) {
            if (separators == 0 && !scan.groups.empty()) {
                scan.groups.back().closed = character == ')';
            }
            broken = broken || is_letter_of_any_script(character);
            separator = separators == 0 || character == separator ? character : U'\uFFFD';
            ++separators;
            continue;
        }
        if (scan.groups.empty() || broken || separators > 0) {
            scan.groups.push_back({.begin = scan.digits.size(),
                                   .end = scan.digits.size(),
                                   .separator = separator,
                                   .joined = !broken && separators <= separators_max,
                                   .opened = before == '('});
        }
        scan.digits.push_back(static_cast<std::uint8_t>(value));
        scan.groups.back().end = scan.digits.size();
        separators = 0;
        separator = 0;
        broken = false;
    }
    return scan;
}

/// Whether what joins `size` groups from `first` goes on before them.
bool goes_on_before(const Groups& groups, std::size_t first, std::size_t size) noexcept {
    return groups[first].joined && groups[first].separator == groups[first + size - 1].separator;
}

bool goes_on_after(const Groups& groups, std::size_t first, std::size_t size) noexcept {
    const std::size_t next = first + size;
    return next < groups.size() && groups[next].joined && groups[next].separator == groups[next - 1].separator;
}

bool stands_alone(const Groups& groups, std::size_t first, std::size_t size) noexcept {
    return !goes_on_before(groups, first, size) && !goes_on_after(groups, first, size);
}

/// Whether the groups from `first` have these sizes and are joined.
bool has_sizes(const Groups& groups, std::size_t first, std::initializer_list<std::size_t> sizes) noexcept {
    if (first + sizes.size() > groups.size()) {
        return false;
    }
    for (std::size_t at = first; const std::size_t size : sizes) {
        if (groups[at].size() != size || (at > first && !groups[at].joined)) {
            return false;
        }
        ++at;
    }
    return true;
}

std::uint32_t number_of(Digits digits) noexcept {
    std::uint32_t number = 0;
    for (const std::uint8_t digit : digits) {
        number = number * 10 + digit;
    }
    return number;
}

std::uint32_t number_of(const Scan& scan, const Group& group) noexcept {
    return number_of(Digits(scan.digits).subspan(group.begin, group.size()));
}

bool is_full_year(const Scan& scan, const Group& group) noexcept {
    const std::uint32_t century = group.size() == 4 ? number_of(scan, group) / 100 : 0;
    return century == 19 || century == 20;
}

/// A date in three groups (2026-11-22, 22.11.2026, 11/22/26). One with the whole year may go on: 2026-11-22-0042-118.
bool is_date(const Scan& scan, std::size_t first) noexcept {
    const Groups& groups = scan.groups;
    if (first + 3 > groups.size() || !groups[first + 1].joined || !groups[first + 2].joined) {
        return false;
    }
    const Group& a = groups[first];
    const Group& b = groups[first + 1];
    const Group& c = groups[first + 2];
    const char32_t between = b.separator;
    if (between != c.separator || (between != '-' && between != '/' && between != '.') || b.size() > 2) {
        return false;
    }
    const bool has_whole_year = (is_full_year(scan, a) && c.size() <= 2) || (a.size() <= 2 && is_full_year(scan, c));
    const bool has_short_year = a.size() <= 2 && c.size() == 2;
    return !goes_on_before(groups, first, 3) && (has_whole_year || (has_short_year && !goes_on_after(groups, first, 3)));
}

/// The groups of a time from `first` (17:41, 9:05:30), 0 for none.
std::size_t count_time_groups(const Scan& scan, std::size_t first) noexcept {
    const Groups& groups = scan.groups;
    const auto is_part = [&](std::size_t at) {
        return at < groups.size() && groups[at].size() == 2 && number_of(scan, groups[at]) < 60;
    };
    const auto goes_on = [&](std::size_t at) { return is_part(at) && groups[at].joined && groups[at].separator == ':'; };
    if (groups[first].size() > 2 || number_of(scan, groups[first]) > 24 || !goes_on(first + 1)) {
        return 0;
    }
    const std::size_t size = goes_on(first + 2) ? 3 : 2;
    return stands_alone(groups, first, size) ? size : 0;
}

/// The groups of one phone number of North America from `first` (312-555-0142, 1-312-555-0142, 001 312 555 0142), 0 for
/// none.
std::size_t count_phone_groups(const Scan& scan, std::size_t first) noexcept {
    if (has_sizes(scan.groups, first, {3, 3, 4})) {
        return 3;
    }
    const bool has_code = first + 1 < scan.groups.size() && scan.groups[first + 1].joined &&
                          number_of(scan, scan.groups[first]) == 1 && has_sizes(scan.groups, first + 1, {3, 3, 4});
    return has_code ? 4 : 0;
}

/// The 0 of +44 (0) 20 7946 0958.
bool is_trunk_prefix(const Scan& scan, const Group& group) noexcept {
    return group.opened && group.closed && group.size() == 1 && scan.digits[group.begin] == 0;
}

/// A GTIN-14 as it is printed below its bars (1 00 12345 67890 2): without its first digit it could be a Visa of old.
bool is_printed_barcode(const Scan& scan, std::size_t first) noexcept {
    return has_sizes(scan.groups, first, {1, 2, 5, 5, 1}) && stands_alone(scan.groups, first, 5) &&
           passes_barcode_check(Digits(scan.digits).subspan(scan.groups[first].begin, barcode_digits_max));
}

/// Marks the groups that are part of something else than a card.
void mark_others(Scan& scan) noexcept {
    const auto mark = [&](std::size_t first, std::size_t size) {
        for (Group& group : std::span(scan.groups).subspan(first, size)) {
            group.is_other = true;
        }
    };
    for (std::size_t first = 0; first < scan.groups.size(); ++first) {
        if (is_date(scan, first)) {
            mark(first, 3);
        }
        if (is_trunk_prefix(scan, scan.groups[first])) {
            mark(first, 1);
        }
        mark(first, count_time_groups(scan, first));
        if (is_printed_barcode(scan, first)) {
            mark(first, 5);
        }
        // Several in a row are told by all of them: with nothing but spaces none stands alone.
        std::size_t end = first;
        for (std::size_t size = count_phone_groups(scan, end); size > 0 && (end == first || scan.groups[end].joined);
             size = count_phone_groups(scan, end)) {
            end += size;
            if (stands_alone(scan.groups, first, end - first)) {
                mark(first, end - first);
            }
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

bool is_in_brand_range(Digits digits) noexcept {
    return std::any_of(brand_ranges.begin(), brand_ranges.end(), [&](const BrandRange& range) {
        const std::uint32_t prefix = number_of(digits.first(range.prefix_digits));
        return digits.size() >= range.digits_min && digits.size() <= range.digits_max && prefix >= range.first &&
               prefix <= range.last;
    });
}

/// With 13 or 14 digits a barcode is likelier than a card: Visa has not issued 13 digits for decades, and of 14 digits there
/// is Diners Club only, unless they are written as on its cards, where the first of several groups has four.
bool is_card(Digits digits, std::size_t first_group_size) noexcept {
    if (digits.size() < digits_min || digits.size() > digits_max || !is_in_brand_range(digits) || !passes_luhn(digits)) {
        return false;
    }
    const bool is_written_as_diners = digits.size() == 14 && first_group_size == 4;
    return digits.size() > barcode_digits_max || is_written_as_diners || !passes_barcode_check(digits);
}

/// A long number may be a card with its date or security code glued on: look at every window inside it.
bool holds_glued_card(Digits digits) noexcept {
    for (std::size_t begin = 0; begin + glued_window_digits_min <= digits.size(); ++begin) {
        const std::size_t size_max = std::min(digits_max, digits.size() - begin);
        for (std::size_t size = glued_window_digits_min; size <= size_max; ++size) {
            if (is_card(digits.subspan(begin, size), size)) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

bool holds_card_number(std::string_view text) {
    if (text.size() < digits_min) {
        return false;
    }
    Scan scan = scan_digits(text);
    if (scan.digits.size() < digits_min) {
        return false;
    }
    mark_others(scan);
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
            if (is_card(digits.subspan(group.begin, end.end - group.begin), group.size())) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace tillnote
