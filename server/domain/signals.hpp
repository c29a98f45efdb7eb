#pragma once

#include "server/domain/digest.hpp"

namespace tillnote::domain {

/// Fills what the tests say into `digest`, whose reasons and departments are there: walk_first, larger_shares,
/// more_of_every_kind, known baseline, and each reason's signal and tests. Nothing is flagged or tested while the day is
/// open or the store was closed. Pure.
void add_signals(Digest& digest, const DigestInput& input, const StoreCalendar& calendar);

/// Pairs of reasons that one customer gave together, from 5 pairs up, most first; no staff or lane-only reasons.
[[nodiscard]] std::vector<Together> heard_together(const DigestInput& input);

}  // namespace tillnote::domain
