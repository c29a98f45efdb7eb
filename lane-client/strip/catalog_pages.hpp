#pragma once

#include "lane-client/strip/language.hpp"
#include "lane-client/strip/strip_view.hpp"
#include "schema/wire.hpp"

#include <cstddef>
#include <vector>

namespace tillnote::strip {

/// The keys of the first screen and of the pages behind "More". Every position follows from the catalog alone.

/// How a polarity shows.
[[nodiscard]] Look look_of(Polarity polarity) noexcept;
[[nodiscard]] Shape shape_of(Polarity polarity) noexcept;

/// The first seven of the layout, each at its place; one the catalog does not know leaves its place empty, so that the
/// others stay where they are.
[[nodiscard]] std::vector<Part> first_screen(const LaneCatalog& catalog, Language language);

/// One key per group with something to tap, in walking order: the page behind "More".
[[nodiscard]] std::vector<Part> group_keys(const LaneCatalog& catalog, Language language);

/// The reasons of one group, in the catalog's order.
[[nodiscard]] std::vector<Part> reason_keys(const LaneCatalog& catalog, const std::string& department, Language language);

/// Puts `keys` on the thirteen places of a page: seven, then six in the second row. More keys than that make several
/// parts of twelve, each with a key to the next part and, behind the last, the first again. `part` counts from 0, any
/// number is taken round.
[[nodiscard]] std::vector<Part> lay_out(std::vector<Part> keys, std::size_t part, Language language);

}  // namespace tillnote::strip
