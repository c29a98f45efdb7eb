#include "server/domain/goal.hpp"

#include "schema/time_text.hpp"
#include "schema/written_text.hpp"
#include "server/domain/digest.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

Result<void> check_aim(const Aim& aim, const Catalog& catalog) {
    if (!aim.reason.empty() && !aim.theme.empty()) {
        return Error{ErrorCode::invalid_field, "Name a reason or a theme, not both.", "/theme"};
    }
    const auto found = std::any_of(catalog.reasons.begin(), catalog.reasons.end(),
                                   [&](const Reason& reason) { return is_aimed_at(aim, reason); });
    if (!found) {
        return Error{ErrorCode::invalid_field,
                     aim.theme.empty()
                         ? "The catalog has no such reason that is counted in a share; reasons about staff and why people "
                           "shop here are not."
                         : "The catalog has no such theme whose reasons are counted in a share.",
                     aim.theme.empty() ? "/reason" : "/theme"};
    }
    return {};
}

}  // namespace

bool is_aimed_at(const Aim& aim, const Reason& reason) noexcept {
    if (!is_in_total(reason)) {
        return false;
    }
    return aim.reason.empty() ? !aim.theme.empty() && reason.theme == aim.theme : reason.code == aim.reason;
}

Result<void> check_goal(const Goal& goal, const DatedCatalog& catalog, Day today) {
    if (goal.aim.reason.empty() && goal.aim.theme.empty()) {
        return Error{ErrorCode::invalid_field, "A goal aims at a reason or a theme; name one.", "/reason"};
    }
    if (auto aimed = check_aim(goal.aim, catalog.on(today)); !aimed) {
        return aimed;
    }
    if (goal.target_per_mille < 1 || goal.target_per_mille > 999) {
        return Error{ErrorCode::invalid_field, "A target lies between 0.1 and 99.9 percent of the remarks.",
                     "/target_percent"};
    }
    if (goal.first_day < today) {
        return Error{ErrorCode::impossible_value,
                     "A goal begins today or later, so that nobody aims at what is known; the store's business day is " +
                         format_day(today) + ".",
                     "/from"};
    }
    if (goal.last_day < add_days(goal.first_day, goal_days_min - 1)) {
        return Error{ErrorCode::impossible_value,
                     "A goal runs for at least " + std::to_string(goal_days_min) + " days, every weekday once.", "/to"};
    }
    if (goal.last_day >= add_days(goal.first_day, goal_days_max)) {
        return Error{ErrorCode::impossible_value,
                     "A goal runs for at most " + std::to_string(goal_days_max) + " days; set the next one then.", "/to"};
    }
    return {};
}

Result<void> check_event(const Event& event, const DatedCatalog& catalog, Day opened_on, Day today) {
    if (auto checked =
            check_written_text(event.what, 1, event_characters_max,
                               "Say what changed in 1 to " + std::to_string(event_characters_max) + " characters", "/what");
        !checked) {
        return checked;
    }
    if (!event.aim.reason.empty() || !event.aim.theme.empty()) {
        if (auto aimed = check_aim(event.aim, catalog.on(today)); !aimed) {
            return aimed;
        }
    }
    if (event.day > today || event.day < opened_on || event.day < add_days(today, -event_days_back_max)) {
        return Error{ErrorCode::impossible_value,
                     "An event lies between the store's opening, at most a year back, and today, " + format_day(today) + ".",
                     "/day"};
    }
    return {};
}

std::vector<std::string> list_themes(const Catalog& catalog) {
    std::vector<std::string> themes;
    for (const Reason& reason : catalog.reasons) {
        if (is_in_total(reason) && std::find(themes.begin(), themes.end(), reason.theme) == themes.end()) {
            themes.push_back(reason.theme);
        }
    }
    return themes;
}

}  // namespace tillnote::domain
