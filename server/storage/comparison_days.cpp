#include "server/storage/comparison_days.hpp"

#include "server/storage/packed_text.hpp"
#include "server/storage/sql_text.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace tillnote::storage {
namespace {

std::int64_t unix_day_of(Day day) {
    return std::chrono::sys_days{day}.time_since_epoch().count();
}

/// Counts and lanes; a text of ours has none that is negative or so large.
int take_count(PackedText& text) {
    const std::int64_t number = text.take_number();
    if (number < 0 || number > std::numeric_limits<int>::max()) {
        throw std::logic_error("a packed day holds something other than a count");
    }
    return static_cast<int>(number);
}

}  // namespace

ComparisonDays::ComparisonDays(Day first, Day last)
    : first_unix_day_(unix_day_of(first) - lead_days),
      days_(static_cast<std::size_t>(std::max<std::int64_t>(0, unix_day_of(last) - first_unix_day_ + 1))) {}

ComparisonDays::RawDay* ComparisonDays::find_day(std::int64_t unix_day) {
    const std::int64_t index = unix_day - first_unix_day_;
    return index >= 0 && index < std::ssize(days_) ? &days_[static_cast<std::size_t>(index)] : nullptr;
}

void ComparisonDays::add_packed(std::int64_t unix_day, std::string_view reasons, std::string_view lanes) {
    if (RawDay* day = find_day(unix_day); day != nullptr) {
        day->reasons = reasons;
        day->lanes = lanes;
    }
}

void ComparisonDays::add_closed(std::int64_t unix_day) {
    if (RawDay* day = find_day(unix_day); day != nullptr) {
        day->closed = true;
    }
}

void ComparisonDays::add_traffic(std::int64_t unix_day, std::int64_t staffed_transactions) {
    if (RawDay* day = find_day(unix_day); day != nullptr) {
        day->traffic = staffed_transactions;
    }
}

void ComparisonReader::read_lanes(std::string_view text, int day_index) {
    notes_.clear();
    for (PackedText told(text); !told.at_end();) {
        const int lane = take_count(told);
        const int notes = take_count(told);
        const int notes_missing = take_count(told);
        if (lane >= lanes_max) {
            throw std::logic_error("a packed day names a lane that no store can have");
        }
        notes_.push_back({lane, notes, notes_missing});
    }
    std::erase_if(lately_, [&](int lane) { return last_heard(lane) <= day_index - heard_lately_days; });
    for (const LaneNotes& heard : notes_) {
        if (last_heard(heard.lane) <= day_index - heard_lately_days) {
            lately_.push_back(heard.lane);
        }
        last_heard_[static_cast<std::size_t>(heard.lane)] = day_index;
    }
}

void ComparisonReader::read_heard(std::string_view text) {
    heard_.clear();
    for (PackedText told(text); !told.at_end();) {
        const std::optional<std::uint16_t> reason = reasons_.find(told.take_word());
        const auto remarks = take_count(told);
        const auto breadth = take_count(told);
        if (reason) {
            heard_.push_back({*reason, remarks, breadth});
        }
    }
}

/// A day on which every lane of the last seven days was heard, and nothing is missing or held anywhere, is complete
/// whatever was enrolled: this spares most days the long way.
bool ComparisonReader::is_plainly_complete(const ComparisonDays& days, int day_index) const {
    return days.held_.empty() && std::ranges::all_of(lately_, [&](int lane) { return last_heard(lane) == day_index; }) &&
           std::ranges::all_of(notes_, [](const LaneNotes& lane) { return lane.notes_missing == 0; });
}

/// As LaneHistory::facts_of and assess_completeness come to it.
int ComparisonReader::assess_percent(const ComparisonDays& days, int day_index, Day day, const domain::DayBounds& bounds) {
    facts_.clear();
    const auto facts_of = [&](int lane) -> domain::LaneFacts& {
        const auto found = std::ranges::find(facts_, lane, &domain::LaneFacts::lane);
        if (found != facts_.end()) {
            return *found;
        }
        facts_.emplace_back().lane = lane;
        return facts_.back();
    };
    for (const int lane : lately_) {
        domain::LaneFacts& facts = facts_.emplace_back();
        facts.lane = lane;
        facts.heard = last_heard(lane) == day_index;
        facts.expected = was_enrolled(days.enrolments_, lane, bounds);
    }
    for (const LaneNotes& heard : notes_) {
        facts_of(heard.lane).notes_received = heard.notes;
        facts_of(heard.lane).notes_missing = heard.notes_missing;
    }
    for (const HeldNotes& held : days.held_) {
        if (held.contact_day <= day) {
            facts_of(held.lane).expected = was_enrolled(days.enrolments_, held.lane, bounds);
        }
        if (held.contact_day == day) {
            facts_of(held.lane).notes_missing += held.pending;
        }
    }
    return domain::assess_completeness(facts_).percent;
}

std::vector<domain::ComparedDay> ComparisonReader::read(const ComparisonDays& days, const domain::StoreEntry& store,
                                                        Instant now) {
    const Day today = store.calendar.day_of(now);
    std::vector<domain::ComparedDay> list;
    list.reserve(days.days_.size());
    lately_.clear();
    last_heard_.fill(-heard_lately_days);
    for (int index = 0; index < std::ssize(days.days_); ++index) {
        const ComparisonDays::RawDay& raw = days.days_[static_cast<std::size_t>(index)];
        const Day day = day_of(days.first_unix_day_ + index);
        read_lanes(raw.lanes, index);
        if (index < ComparisonDays::lead_days || day < store.store.opened_on || day >= today ||
            (store.store.closed_on && day >= *store.store.closed_on)) {
            continue;
        }
        read_heard(raw.reasons);
        domain::ComparedDay& made = list.emplace_back();
        made.day = day;
        made.open = !raw.closed;
        made.traffic = raw.traffic;
        made.lanes_heard = static_cast<int>(notes_.size());
        made.heard.assign(heard_.begin(), heard_.end());
        if (!is_plainly_complete(days, index)) {
            made.percent_complete = assess_percent(days, index, day, store.calendar.bounds_of(day));
        }
    }
    return list;
}

}  // namespace tillnote::storage
