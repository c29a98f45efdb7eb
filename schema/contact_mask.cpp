#include "schema/contact_mask.hpp"

#include "schema/characters.hpp"
#include "schema/digits.hpp"
#include "schema/text.hpp"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

namespace tillnote {
namespace {

/// One character of the text, and where it stands.
struct Character {
    char32_t value = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Characters [first, last) to be masked.
struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
};

using Characters = std::vector<Character>;

constexpr std::size_t joining_max = 3;
constexpr std::size_t phone_digits_min = 8;
constexpr std::size_t phone_digits_max = 15;

Characters read_characters(std::string_view text) {
    Characters characters;
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t begin = position;
        const char32_t value = next_character(text, position);
        if (is_invisible(value) && !characters.empty()) {
            characters.back().end = position;
        } else if (!is_invisible(value)) {
            characters.push_back({value, begin, position});
        }
    }
    return characters;
}

// E-mail addresses.

bool is_letter(char32_t c) noexcept {
    if (c < 0x80) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    // Beyond ASCII: whatever is neither a digit nor punctuation nor a space.
    const bool is_punctuation = (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF20);
    return c >= 0xC0 && digit_value(c) < 0 && !is_punctuation;
}

bool is_domain_character(char32_t c) noexcept {
    return is_letter(c) || digit_value(c) >= 0 || c == '-' || c == '.';
}

bool is_local_character(char32_t c) noexcept {
    return is_domain_character(c) ||
           (c < 0x80 && std::string_view("_%+'!#$&*/=?^`{|}~").find(static_cast<char>(c)) != std::string_view::npos);
}

bool is_at_sign(char32_t c) noexcept {
    return c == '@' || c == 0xFF20 || c == 0xFE6B;
}

/// The end of a domain that begins at `first`: two labels or more, the last of two letters or more.
std::optional<std::size_t> find_domain_end(const Characters& text, std::size_t first) {
    std::size_t last = first;
    while (last < text.size() && is_domain_character(text[last].value)) {
        ++last;
    }
    while (last > first && (text[last - 1].value == '.' || text[last - 1].value == '-')) {
        --last;
    }
    std::size_t label = last;
    while (label > first && is_letter(text[label - 1].value)) {
        --label;
    }
    const bool named = last - label >= 2 && label > first + 1 && text[label - 1].value == '.';
    return named ? std::optional(last) : std::nullopt;
}

std::optional<Range> find_address(const Characters& text, std::size_t at) {
    const auto skip_space = [&](std::size_t place, bool there) { return there && text[place].value == ' ' ? 1U : 0U; };
    const std::size_t local_end = at - skip_space(at == 0 ? 0 : at - 1, at > 0);
    std::size_t first = local_end;
    while (first > 0 && is_local_character(text[first - 1].value)) {
        --first;
    }
    const std::size_t domain = at + 1 + skip_space(at + 1, at + 1 < text.size());
    const auto last = find_domain_end(text, domain);
    if (first == local_end || !last) {
        return std::nullopt;
    }
    return Range{first, *last};
}

// Phone numbers.

/// Digits written without anything between them.
struct DigitGroup {
    std::size_t first = 0;   ///< character of its first digit
    std::size_t last = 0;    ///< exclusive
    std::size_t digit = 0;   ///< number of its first digit
    bool joined = false;     ///< near enough to the group before it
    char32_t separator = 0;  ///< the only character between the two, else 0

