#include "lane-client/strip/palette.hpp"

#include "lane-client/strip/catalog_pages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace tillnote::strip {
namespace {

constexpr double enhanced = 7.0;  // WCAG 2.2, 1.4.6

using Matrix = std::array<std::array<double, 3>, 3>;

/// Machado, Oliveira and Fernandes 2009, severity 1: how who lacks one kind of cone sees linear colours.
constexpr std::array<Matrix, 3> blindnesses{{
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},
}};

double to_linear(std::uint8_t channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

std::uint8_t to_channel(double linear) {
    const double clamped = std::clamp(linear, 0.0, 1.0);
    const double value = clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * std::pow(clamped, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::lround(value * 255));
}

Rgb seen_with(const Matrix& matrix, Rgb colour) {
    const std::array<double, 3> in{to_linear(colour.red), to_linear(colour.green), to_linear(colour.blue)};
    std::array<std::uint8_t, 3> out{};
    for (std::size_t row = 0; row < 3; ++row) {
        out[row] = to_channel(matrix[row][0] * in[0] + matrix[row][1] * in[1] + matrix[row][2] * in[2]);
    }
    return {out[0], out[1], out[2]};
}

TEST(Palette, MeasuresContrastAsWcagDoes) {
    EXPECT_DOUBLE_EQ(contrast({0, 0, 0}, {255, 255, 255}), 21.0);
    EXPECT_DOUBLE_EQ(contrast({9, 9, 9}, {9, 9, 9}), 1.0);
    EXPECT_NEAR(contrast({0x76, 0x76, 0x76}, {255, 255, 255}), 4.54, 0.01);
}

TEST(Palette, GivesEveryTextAtLeastSevenToOne) {
    for (const Look look : all_looks) {
        const Colours colour = colours(look);
        EXPECT_GE(contrast(colour.ink, colour.fill), enhanced) << static_cast<int>(look);
        for (const Matrix& matrix : blindnesses) {
            EXPECT_GE(contrast(seen_with(matrix, colour.ink), seen_with(matrix, colour.fill)), enhanced)
                << static_cast<int>(look);
        }
    }
}

TEST(Palette, LetsEveryKeyStandOutFromTheStrip) {
    for (const Look look : {Look::praise, Look::complaint, Look::request, Look::competitor, Look::why_here, Look::other,
                            Look::group, Look::plain, Look::warning}) {
        EXPECT_GE(contrast(colours(look).fill, strip_background), enhanced) << static_cast<int>(look);
    }
    for (const Look look : {Look::pressed, Look::ticked, Look::alarm}) {
        EXPECT_GE(contrast(colours(look).outline, strip_background), enhanced) << static_cast<int>(look);
    }
}

TEST(Palette, TellsPolaritiesApartByShapeNotByColourAlone) {
    std::set<Shape> shapes;
    for (const Polarity polarity : {Polarity::praise, Polarity::complaint, Polarity::request, Polarity::competitor,
                                    Polarity::why_here, Polarity::other}) {
        EXPECT_TRUE(shapes.insert(shape_of(polarity)).second);
        EXPECT_NE(shape_of(polarity), Shape::none);
    }
    // And neither is the tick or the cross.
    EXPECT_FALSE(shapes.contains(Shape::tick));
    EXPECT_FALSE(shapes.contains(Shape::cross));
}

}  // namespace
}  // namespace tillnote::strip
