#pragma once

#include "server/domain/digest_parts.hpp"

namespace tillnote::domain {

/// Fills evidence, share with its 95% interval (from share_remarks_min up), target, p-value and verdict of `line` from what
/// was counted between the goal's dates so far; `line.at_most` says which side is wanted. Running until `ended`. Then met or
/// not met where the target lies outside the interval; else, below share_remarks_min, or where nothing is
/// known of how days vary, it cannot be told. The interval is
/// that of the hearings, with the variation of days in it, and reaches as far as the share that is shown.
/// Limits: 0 <= remarks <= of of both counts, 0 <= target <= 1; anything else is a bug and throws std::logic_error.
void judge_goal(GoalLine& line, const ShareEvidence& evidence, double target, bool ended);

}  // namespace tillnote::domain
