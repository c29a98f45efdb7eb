#include "server/storage/comparison_days.hpp"

#include "server/storage/sql_text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace tillnote::storage {
namespace {

// Of one day; growing step by step would cost most of the time of reading it.
constexpr std::size_t reasons_expected = 16;
constexpr std::size_t lanes_expected = 8;

std::int64_t unix_day_of(Day day) {
    return std::chrono::sys_days{day}.time_since_epoch().count();
}

/// Words and numbers of a text that the database wrote.
class Reading {
public:
    explicit Reading(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    std::string_view word() {
        const std::size_t end = std::min(rest_.find(' '), rest_.size());
        const std::string_view taken = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return taken;
    }

    std::int64_t number() {
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{}) {
            throw std::logic_error("a packed day holds something other than a number");
        }
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
        return value;
    }

private:
    std::string_view rest_;
};

/// What comes before `sign`, which is taken off `text` with it.
std::string_view split_off(std::string_view& text, char sign) {
    const std::size_t end = std::min(text.find(sign), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

}  // namespace

ReasonIndex index_reasons(const std::vector<Reason>& reasons) {
    ReasonIndex index;
    for (std::size_t at = 0; at < reasons.size(); ++at) {
        index.emplace(reasons[at].code, static_cast<std::uint16_t>(at));
    }
    return index;
}

ComparisonDays::ComparisonDays(Day first, Day last)
    : first_unix_day_(unix_day_of(first) - lead_days),
      days_(static_cast<std::size_t>(std::max<std::int64_t>(0, unix_day_of(last) - first_unix_day_ + 1))) {
    for (std::size_t index = 0; index < days_.size(); ++index) {
        days_[index].day.day = day_of(first_unix_day_ + static_cast<std::int64_t>(index));
    }
}

ComparisonDays::DayFacts* ComparisonDays::find_day(std::int64_t unix_days) {
    const std::int64_t index = unix_days - first_unix_day_;
    return index >= 0 && index < std::ssize(days_) ? &days_[static_cast<std::size_t>(index)] : nullptr;
}

void ComparisonDays::add_packed(std::string_view lines, const ReasonIndex& reasons) {
    while (!lines.empty()) {
        std::string_view line = split_off(lines, '\n');
        DayFacts* facts = find_day(Reading(split_off(line, '|')).number());
        if (facts == nullptr) {
            continue;
        }
        facts->day.heard.reserve(reasons_expected);
        for (Reading told(split_off(line, '|')); !told.at_end();) {
            const auto found = reasons.find(told.word());
            const auto remarks = static_cast<int>(told.number());
            const auto breadth = static_cast<int>(told.number());
            if (found != reasons.end()) {
                facts->day.heard.push_back({found->second, remarks, breadth});
            }
        }
        facts->notes.reserve(lanes_expected);
        for (Reading told(line); !told.at_end();) {
            LaneNotes lane;
            lane.lane = static_cast<int>(told.number());
            lane.notes = told.number();
            lane.notes_missing = told.number();
            facts->heard.set(static_cast<std::size_t>(lane.lane));
            facts->notes.push_back(lane);
        }
    }
}

void ComparisonDays::add_closed(Day day) {
    if (DayFacts* facts = find_day(unix_day_of(day)); facts != nullptr) {
        facts->day.open = false;
    }
}

void ComparisonDays::add_traffic(Day day, std::int64_t staffed_transactions) {
    if (DayFacts* facts = find_day(unix_day_of(day)); facts != nullptr) {
        facts->day.traffic = staffed_transactions;
    }
}

/// A day on which every lane of the last seven days was heard, and nothing is missing or held anywhere, is complete
/// whatever was enrolled: this spares most days the long way.
bool ComparisonDays::is_plainly_complete(std::size_t index) const {
    const DayFacts& facts = days_[index];
    Lanes lately;
    for (std::size_t back = 1; back <= std::min<std::size_t>(index, lead_days); ++back) {
        lately |= days_[index - back].heard;
    }
    return held_.empty() && (lately & ~facts.heard).none() &&
           std::ranges::all_of(facts.notes, [](const LaneNotes& lane) { return lane.notes_missing == 0; });
}

LaneHistory ComparisonDays::history() const {
    LaneHistory history;
    history.enrolments = enrolments_;
    history.held = held_;
    for (const DayFacts& facts : days_) {
        if (facts.heard.none()) {
            continue;
        }
        auto& lanes = history.heard[facts.day.day];
        for (std::size_t lane = facts.heard._Find_first(); lane < facts.heard.size(); lane = facts.heard._Find_next(lane)) {
            lanes[static_cast<int>(lane)] = {};
        }
        for (const LaneNotes& notes : facts.notes) {
            lanes[notes.lane].notes = notes.notes;
            lanes[notes.lane].notes_missing = notes.notes_missing;
        }
    }
    return history;
}

std::vector<domain::ComparedDay> ComparisonDays::take(const domain::StoreEntry& store, Instant now) {
    const Day today = store.calendar.day_of(now);
    std::optional<LaneHistory> lanes;
    std::vector<domain::ComparedDay> taken;
    for (std::size_t index = lead_days; index < days_.size(); ++index) {
        DayFacts& facts = days_[index];
        const Day day = facts.day.day;
        if (day < store.store.opened_on || day >= today || (store.store.closed_on && day >= *store.store.closed_on)) {
            continue;
        }
        facts.day.lanes_heard = static_cast<int>(facts.heard.count());
        if (!is_plainly_complete(index)) {
            if (!lanes) {
                lanes = history();
            }
            facts.day.percent_complete =
                domain::assess_completeness(lanes->facts_of(day, store.calendar.bounds_of(day))).percent;
        }
        taken.push_back(std::move(facts.day));
    }
    return taken;
}

}  // namespace tillnote::storage
