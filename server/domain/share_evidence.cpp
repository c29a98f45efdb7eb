#include "server/domain/share_evidence.hpp"

#include "server/domain/digest.hpp"
#include "server/domain/hearings.hpp"
#include "server/domain/signal_tests.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace tillnote::domain {
namespace {

/// Those from `first` to `last`, as far as there are any.
std::span<const WindowDay> between(std::span<const WindowDay> days, Day first, Day last) {
    const auto begin = std::ranges::lower_bound(days, first, {}, &WindowDay::day);
    const auto end = std::ranges::upper_bound(days, last, {}, &WindowDay::day);
    return begin < end ? std::span(begin, end) : std::span<const WindowDay>{};
}

DigestWindows windows_of(std::span<const WindowDay> days) {
    DigestWindows windows;
    windows.days.assign(days.begin(), days.end());
    return windows;
}

/// Of the usable ones among `days`.
double over_dispersion_of(std::span<const WindowDay> days, const Catalog& catalog) {
    std::vector<std::size_t> usable;
    for (std::size_t back = 0; back < days.size(); ++back) {
        if (days[days.size() - 1 - back].usable) {
            usable.push_back(back);
        }
    }
    return tally_reasons(reasons_in_total(catalog), windows_of(days)).over_dispersion_of(usable);
}

}  // namespace

ShareEvidence weigh_days(std::span<const WindowDay> days, const Aim& aim, const Catalog& catalog, DaysCounted counted) {
    std::map<std::string_view, bool> aimed;  // of each reason in the total
    for (const Reason& reason : catalog.reasons) {
        if (is_in_total(reason)) {
            aimed.emplace(reason.code, is_aimed_at(aim, reason));
        }
    }
    ShareEvidence evidence;
    for (const WindowDay& day : days) {
        if (counted == DaysCounted::usable && !day.usable) {
            ++evidence.days_left_out;
            continue;
        }
        int of = 0;
        for (const auto& [code, heard] : day.reasons) {
            const auto reason = aimed.find(code);
            if (reason == aimed.end()) {
                continue;
            }
            const int hearings = count_hearings(heard.remarks, heard.breadth, day.lanes_heard);
            of += hearings;
            evidence.remarks.of += heard.remarks;
            if (reason->second) {
                evidence.remarks.remarks += heard.remarks;
                evidence.hearings.remarks += hearings;
            }
        }
        ++evidence.days;
        evidence.hearings.of += of;
        evidence.of_squared += static_cast<std::int64_t>(of) * of;
    }
    return evidence;
}

ShareEvidence weigh_goal(const Goal& goal, std::span<const WindowDay> days, const Catalog& catalog) {
    ShareEvidence evidence = weigh_days(between(days, goal.first_day, goal.last_day), goal.aim, catalog, DaysCounted::all);
    if (!days.empty()) {
        const Day last = std::min(goal.last_day, days.back().day);
        evidence.over_dispersion =
            reason_over_dispersion(catalog, windows_of(between(days, add_days(last, 1 - digest_window_days), last)));
    }
    return evidence;
}

Day first_day_weighed(const Goal& goal, Day last) noexcept {
    return std::min(goal.first_day, add_days(std::min(goal.last_day, last), 1 - digest_window_days));
}

ShareEvidence add_up(std::span<const ShareEvidence> parts) {
    ShareEvidence sum;
    double roots = 0;
    double weighted = 0;
    bool known = true;
    for (const ShareEvidence& part : parts) {
        sum.remarks.remarks += part.remarks.remarks;
        sum.remarks.of += part.remarks.of;
        sum.hearings.remarks += part.hearings.remarks;
        sum.hearings.of += part.hearings.of;
        sum.days += part.days;
        sum.days_left_out += part.days_left_out;
        roots += std::sqrt(static_cast<double>(part.of_squared));
        known = known && part.over_dispersion.has_value();
        weighted += part.over_dispersion.value_or(0) * part.hearings.of;
    }
    sum.of_squared = std::llround(roots * roots);
    if (known && sum.hearings.of > 0) {
        sum.over_dispersion = weighted / sum.hearings.of;
    }
    return sum;
}

bool has_aim(const Event& event) noexcept {
    return !event.aim.reason.empty() || !event.aim.theme.empty();
}

std::optional<EventEvidence> weigh_event(const Event& event, std::span<const WindowDay> days, const Catalog& catalog) {
    const Day last = add_days(event.day, event_compared_days - 1);
    if (!has_aim(event) || days.empty() || days.back().day < last) {
        return std::nullopt;
    }
    const auto before = between(days, add_days(event.day, -event_compared_days), add_days(event.day, -1));
    EventEvidence evidence{weigh_days(before, event.aim, catalog, DaysCounted::usable),
                           weigh_days(between(days, event.day, last), event.aim, catalog, DaysCounted::usable)};
    for (ShareEvidence* side : {&evidence.before, &evidence.after}) {
        side->over_dispersion = over_dispersion_of(before, catalog);
        side->days_left_out = event_compared_days - side->days;
    }
    return evidence;
}

}  // namespace tillnote::domain
