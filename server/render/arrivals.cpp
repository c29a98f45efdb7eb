#include "server/render/arrivals.hpp"

#include "schema/time_text.hpp"
#include "server/render/explained_text.hpp"
#include "server/render/plain_text.hpp"

#include <algorithm>
#include <numeric>

namespace tillnote::render {
namespace {

using Arrivals = std::vector<std::string>;
using domain::Day;

void add_change(Arrivals& arrivals, const std::string& what, const std::string& then, const std::string& now,
                const char* unit = "") {
    if (then != now) {
        arrivals.push_back(what + ": " + then + unit + " then, " + now + " now");
    }
}

void add_count(Arrivals& arrivals, const std::string& what, std::int64_t then, std::int64_t now, const char* unit = "") {
    add_change(arrivals, what, std::to_string(then), std::to_string(now), unit);
}

int remarks_of(const domain::WindowDay& day, const std::string& code) {
    const auto found = day.reasons.find(code);
    return found == day.reasons.end() ? 0 : found->second.remarks;
}

int remarks_of(const domain::DayRollup& day, const std::string& code) {
    const auto found = day.reasons.find(code);
    return found == day.reasons.end() ? 0 : found->second.remarks;
}

int breadth_of(const domain::WindowDay& day, const std::string& code) {
    const auto found = day.reasons.find(code);
    return found == day.reasons.end() ? 0 : found->second.breadth;
}

int breadth_of(const domain::DayRollup& day, const std::string& code) {
    const auto found = day.reasons.find(code);
    return found == day.reasons.end() ? 0 : found->second.breadth;
}

void add_day(Arrivals& arrivals, const domain::DigestInput& then, const domain::WindowDay& day,
             const domain::DayRollup& counted) {
    for (const Reason& reason : then.catalog.reasons) {
        if (!domain::is_shown(reason)) {
            continue;
        }
        const std::string what = format_day(day.day) + ' ' + reason_text(reason);
        const int remarks_then = remarks_of(day, reason.code);
        const int remarks_now = remarks_of(counted, reason.code);
        add_count(arrivals, what, remarks_then, remarks_now, " remarks");
        if (remarks_then == remarks_now && breadth_of(day, reason.code) != breadth_of(counted, reason.code)) {
            arrivals.push_back(what + ": as many remarks, from other lanes or times than then");
        }
    }
}

/// Two days are told apart by what the tests read of them besides remarks.
void add_day_facts(Arrivals& arrivals, const domain::WindowDay& then, const domain::WindowDay& now) {
    const auto traffic = [](const domain::WindowDay& day) {
        return day.traffic ? std::to_string(*day.traffic) + " staffed transactions" : std::string("unknown");
    };
    const auto use = [](const domain::WindowDay& day) { return day.usable ? "may be compared with" : "left out"; };
    const std::string day = format_day(then.day);
    add_change(arrivals, day + " traffic", traffic(then), traffic(now));
    add_change(arrivals, day + " as a baseline", use(then), use(now));
}

void add_days(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now, const Recount& recount) {
    for (const domain::WindowDay& day : then.windows.days) {
        if (const auto counted = recount.days.find(day.day); counted != recount.days.end()) {
            add_day(arrivals, then, day, counted->second);
        }
        const auto same = std::ranges::find(now.windows.days, day.day, &domain::WindowDay::day);
        if (same != now.windows.days.end()) {
            add_day_facts(arrivals, day, *same);
        }
    }
}

void add_notes(Arrivals& arrivals, const domain::DigestInput& then, const Recount& recount) {
    const auto counted = recount.days.find(then.day);
    if (counted == recount.days.end()) {
        return;
    }
    std::int64_t notes_then = 0;
    for (const domain::LaneFacts& lane : then.lanes) {
        notes_then += lane.notes_received;
    }
    const auto& lanes = counted->second.notes_by_lane;
    const std::int64_t notes_now = std::accumulate(lanes.begin(), lanes.end(), std::int64_t{0},
                                                   [](std::int64_t sum, const auto& lane) { return sum + lane.second; });
    if (notes_then != notes_now) {
        arrivals.push_back("Notes of the day: " + std::to_string(notes_then) + " then, " + std::to_string(notes_now) +
                           " now, those about staff and undone ones included");
    }
}

void add_completeness(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    const domain::Completeness before = domain::assess_completeness(then.lanes);
    const domain::Completeness after = domain::assess_completeness(now.lanes);
    const auto lanes = [](const domain::Completeness& found) {
        return std::to_string(found.lanes_heard) + " of " + std::to_string(found.lanes_expected);
    };
    add_change(arrivals, "Lanes heard", lanes(before), lanes(after));
    add_count(arrivals, "Notes missing", before.notes_missing, after.notes_missing);
    add_count(arrivals, "Notes without a day", then.notes_unplaced, now.notes_unplaced);
}

void add_asks(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    const auto answers = [](const domain::AskCounts& ask) {
        const auto add = [](int sum, const auto& answer) { return sum + answer.second; };
        return std::to_string(std::accumulate(ask.answers.begin(), ask.answers.end(), 0, add)) + " answers of " +
               std::to_string(ask.shown) + " shown";
    };
    for (const domain::AskCounts& ask : then.asks) {
        const auto same = std::ranges::find(now.asks, ask.ask.ask_id, [](const auto& one) { return one.ask.ask_id; });
        add_change(arrivals, "Ask \"" + one_line(ask.ask.question_en) + '"', answers(ask),
                   same == now.asks.end() ? "withdrawn" : answers(*same));
    }
    for (const domain::AskCounts& ask : now.asks) {
        const auto same = std::ranges::find(then.asks, ask.ask.ask_id, [](const auto& one) { return one.ask.ask_id; });
        if (same == then.asks.end()) {
            add_change(arrivals, "Ask \"" + one_line(ask.ask.question_en) + '"', "none", answers(ask));
        }
    }
}

std::string pair_text(const domain::DigestInput& input, const domain::PairCount& pair) {
    const auto name = [&](const std::string& code) {
        const Reason* reason = input.catalog.find_reason(code);
        return reason == nullptr ? code : reason_text(*reason);
    };
    return name(pair.first) + " and " + name(pair.second);
}

/// Every pair that is told now or was then; those with a reason about staff never are.
void add_pairs(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    std::map<std::string, std::pair<int, int>> pairs;
    const auto add = [&](const domain::DigestInput& input, auto member) {
        for (const domain::PairCount& pair : input.windows.pairs) {
            const Reason* first = input.catalog.find_reason(pair.first);
            const Reason* second = input.catalog.find_reason(pair.second);
            if (first != nullptr && second != nullptr && domain::is_shown(*first) && domain::is_shown(*second)) {
                pairs[pair_text(input, pair)].*member = pair.pairs;
            }
        }
    };
    add(then, &std::pair<int, int>::first);
    add(now, &std::pair<int, int>::second);
    for (const auto& [names, counts] : pairs) {
        add_count(arrivals, "Together " + names, counts.first, counts.second, " customers");
    }
}

std::string aim_text(const domain::Aim& aim) {
    return one_line(aim.reason.empty() ? aim.theme : aim.reason);
}

void add_goals(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    const auto id = [](const domain::GoalInput& one) { return one.goal.goal_id; };
    for (const domain::GoalInput& goal : then.loop.goals) {
        const auto same = std::ranges::find(now.loop.goals, goal.goal.goal_id, id);
        add_change(arrivals, "Goal on " + aim_text(goal.goal.aim), counts_text(goal.evidence.remarks),
                   same == now.loop.goals.end() ? "withdrawn" : counts_text(same->evidence.remarks));
    }
    for (const domain::GoalInput& goal : now.loop.goals) {
        if (std::ranges::find(then.loop.goals, goal.goal.goal_id, id) == then.loop.goals.end()) {
            add_change(arrivals, "Goal on " + aim_text(goal.goal.aim), "none", counts_text(goal.evidence.remarks));
        }
    }
}

std::string event_text(const domain::EventInput& event) {
    return event.evidence ? counts_text(event.evidence->before.remarks) + " before and " +
                                counts_text(event.evidence->after.remarks) + " after"
                          : std::string("not compared");
}

void add_events(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    const auto id = [](const domain::EventInput& one) { return one.event.event_id; };
    for (const domain::EventInput& event : then.loop.events) {
        const auto same = std::ranges::find(now.loop.events, event.event.event_id, id);
        add_change(arrivals, "Event " + one_line(event.event.what), event_text(event),
                   same == now.loop.events.end() ? "withdrawn" : event_text(*same));
    }
    for (const domain::EventInput& event : now.loop.events) {
        if (std::ranges::find(then.loop.events, event.event.event_id, id) == then.loop.events.end()) {
            add_change(arrivals, "Event " + one_line(event.event.what), "none", event_text(event));
        }
    }
}

/// Of an action that was closed on another day the day's input no longer tells.
void add_actions(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    for (const domain::Action& action : then.loop.actions) {
        const auto same = std::ranges::find(now.loop.actions, action.action_id, &domain::Action::action_id);
        add_change(arrivals, "Action on " + one_line(action.line_key), std::string(domain::to_text(action.state)),
                   same == now.loop.actions.end() ? "closed" : std::string(domain::to_text(same->state)));
    }
    for (const domain::Action& action : now.loop.actions) {
        const auto same = std::ranges::find(then.loop.actions, action.action_id, &domain::Action::action_id);
        if (same == then.loop.actions.end()) {
            add_change(arrivals, "Action on " + one_line(action.line_key), "none",
                       std::string(domain::to_text(action.state)));
        }
    }
}

void add_alerts(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    const auto said = [](const domain::AlertLine& one) {
        return one.acknowledged_at ? "acknowledged" : one.taken_back() ? "taken back" : "waiting";
    };
    for (const domain::AlertLine& alert : then.loop.alerts) {
        const auto same = std::ranges::find(now.loop.alerts, alert.alert_id, &domain::AlertLine::alert_id);
        add_change(arrivals, "Alert " + reason_text(alert.reason), said(alert),
                   same == now.loop.alerts.end() ? "acknowledged" : said(*same));
    }
    for (const domain::AlertLine& alert : now.loop.alerts) {
        if (std::ranges::find(then.loop.alerts, alert.alert_id, &domain::AlertLine::alert_id) == then.loop.alerts.end()) {
            add_change(arrivals, "Alert " + reason_text(alert.reason), "none", said(alert));
        }
    }
}

}  // namespace

Arrivals list_arrivals(const domain::DigestInput& then, const domain::DigestInput& now, const Recount& recount) {
    Arrivals arrivals;
    add_days(arrivals, then, now, recount);
    add_notes(arrivals, then, recount);
    add_completeness(arrivals, then, now);
    add_asks(arrivals, then, now);
    add_pairs(arrivals, then, now);
    add_goals(arrivals, then, now);
    add_events(arrivals, then, now);
    add_actions(arrivals, then, now);
    add_alerts(arrivals, then, now);
    return arrivals;
}

}  // namespace tillnote::render
