#pragma once

#include <cstdint>

namespace tillnote::strip {

/// A colour, sRGB.
struct Rgb {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    friend bool operator==(const Rgb&, const Rgb&) = default;
};

/// What a part of the strip looks like. Each stands for one meaning, and each goes with a shape or words that say the same.
enum class Look {
    praise,
    complaint,
    request,
    competitor,
    why_here,
    other,
    group,    ///< a key that opens a page, "More", the language
    plain,    ///< Undo, answers
    pressed,  ///< until the agent has answered
    ticked,   ///< on this lane's disk
    alarm,    ///< not saved
    warning,  ///< ask your manager
    panel,    ///< what the strip says
    empty,    ///< a place with nothing in it
};

/// Every look, for tests.
inline constexpr Look all_looks[] = {Look::praise, Look::complaint, Look::request, Look::competitor, Look::why_here,
                                     Look::other,  Look::group,     Look::plain,   Look::pressed,    Look::ticked,
                                     Look::alarm,  Look::warning,   Look::panel,   Look::empty};

struct Colours {
    Rgb fill;
    Rgb ink;      ///< of text and shape; at least 7:1 on `fill` (WCAG 2.2, 1.4.6)
    Rgb outline;  ///< same as `fill` where there is none
};

inline constexpr Rgb strip_background{0x1c, 0x23, 0x21};

[[nodiscard]] Colours colours(Look look) noexcept;

/// Contrast ratio of WCAG 2.2, 1 to 21. Pure.
[[nodiscard]] double contrast(Rgb one, Rgb other) noexcept;

}  // namespace tillnote::strip
