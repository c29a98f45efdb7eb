#include "lane-client/strip/palette.hpp"

#include <algorithm>
#include <cmath>

namespace tillnote::strip {
namespace {

constexpr Rgb ink{0x10, 0x20, 0x1a};
constexpr Rgb white{0xff, 0xff, 0xff};

constexpr Colours flat(Rgb fill, Rgb text = ink) {
    return {fill, text, fill};
}

double linear(std::uint8_t channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Rgb colour) {
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

}  // namespace

Colours colours(Look look) noexcept {
    switch (look) {
        case Look::praise:
            return flat({0xbf, 0xe3, 0xcf});
        case Look::complaint:
            return flat({0xf3, 0xc9, 0xc1});
        case Look::request:
            return flat({0xcf, 0xe0, 0xf1});
        case Look::competitor:
            return flat({0xf2, 0xdf, 0xae});
        case Look::why_here:
            return flat({0xdc, 0xd3, 0xee});
        case Look::other:
            return flat({0xe3, 0xe0, 0xd6});
        case Look::group:
            return flat({0xd9, 0xde, 0xdb});
        case Look::plain:
            return flat(white);
        case Look::pressed:
            return {{0x0b, 0x12, 0x10}, white, white};
        case Look::ticked:
            return {{0x14, 0x55, 0x37}, white, {0x7f, 0xd1, 0xa6}};
        case Look::alarm:
            return {{0x8c, 0x0d, 0x0d}, white, white};
        case Look::warning:
            return {{0xff, 0xd5, 0x4a}, {0x10, 0x10, 0x10}, {0xff, 0xd5, 0x4a}};
        case Look::panel:
            return flat({0x2a, 0x33, 0x30}, {0xee, 0xf2, 0xf0});
        case Look::empty:
            return flat({0x23, 0x2b, 0x28}, {0xee, 0xf2, 0xf0});
    }
    return flat(white);
}

double contrast(Rgb one, Rgb other) noexcept {
    const double light = std::max(luminance(one), luminance(other));
    const double dark = std::min(luminance(one), luminance(other));
    return (light + 0.05) / (dark + 0.05);
}

}  // namespace tillnote::strip
