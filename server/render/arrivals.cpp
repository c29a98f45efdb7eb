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

void add_day(Arrivals& arrivals, const domain::DigestInput& then, const domain::WindowDay& day,
             const domain::DayRollup& counted) {
    for (const Reason& reason : then.catalog.reasons) {
        if (domain::is_shown(reason)) {
            add_count(arrivals, format_day(day.day) + ' ' + reason_text(reason), remarks_of(day, reason.code),
                      remarks_of(counted, reason.code), " remarks");
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
}

void add_pairs(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    const auto pairs = [](const domain::DigestInput& input) {
        return std::accumulate(input.windows.pairs.begin(), input.windows.pairs.end(), 0,
                               [](int sum, const domain::PairCount& count) { return sum + count.pairs; });
    };
    add_count(arrivals, "Pairs of reasons in 28 days", pairs(then), pairs(now));
}

void add_goals(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    for (const domain::GoalInput& goal : then.loop.goals) {
        const auto same =
            std::ranges::find(now.loop.goals, goal.goal.goal_id, [](const auto& one) { return one.goal.goal_id; });
        const domain::Aim& aim = goal.goal.aim;
        add_change(arrivals, "Goal on " + one_line(aim.reason.empty() ? aim.theme : aim.reason),
                   counts_text(goal.evidence.remarks),
                   same == now.loop.goals.end() ? "withdrawn" : counts_text(same->evidence.remarks));
    }
}

void add_actions(Arrivals& arrivals, const domain::DigestInput& then, const domain::DigestInput& now) {
    for (const domain::Action& action : now.loop.actions) {
        const auto same = std::ranges::find(then.loop.actions, action.action_id, &domain::Action::action_id);
        add_change(arrivals, "Action on " + one_line(action.line_key),
                   same == then.loop.actions.end() ? "none" : std::string(domain::to_text(same->state)),
                   std::string(domain::to_text(action.state)));
    }
    for (const domain::AlertLine& alert : now.loop.alerts) {
        const auto same = std::ranges::find(then.loop.alerts, alert.alert_id, &domain::AlertLine::alert_id);
        const auto said = [](const domain::AlertLine& one) { return one.acknowledged_at ? "acknowledged" : "waiting"; };
        add_change(arrivals, "Alert " + reason_text(alert.reason), same == then.loop.alerts.end() ? "none" : said(*same),
                   said(alert));
    }
}

}  // namespace

Arrivals list_arrivals(const domain::DigestInput& then, const domain::DigestInput& now, const Recount& recount) {
    Arrivals arrivals;
    add_days(arrivals, then, now, recount);
    add_notes(arrivals, then, recount);
    add_asks(arrivals, then, now);
    add_pairs(arrivals, then, now);
    add_goals(arrivals, then, now);
    add_actions(arrivals, then, now);
    return arrivals;
}

}  // namespace tillnote::render
