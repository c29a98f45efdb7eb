#include "server/domain/district_goal.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace tillnote::domain {

std::vector<std::vector<Goal>> group_goals(std::vector<Goal> goals, const CountStores& open_on, Day today) {
    std::stable_sort(goals.begin(), goals.end(), [&](const Goal& left, const Goal& right) {
        const bool left_over = left.last_day < today;
        const bool right_over = right.last_day < today;
        return std::tie(left_over, right.last_day, left.goal_id, left.store) <
               std::tie(right_over, left.last_day, right.goal_id, right.store);
    });
    std::vector<std::vector<Goal>> groups;
    for (Goal& goal : goals) {
        if (groups.empty() || groups.back().front().goal_id != goal.goal_id) {
            groups.emplace_back();
        }
        groups.back().push_back(std::move(goal));
    }
    std::erase_if(groups, [&](const std::vector<Goal>& group) {
        return !is_of_several(group.size(), group.front().first_day, open_on);
    });
    return groups;
}

GoalInput join_goals(const std::vector<GoalInput>& parts) {
    std::vector<ShareEvidence> evidence;
    evidence.reserve(parts.size());
    std::ranges::transform(parts, std::back_inserter(evidence), &GoalInput::evidence);
    return {parts.front().goal, add_up(evidence)};
}

}  // namespace tillnote::domain
