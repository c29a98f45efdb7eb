#pragma once

#include <string_view>
#include <vector>

namespace tillnote::render {

/// One dark bar, in modules from the left edge of the symbol.
struct Bar {
    int x = 0;
    int width = 0;
};

/// A Code 128 symbol without its quiet zones, which take code128_quiet_modules on each side.
struct Code128 {
    int width = 0;  ///< in modules
    std::vector<Bar> bars;
};

inline constexpr int code128_quiet_modules = 10;

/// `text` as Code 128. Limits: 1 to 40 printable ASCII characters; anything else is a bug and throws std::logic_error.
/// Any thread. Source: ISO/IEC 15417, by Zint.
[[nodiscard]] Code128 encode_code128(std::string_view text);

}  // namespace tillnote::render
