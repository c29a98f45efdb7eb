#include "server/domain/digest_loop.hpp"

#include "server/domain/before_after.hpp"
#include "server/domain/digest.hpp"
#include "server/domain/goal_judgement.hpp"

namespace tillnote::domain {
namespace {

constexpr double per_mille = 1000;

struct AimTitle {
    std::string en;
    std::string es;
};

/// Titles as the catalog has them; the reason's own code where it no longer knows it.
AimTitle title_on(const Aim& aim, const Catalog& catalog) {
    if (!aim.theme.empty()) {
        return {aim.theme, aim.theme};
    }
    const Reason* reason = catalog.find_reason(aim.reason);
    return reason == nullptr ? AimTitle{aim.reason, aim.reason} : AimTitle{reason->label_en, reason->label_es};
}

ActionLine action_line(const Action& action) {
    return {action.action_id, action.line_key, action.title_en, action.title_es,
            action.state,     action.day,      action.assigned, action.reply};
}

}  // namespace

bool compares_event(const Event& event, Day day) {
    const Day first_said = add_days(event.day, event_compared_days);
    return has_aim(event) && day >= first_said && day < add_days(first_said, event_said_days);
}

GoalLine make_goal_line(const GoalInput& input, const Catalog& catalog, bool ended) {
    const Goal& goal = input.goal;
    AimTitle title = title_on(goal.aim, catalog);
    GoalLine line;
    line.goal_id = goal.goal_id;
    line.title_en = std::move(title.en);
    line.title_es = std::move(title.es);
    line.at_most = goal.at_most;
    line.first_day = goal.first_day;
    line.last_day = goal.last_day;
    judge_goal(line, input.evidence, goal.target_per_mille / per_mille, ended);
    return line;
}

EventLine make_event_line(const EventInput& input, const Catalog& catalog) {
    const Event& event = input.event;
    EventLine line;
    line.event_id = event.event_id;
    line.day = event.day;
    line.text = event.what;
    line.theme = event.aim.theme;
    if (const Reason* reason = catalog.find_reason(event.aim.reason)) {
        line.reason = *reason;
    }
    if (input.evidence) {
        line.before_after = compare_periods(input.evidence->before, input.evidence->after);
    }
    return line;
}

void add_loop(Digest& digest, const DigestInput& input) {
    digest.alerts = input.loop.alerts;
    for (const Action& action : input.loop.actions) {
        digest.open_actions.push_back(action_line(action));
    }
    for (const GoalInput& goal : input.loop.goals) {
        const bool on_its_last_day = input.day == goal.goal.last_day && input.state != DayState::open;
        const bool ended = on_its_last_day || input.day > goal.goal.last_day;
        digest.goals.push_back(make_goal_line(goal, input.catalog, ended));
    }
    for (const EventInput& event : input.loop.events) {
        digest.events.push_back(make_event_line(event, input.catalog));
    }
}

}  // namespace tillnote::domain
