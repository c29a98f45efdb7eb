#pragma once

#include "lane-client/strip/palette.hpp"

#include <string>
#include <vector>

namespace tillnote::strip {

/// The strip is two rows of eight cells; a cell is five units, so that five answers fit where four cells are.
inline constexpr int cell_units = 5;
inline constexpr int row_units = 8 * cell_units;

/// Where something lies: a row (0 is the one of the reasons) and units from `begin` to before `end`.
struct Place {
    int row = 0;
    int begin = 0;
    int end = 0;

    friend bool operator==(const Place&, const Place&) = default;
};

/// The second sign beside the colour, for who cannot tell colours apart.
enum class Shape { none, plus, triangle, question, diamond, house, ring, bars, tick, cross };

/// What pressing does.
struct Action {
    enum class Kind { none, tap, undo, more, group, back, next_part, language, answer, not_asked, dismiss };
    Kind kind = Kind::none;
    std::string value{};  ///< reason of `tap`, department of `group`, answer of `answer`

    friend bool operator==(const Action&, const Action&) = default;
};

/// One rectangle of the strip: a key when it has an action, else something to read.
struct Part {
    enum class Size { label, sentence, banner };

    Place place{};
    Look look = Look::empty;
    Shape shape = Shape::none;
    std::string text{};
    std::string note{};  ///< smaller, below `text`
    Size size = Size::label;
    Action action{};
};

/// All that is to be drawn; parts do not overlap.
struct StripView {
    std::vector<Part> parts;

    /// The part with this action, or nothing.
    [[nodiscard]] const Part* find(const Action& action) const {
        for (const Part& part : parts) {
            if (part.action == action) {
                return &part;
            }
        }
        return nullptr;
    }
};

}  // namespace tillnote::strip