    [[nodiscard]] std::size_t size() const noexcept { return last - first; }
};

struct Numbers {
    std::vector<std::uint8_t> digits;
    std::vector<DigitGroup> groups;
};

bool is_joiner(char32_t c) noexcept {
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == 0xA0 ||
           (c >= 0x2000 && c <= 0x2015) || c == 0x202F || c == 0x2212;
}

Numbers read_numbers(const Characters& text) {
    Numbers numbers;
    for (std::size_t at = 0; at < text.size();) {
        if (digit_value(text[at].value) < 0) {
            ++at;
            continue;
        }
        DigitGroup group{at, at, numbers.digits.size()};
        if (!numbers.groups.empty()) {
            const std::size_t before = numbers.groups.back().last;
            const auto between = std::span(text).subspan(before, at - before);
            group.joined = between.size() <= joining_max &&
                           std::all_of(between.begin(), between.end(), [](const auto& c) { return is_joiner(c.value); });
            group.separator = between.size() == 1 ? between.front().value : 0;
        }
        for (; at < text.size() && digit_value(text[at].value) >= 0; ++at) {
            numbers.digits.push_back(static_cast<std::uint8_t>(digit_value(text[at].value)));
        }
        group.last = at;
        numbers.groups.push_back(group);
    }
    return numbers;
}

using DigitGroups = std::span<const DigitGroup>;

bool is_date(DigitGroups groups) noexcept {
    if (groups.size() < 3 || !groups[1].joined || !groups[2].joined || groups[1].separator != groups[2].separator) {
        return false;
    }
    const std::size_t a = groups[0].size();
    const std::size_t b = groups[1].size();
    const std::size_t c = groups[2].size();
    const char32_t separator = groups[1].separator;
    return (separator == '-' || separator == '/' || separator == '.') &&
           ((a == 4 && b <= 2 && c <= 2) || (a <= 2 && b <= 2 && (c == 2 || c == 4)));
}

bool has_shape(DigitGroups groups, std::initializer_list<std::size_t> shape) noexcept {
    return groups.size() == shape.size() &&
           std::equal(groups.begin(), groups.end(), shape.begin(),
                      [](const DigitGroup& group, std::size_t size) { return group.size() == size; });
}

std::size_t count_digits(DigitGroups groups) noexcept {
    return groups.back().digit + groups.back().size() - groups.front().digit;
}

/// As printed below the bars: EAN-8, UPC-A, EAN-13, GTIN-14.
bool is_grouped_as_barcode(DigitGroups groups) noexcept {
    return has_shape(groups, {4, 4}) || has_shape(groups, {1, 5, 5, 1}) || has_shape(groups, {1, 6, 6}) ||
           has_shape(groups, {1, 2, 5, 5, 1});
}

class PhoneFinder {
public:
    explicit PhoneFinder(const Characters& text) : text_(text), numbers_(read_numbers(text)) {}

    std::vector<Range> find() const {
        std::vector<Range> found;
        const DigitGroups all(numbers_.groups);
        for (std::size_t first = 0; first < all.size();) {
            if (is_date(all.subspan(first))) {
                first += 3;
                continue;
            }
            if (const std::size_t size = find_barcode(all.subspan(first)); size > 0) {
                first += size;
                continue;
            }
            const std::size_t size = find_phone(all.subspan(first));
            if (size > 0) {
                found.push_back({begin_of(all[first]), all[first + size - 1].last});
            }
            first += std::max<std::size_t>(size, 1);
        }
        return found;
    }

private:
    std::span<const std::uint8_t> digits_of(DigitGroups groups) const {
        return std::span(numbers_.digits).subspan(groups.front().digit, count_digits(groups));
    }

    /// How many groups from the first make a barcode; 0 for none.
    std::size_t find_barcode(DigitGroups groups) const {
        constexpr std::size_t groups_max = 5;
        if (is_after_plus(groups.front())) {
            return 0;
        }
        for (std::size_t size = 1; size <= std::min(groups.size(), groups_max); ++size) {
            if (size > 1 && !groups[size - 1].joined) {
                break;
            }
            const auto digits = digits_of(groups.first(size));
            const bool is_long_enough = size > 1 ? is_grouped_as_barcode(groups.first(size))
                                                 : digits.size() == 8 || (digits.size() >= 12 && digits.size() <= 14);
            if (is_long_enough && passes_barcode_check(digits)) {
                return size;
            }
        }
        return 0;
    }

