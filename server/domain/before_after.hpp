#pragma once

#include "server/domain/digest_parts.hpp"

namespace tillnote::domain {

/// Whether the share after an event differs from the one before it: the mix test over hearings, two-sided and central, with
/// the over-dispersion of `after`. Not enough where a side has fewer than event_days_min days.
[[nodiscard]] BeforeAfter compare_periods(const ShareEvidence& before, const ShareEvidence& after);

}  // namespace tillnote::domain
