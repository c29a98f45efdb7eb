#pragma once

#include "server/domain/digest_loop.hpp"

#include <cstddef>
#include <vector>

/// One goal of several stores. Each store keeps its own and has it in its digest; they belong together by their id. Pure;
/// any thread.
namespace tillnote::domain {

/// The goals of several stores by id, those that run at `today` or later first, then the latest last day first; each group
/// by store. Groups of fewer than `stores_min` stores are left out: what one store aims at is its own.
[[nodiscard]] std::vector<std::vector<Goal>> group_goals(std::vector<Goal> goals, std::size_t stores_min, Day today);

/// A group as one goal, with what its stores heard added up. `parts` is not empty.
[[nodiscard]] GoalInput join_goals(const std::vector<GoalInput>& parts);

}  // namespace tillnote::domain
