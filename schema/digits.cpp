#include "schema/digits.hpp"

#include <algorithm>
#include <array>

namespace tillnote {
namespace {

/// The zero of every run of ten decimal digits (general category Nd, Unicode 15), ascending.
constexpr std::array<char32_t, 68> zeros{
    0x30,    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,   0xCE6,
    0xD66,   0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,  0x1A80,
    0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,
    0xFF10,  0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0,
    0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8,
    0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0};
static_assert(std::is_sorted(zeros.begin(), zeros.end()));

}  // namespace

int digit_value(char32_t character) noexcept {
    const auto next = std::upper_bound(zeros.begin(), zeros.end(), character);
    if (next == zeros.begin()) {
        return -1;
    }
    const char32_t value = character - *std::prev(next);
    return value < 10 ? static_cast<int>(value) : -1;
}

bool passes_barcode_check(std::span<const std::uint8_t> digits) noexcept {
    unsigned sum = 0;
    unsigned weight = 1;
    for (std::size_t place = digits.size(); place > 0; --place, weight = 4 - weight) {
        sum += digits[place - 1] * weight;
    }
    return sum % 10 == 0;
}

}  // namespace tillnote
