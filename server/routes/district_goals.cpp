#include "server/routes/district_goals.hpp"

#include "server/domain/district_goal.hpp"
#include "server/routes/district_asking.hpp"
#include "server/routes/make_id.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::size_t goals_shown_max = 12;  ///< each is counted in every store

using GoalGroups = std::vector<std::vector<domain::Goal>>;

Result<GoalGroups> read_groups(Scope& scope, std::string_view district) {
    std::vector<domain::Goal> goals;
    for (const auto* entry : list_stores_ever(*scope.directory, district)) {
        auto of_store = scope.ports.goals.list_goals(entry->store.id);
        if (!of_store) {
            return of_store.error();
        }
        std::ranges::copy_if(*of_store, std::back_inserter(goals), [&](const domain::Goal& goal) {
            return domain::district_on(entry->store, goal.first_day) == district;
        });
    }
    return domain::group_goals(std::move(goals), count_open_stores(*scope.directory, district),
                               district_today(scope, district));
}

Result<DistrictGoal> read_group(Scope& scope, const std::vector<domain::Goal>& group) {
    DistrictGoal read{group.front(), {}};
    std::vector<domain::GoalInput> parts;
    bool all_ended = true;
    for (const domain::Goal& goal : group) {
        const auto* entry = scope.directory->find_store(goal.store);
        const domain::Day today = entry->calendar.day_of(scope.now);
        const domain::DatedCatalog& catalogs = scope.directory->catalog;
        const auto days = scope.ports.digests.load_days(
            entry->store, entry->calendar, catalogs, domain::first_day_weighed(goal, today), std::min(goal.last_day, today));
        if (!days) {
            return days.error();
        }
        const Catalog catalog = catalogs.on(std::min(goal.last_day, today));
        parts.push_back({goal, domain::weigh_goal(goal, *days, catalog)});
        const bool ended = goal.last_day < today;
        all_ended = all_ended && ended;
        read.row.stores.push_back({goal.store, entry->store.name, domain::make_goal_line(parts.back(), catalog, ended)});
    }
    const domain::Day today = scope.directory->find_store(read.goal.store)->calendar.day_of(scope.now);
    const Catalog catalog = scope.directory->catalog.on(std::min(read.goal.last_day, today));
    read.row.together = domain::make_goal_line(domain::join_goals(parts), catalog, all_ended);
    return read;
}

Error no_such_goal() {
    return {ErrorCode::not_found, "This district has no such goal; list its goals to see their ids.", "goal"};
}

}  // namespace

domain::Day district_today(const Scope& scope, std::string_view district) {
    std::optional<domain::Day> today;
    for (const auto* entry : list_district_stores(*scope.directory, district)) {
        const domain::Day open = entry->calendar.day_of(scope.now);
        today = std::max(today.value_or(open), open);
    }
    return today.value_or(domain::Day{std::chrono::floor<std::chrono::days>(scope.now)});
}

Result<std::vector<DistrictGoal>> read_district_goals(Scope& scope, std::string_view district) {
    const auto groups = read_groups(scope, district);
    if (!groups) {
        return groups.error();
    }
    std::vector<DistrictGoal> goals;
    for (std::size_t index = 0; index < std::min(groups->size(), goals_shown_max); ++index) {
        auto goal = read_group(scope, (*groups)[index]);
        if (!goal) {
            return goal.error();
        }
        goals.push_back(std::move(*goal));
    }
    return goals;
}

Result<std::vector<domain::Goal>> set_district_goal(Scope& scope, std::string_view district, domain::Goal goal) {
    goal.goal_id = name_new_object(scope, make_random_id());
    std::vector<domain::Goal> goals;
    for (const auto* entry : list_district_stores(*scope.directory, district)) {
        if (!is_of_district(entry->store, district, goal.first_day)) {
            continue;
        }
        goal.store = entry->store.id;
        if (auto checked = domain::check_goal(goal, scope.directory->catalog, entry->calendar.day_of(scope.now)); !checked) {
            return checked.error();
        }
        goals.push_back(goal);
    }
    if (goals.empty()) {
        return Error{ErrorCode::impossible_value, "No store of the district is open on these days.", "/from"};
    }
    if (auto added = scope.ports.goals.add_goals(goals, scope.now); !added) {
        return added.error();
    }
    return goals;
}

Result<void> withdraw_district_goal(Scope& scope, std::string_view district, std::string_view goal_id) {
    const auto id = Uuid::parse(goal_id);
    if (!id) {
        return no_such_goal();
    }
    const auto groups = read_groups(scope, district);
    if (!groups) {
        return groups.error();
    }
    const auto found = std::ranges::find_if(*groups, [&](const auto& group) { return group.front().goal_id == *id; });
    if (found == groups->end()) {
        return no_such_goal();
    }
    // A store that has moved away is led by somebody else now.
    std::vector<domain::Goal> own;
    std::ranges::copy_if(*found, std::back_inserter(own), [&](const domain::Goal& goal) {
        return scope.directory->find_store(goal.store)->district.id == district;
    });
    return own.empty() ? Result<void>(no_such_goal()) : scope.ports.goals.withdraw_goals(own, scope.now);
}

}  // namespace tillnote::routes
