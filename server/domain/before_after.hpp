#pragma once

#include "server/domain/digest_parts.hpp"

namespace tillnote::domain {

/// Whether the share after an event differs from the one before it: the mix test over hearings, two-sided and central, with
/// the over-dispersion of `after`.
[[nodiscard]] BeforeAfter compare_periods(const ShareEvidence& before, const ShareEvidence& after);

}  // namespace tillnote::domain