    /// How many groups from the first make a phone number, the most there are; 0 for none.
    std::size_t find_phone(DigitGroups groups) const {
        std::size_t longest = 0;
        for (std::size_t size = 1; size <= groups.size() && (size == 1 || groups[size - 1].joined); ++size) {
            if (size > 1 && is_date(groups.subspan(size - 1))) {
                break;
            }
            if (count_digits(groups.first(size)) > phone_digits_max) {
                break;
            }
            if (is_phone(groups.first(size))) {
                longest = size;
            }
        }
        return longest;
    }

    bool is_phone(DigitGroups groups) const {
        const auto digits = digits_of(groups);
        if (is_after_plus(groups.front())) {
            return digits.size() >= phone_digits_min;
        }
        if (groups.size() == 1) {
            return digits.size() == 10 || is_north_american(digits);
        }
        if (digits.front() == 0 && groups.front().size() >= 2) {
            return digits.size() > phone_digits_min;
        }
        const bool local = has_shape(groups, {3, 4}) && (groups[1].separator == '-' || groups[1].separator == '.') &&
                           !is_price(groups.front());
        return local || has_shape(groups, {3, 3, 4}) || has_shape(groups, {2, 4, 4}) ||
               (digits.front() == 1 && has_shape(groups, {1, 3, 3, 4}));
    }

    static bool is_north_american(std::span<const std::uint8_t> digits) noexcept {
        return digits.size() == 11 && digits[0] == 1 && digits[1] >= 2 && digits[4] >= 2;
    }
    /// The character before the group, opening brackets and spaces left out.
    char32_t mark_before(const DigitGroup& group) const {
        std::size_t at = group.first;
        while (at > 0 && (text_[at - 1].value == '(' || text_[at - 1].value == ' ')) {
            --at;
        }
        return at == 0 ? 0 : text_[at - 1].value;
    }
    bool is_after_plus(const DigitGroup& group) const {
        const char32_t mark = mark_before(group);
        return mark == '+' || mark == 0xFF0B;
    }
    bool is_price(const DigitGroup& group) const {
        const char32_t mark = mark_before(group);
        return mark == '$' || mark == 0xA3 || (mark >= 0x20A0 && mark <= 0x20CF);
    }
    /// A plus and an opening bracket go with the number.
    std::size_t begin_of(const DigitGroup& group) const {
        std::size_t at = group.first;
        if (is_after_plus(group)) {
            while (text_[at].value != '+' && text_[at].value != 0xFF0B) {
                --at;
            }
        } else if (at > 0 && text_[at - 1].value == '(') {
            --at;
        }
        return at;
    }

    const Characters& text_;
    Numbers numbers_;
};

std::string replace(std::string_view text, const Characters& characters, const std::vector<Range>& ranges) {
    std::string masked;
    std::size_t kept = 0;
    for (const Range& range : ranges) {
        masked.append(text.substr(kept, characters[range.first].begin - kept)).append(contact_mask);
        kept = characters[range.last - 1].end;
    }
    return masked.append(text.substr(kept));
}

std::string mask_addresses(std::string_view text) {
    const Characters characters = read_characters(text);
    std::vector<Range> found;
    for (std::size_t at = 0; at < characters.size(); ++at) {
        if (!is_at_sign(characters[at].value)) {
            continue;
        }
        if (const auto address = find_address(characters, at); address) {
            const std::size_t taken = found.empty() ? 0 : found.back().last;
            if (address->first >= taken) {
                found.push_back(*address);
                at = address->last - 1;
            }
        }
    }
    return replace(text, characters, found);
}

std::string mask_once(std::string_view text) {
    const std::string without_addresses = mask_addresses(text);
    const Characters characters = read_characters(without_addresses);
    return replace(without_addresses, characters, PhoneFinder(characters).find());
}

}  // namespace

std::string mask_contacts(std::string_view text) {
    std::string masked = mask_once(text);
    // What stood behind an address may be a phone number now that it stands behind the mask. Every mask is shorter than what
    // it hides, so this ends.
    for (std::string again = mask_once(masked); again.size() < masked.size(); again = mask_once(masked)) {
        masked = std::move(again);
    }
    return masked;
}

}  // namespace tillnote
