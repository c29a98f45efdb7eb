#pragma once

#include "server/domain/digest_parts.hpp"
#include "server/domain/exact_tests.hpp"

namespace tillnote::domain {

/// Fills remarks, of, share with its 95% interval (from share_remarks_min up), target and verdict of `line` from what was
/// counted between the goal's dates so far; `line.at_most` says which side is wanted. Running until `ended`. Then met or
/// not met where the share differs from `target` beyond chance: the binomial test, central, p below 0.05, which is the
/// same as the interval leaving the target out. Else, or below share_remarks_min, it cannot be told.
/// Limits: 0 <= remarks <= of, 0 <= target <= 1; anything else is a bug and throws std::logic_error.
void judge_goal(GoalLine& line, ShareCounts counts, double target, bool ended);

}  // namespace tillnote::domain
