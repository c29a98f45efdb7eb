#include "server/routes/goal_form.hpp"

#include "schema/time_text.hpp"
#include "server/routes/loop_page.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tillnote::routes {
namespace {

constexpr int goal_weeks_offered = 8;  ///< what the form proposes
constexpr double per_mille_per_percent = 10;

/// "8", "8.5" and "8,5" percent.
Result<int> parse_percent(std::string text) {
    std::replace(text.begin(), text.end(), ',', '.');
    double percent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
    const bool in_range = percent >= 0.1 && percent <= 99.9;  // "nan" is not
    if (error != std::errc{} || end != text.data() + text.size() || !in_range) {
        return Error{ErrorCode::invalid_field, "Give the target in percent, from 0.1 to 99.9.", "percent"};
    }
    return static_cast<int>(std::lround(percent * per_mille_per_percent));
}

}  // namespace

domain::Aim aim_of(std::string_view text) {
    constexpr std::string_view reason = "reason:";
    constexpr std::string_view theme = "theme:";
    domain::Aim aim;
    if (text.starts_with(reason)) {
        aim.reason = text.substr(reason.size());
    } else if (text.starts_with(theme)) {
        aim.theme = text.substr(theme.size());
    }
    return aim;
}

Result<domain::Goal> read_goal(const Form& form) {
    domain::Goal goal;
    goal.aim = aim_of(typed(form, "aim"));
    goal.at_most = typed(form, "side") != "at_least";
    auto percent = parse_percent(typed(form, "percent"));
    if (!percent) {
        return percent.error();
    }
    goal.target_per_mille = *percent;
    for (const auto& [day, name] : {std::pair{&goal.first_day, "from"}, std::pair{&goal.last_day, "to"}}) {
        auto given = typed_day(form, name);
        if (!given) {
            return given.error();
        }
        *day = *given;
    }
    return goal;
}

render::TypedGoal begin_goal(domain::Day today) {
    render::TypedGoal goal;
    goal.from = format_day(today);
    goal.to = format_day(domain::add_days(today, 7 * goal_weeks_offered - 1));
    return goal;
}

render::TypedGoal typed_goal(const Form& form) {
    return {typed(form, "aim"), typed(form, "side"), typed(form, "percent"), typed(form, "from"), typed(form, "to")};
}

}  // namespace tillnote::routes
