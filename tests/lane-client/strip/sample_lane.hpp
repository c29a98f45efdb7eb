#pragma once

#include "lane-client/strip/strip_protocol.hpp"

#include <string>

namespace tillnote::strip::test {

/// The grocery catalog with seven reasons on the first screen, as store oak-street's lane 4 gets it. F13 taps 101,
/// Shift+F13 taps 403, F24 is Undo.
[[nodiscard]] LaneCatalog make_sample_catalog();

/// An enrolled lane that reaches its server; revision 1, catalog "c1".
[[nodiscard]] LaneState make_sample_state();

/// An ask with so many of the answers yes, no, maybe, never.
[[nodiscard]] ShownAsk make_sample_ask(std::size_t answers);

/// A message, told apart by `number` (0..9).
[[nodiscard]] LaneMessage make_sample_message(int number);

/// `state` as the agent writes it in its answer to `watch`.
[[nodiscard]] std::string to_watch_answer(const LaneState& state);

}  // namespace tillnote::strip::test
