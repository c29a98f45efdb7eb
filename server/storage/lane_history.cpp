#include "server/storage/lane_history.hpp"

#include <algorithm>
#include <set>

namespace tillnote::storage {
namespace {

constexpr int expected_after_days = 7;

}  // namespace

bool was_enrolled(const std::vector<EnrolmentPeriod>& enrolments, int lane, const domain::DayBounds& bounds) {
    return std::any_of(enrolments.begin(), enrolments.end(), [&](const EnrolmentPeriod& period) {
        return period.lane == lane && period.approved_at < bounds.ends_at &&
               (!period.revoked_at || *period.revoked_at > bounds.starts_at);
    });
}

std::vector<domain::LaneFacts> LaneHistory::facts_of(Day day, const domain::DayBounds& bounds) const {
    std::map<int, domain::LaneFacts> facts;
    for (const EnrolmentPeriod& period : enrolments) {
        facts[period.lane].lane = period.lane;
    }
    std::set<int> heard_lately;
    const Day first_counted = domain::add_days(day, 1 - expected_after_days);
    for (auto at = heard.lower_bound(first_counted); at != heard.end() && at->first <= day; ++at) {
        for (const auto& [lane, lane_day] : at->second) {
            auto& fact = facts[lane];
            fact.lane = lane;
            fact.last_heard_at = std::max(fact.last_heard_at, lane_day.last_heard_at);
            heard_lately.insert(lane);
            if (at->first == day) {
                fact.heard = true;
                fact.notes_received = lane_day.notes;
                fact.notes_missing = lane_day.notes_missing;
                fact.staff_notes = lane_day.staff_notes;
            }
        }
    }
    std::set<int> holding;
    for (const HeldNotes& held_notes : held) {
        if (held_notes.contact_day <= day) {
            holding.insert(held_notes.lane);
        }
        if (held_notes.contact_day == day) {
            facts[held_notes.lane].lane = held_notes.lane;
            facts[held_notes.lane].notes_missing += held_notes.pending;
        }
    }
    std::vector<domain::LaneFacts> list;
    for (auto& [lane, fact] : facts) {
        fact.expected = was_enrolled(enrolments, lane, bounds) && (heard_lately.contains(lane) || holding.contains(lane));
        if (fact.heard || fact.expected || fact.notes_missing > 0) {
            list.push_back(fact);
        }
    }
    return list;
}

}  // namespace tillnote::storage
