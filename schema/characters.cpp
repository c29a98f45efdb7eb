#include "schema/characters.hpp"

#include <utf8proc.h>

namespace tillnote {
namespace {

constexpr char32_t latin_1 = 0x80;                ///< below are ASCII's, of which no table need be asked
constexpr char32_t first_joining_script = 0x590;  ///< Latin, Greek, Cyrillic and Armenian stand before it

const utf8proc_property_t& property_of(char32_t character) noexcept {
    return *utf8proc_get_property(static_cast<utf8proc_int32_t>(character));
}

bool is_in(char32_t character, char32_t first, char32_t last) noexcept {
    return character >= first && character <= last;
}

}  // namespace

bool is_letter_of_any_script(char32_t character) noexcept {
    if (character < latin_1) {
        return is_in(character | 0x20U, 'a', 'z');
    }
    const auto category = property_of(character).category;
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT ||
           category == UTF8PROC_CATEGORY_LO;
}

bool is_letter_without_joining(char32_t character) noexcept {
    const auto category = property_of(character).category;
    const bool has_case =
        category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT;
    const bool is_other = category == UTF8PROC_CATEGORY_LO || category == UTF8PROC_CATEGORY_LM;
    return has_case || (is_other && character < first_joining_script);
}

bool is_mark(char32_t character) noexcept {
    if (character < latin_1) {
        return false;
    }
    const auto category = property_of(character).category;
    // The ends of two blocks of marks, which later versions of Unicode fill.
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME || is_in(character, 0x1ACF, 0x1AFF) ||
           is_in(character, 0x20F1, 0x20FF);
}

bool is_ignorable(char32_t character) noexcept {
    if (character < latin_1) {
        return false;
    }
    const auto& property = property_of(character);
    // Format characters that are drawn: the signs that Arabic, Syriac and Kaithi write around numbers.
    const bool is_drawn = property.boundclass == UTF8PROC_BOUNDCLASS_PREPEND;
    // Unassigned, and ignorable all the same (DerivedCoreProperties.txt); the library tells of assigned ones only.
    const bool is_reserved = character == 0x2065 || is_in(character, 0xFFF0, 0xFFF8) || is_in(character, 0xE0000, 0xE0FFF);
    return property.ignorable != 0 || is_reserved || (property.category == UTF8PROC_CATEGORY_CF && !is_drawn);
}

bool is_control(char32_t character) noexcept {
    const auto category = property_of(character).category;
    const bool is_noncharacter = (character & 0xFFFEU) == 0xFFFE || is_in(character, 0xFDD0, 0xFDEF);
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP ||
           is_noncharacter;
}

bool is_space(char32_t character) noexcept {
    return property_of(character).category == UTF8PROC_CATEGORY_ZS;
}

bool is_pictograph(char32_t character) noexcept {
    return property_of(character).boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

}  // namespace tillnote
