#pragma once

#include <cstdint>
#include <span>

/// Numbers as people write them in free text. Pure, no allocation, any thread.
namespace tillnote {

[[nodiscard]] constexpr bool is_ascii_digit(char letter) noexcept {
    return letter >= '0' && letter <= '9';
}

/// The value of a decimal digit of any script, 0..9, or -1. Source: Unicode 15, general category Nd.
[[nodiscard]] int digit_value(char32_t character) noexcept;

/// The check digit of EAN-8, UPC-A, EAN-13 and GTIN-14 (GS1 General Specifications 7.9).
[[nodiscard]] bool passes_barcode_check(std::span<const std::uint8_t> digits) noexcept;

}  // namespace tillnote
