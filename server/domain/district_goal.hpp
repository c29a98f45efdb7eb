#pragma once

#include "server/domain/digest_loop.hpp"
#include "server/domain/district_ask.hpp"

#include <vector>

/// One goal of several stores. Each store keeps its own and has it in its digest; they belong together by their id. Pure;
/// any thread.
namespace tillnote::domain {

/// The goals of several stores by id, those that run at `today` or later first, then the latest last day first; each group
/// by store. Groups that are not is_of_several are left out.
[[nodiscard]] std::vector<std::vector<Goal>> group_goals(std::vector<Goal> goals, const CountStores& open_on, Day today);

/// A group as one goal, with what its stores heard added up. `parts` is not empty.
[[nodiscard]] GoalInput join_goals(const std::vector<GoalInput>& parts);

}  // namespace tillnote::domain
