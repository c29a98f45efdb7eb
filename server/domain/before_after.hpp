#pragma once

#include "server/domain/digest_parts.hpp"
#include "server/domain/exact_tests.hpp"

namespace tillnote::domain {

/// Whether the share after an event differs from the one before it: Fisher's test, two-sided and central.
/// Limits: 0 <= remarks <= of on both sides; anything else is a bug and throws std::logic_error.
[[nodiscard]] BeforeAfter compare_periods(ShareCounts before, ShareCounts after);

}  // namespace tillnote::domain
