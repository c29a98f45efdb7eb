#pragma once

#include <string>
#include <string_view>

namespace tillnote::render {

/// A QR code as the path of an SVG, in modules, with its quiet zone of four modules on each side.
struct QrCode {
    int size = 0;      ///< of the square with the quiet zone
    std::string dark;  ///< value of `d`: one rectangle for each run of dark modules
};

/// `text` as a QR code that survives 15% damage. Limits: 1 to 1,500 bytes; anything else is a bug and throws
/// std::logic_error. Any thread. Source: ISO/IEC 18004, by Zint.
[[nodiscard]] QrCode encode_qr(std::string_view text);

}  // namespace tillnote::render
