#include "server/domain/business_day.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>

namespace tillnote::domain {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr int cutoff_minutes_max = 24 * 60 - 1;

/// Two rules can disagree by 26 h of offset and 24 h of cut-off; later days cannot begin before an earlier one.
constexpr days rule_change_reach{3};

const date::time_zone* find_zone(std::string_view name) {
    const auto& zones = date::get_tzdb().zones;
    const auto found =
        std::lower_bound(zones.begin(), zones.end(), name,
                         [](const date::time_zone& zone, std::string_view wanted) { return zone.name() < wanted; });
    if (found == zones.end() || found->name() != name) {
        return nullptr;
    }
    return &*found;
}

date::local_seconds local_time(sys_days day, minutes after_midnight) {
    return date::local_seconds{day.time_since_epoch() + after_midnight};
}

/// Whether no instant has this local date: the zone jumped from the day before to the day after.
bool is_skipped(const date::time_zone& zone, sys_days day) {
    const date::local_info info = zone.get_info(local_time(day, minutes{0}));
    if (info.result != date::local_info::nonexistent) {
        return false;
    }
    const seconds first_local_after = info.second.begin.time_since_epoch() + info.second.offset;
    return first_local_after >= (day + days{1}).time_since_epoch();
}

sys_seconds first_instant_at(const date::time_zone& zone, date::local_seconds local) {
    const date::local_info info = zone.get_info(local);
    if (info.result == date::local_info::nonexistent) {
        return info.second.begin;
    }
    return sys_seconds{local.time_since_epoch() - info.first.offset};
}

}  // namespace

/// Starts of days already computed, direct-mapped. One atomic word holds the day and its start, so readers and
/// writers need no lock and can never see half an entry.
class StoreCalendar::StartCache {
public:
    [[nodiscard]] std::optional<sys_seconds> find(sys_days day) const noexcept {
        const std::uint64_t entry = slot_of(day).load(std::memory_order_relaxed);
        if (entry == 0 || (entry >> start_bits) != tag_of(day)) {
            return std::nullopt;
        }
        return day + seconds{static_cast<std::int64_t>(entry & start_mask) - start_bias_seconds};
    }

    void put(sys_days day, sys_seconds start) noexcept {
        const std::int64_t biased = (start - day).count() + start_bias_seconds;
        if (biased <= 0 || biased > static_cast<std::int64_t>(start_mask)) {
            return;
        }
        slot_of(day).store((tag_of(day) << start_bits) | static_cast<std::uint64_t>(biased), std::memory_order_relaxed);
    }

private:
    static constexpr int start_bits = 32;
    static constexpr std::uint64_t start_mask = 0xFFFFFFFFULL;
    static constexpr std::int64_t start_bias_seconds = std::int64_t{1} << 31;
    static constexpr std::size_t slot_count = 256;

    static std::uint64_t tag_of(sys_days day) noexcept { return static_cast<std::uint32_t>(day.time_since_epoch().count()); }
    std::atomic<std::uint64_t>& slot_of(sys_days day) noexcept { return slots_[tag_of(day) % slot_count]; }
    const std::atomic<std::uint64_t>& slot_of(sys_days day) const noexcept { return slots_[tag_of(day) % slot_count]; }

    std::array<std::atomic<std::uint64_t>, slot_count> slots_{};
};

StoreCalendar::StoreCalendar(std::vector<Rule> rules, std::shared_ptr<StartCache> cache)
    : rules_(std::move(rules)), cache_(std::move(cache)) {}

Result<StoreCalendar> StoreCalendar::make(const Store& store) {
    if (store.day_rules.empty()) {
        return Error{ErrorCode::invalid_field, "The store has no time zone; give it one.", "/zone"};
    }
    std::vector<Rule> rules;
    for (const DayRule& rule : store.day_rules) {
        const date::time_zone* zone = find_zone(rule.zone);
        if (zone == nullptr) {
            return Error{
                ErrorCode::invalid_field,
                "The zone \"" + rule.zone + "\" is not in the IANA time zone database; give a name like America/Chicago.",
                "/zone"};
        }
        if (rule.cutoff_minutes < 0 || rule.cutoff_minutes > cutoff_minutes_max) {
            return Error{ErrorCode::invalid_field, "The cut-off must lie between 0 and 1439 minutes after midnight.",
                         "/cutoff_minutes"};
        }
        rules.push_back({rule, sys_days{rule.valid_from}, zone});
    }
    std::stable_sort(rules.begin(), rules.end(),
                     [](const Rule& left, const Rule& right) { return left.valid_from < right.valid_from; });
    return StoreCalendar{std::move(rules), std::make_shared<StartCache>()};
}

Day StoreCalendar::day_of(Instant instant) const {
    return Day{serial_day_of(instant)};
}

DayBounds StoreCalendar::bounds_of(Day day) const {
    const sys_days serial{day};
    return {start_of(serial), start_of(serial + days{1})};
}

const DayRule& StoreCalendar::rule_of(Day day) const {
    return rules_[rule_index_of(sys_days{day})].rule;
}

std::string StoreCalendar::zone_abbreviation(Instant instant) const {
    const Rule& rule = rules_[rule_index_of(serial_day_of(instant))];
    return rule.zone->get_info(std::chrono::floor<seconds>(instant)).abbrev;
}

minutes StoreCalendar::local_time_of(Instant instant) const {
    const Rule& rule = rules_[rule_index_of(serial_day_of(instant))];
    const sys_seconds whole = std::chrono::floor<seconds>(instant);
    const sys_seconds local = whole + rule.zone->get_info(whole).offset;
    return std::chrono::floor<minutes>(local - std::chrono::floor<days>(local));
}

Instant StoreCalendar::instant_of(Day date, minutes time_of_day) const {
    const sys_days serial{date};
    return first_instant_at(*rules_[rule_index_of(serial)].zone, local_time(serial, time_of_day));
}

Day StoreCalendar::date_of(Instant instant) const {
    const Rule& rule = rules_[rule_index_of(serial_day_of(instant))];
    const sys_seconds whole = std::chrono::floor<seconds>(instant);
    return Day{std::chrono::floor<days>(whole + rule.zone->get_info(whole).offset)};
}

std::size_t StoreCalendar::rule_index_of(sys_days day) const {
    std::size_t index = rules_.size() - 1;
    while (index > 0 && rules_[index].valid_from > day) {
        --index;
    }
    return index;
}

sys_seconds StoreCalendar::start_of(sys_days day) const {
    if (const auto cached = cache_->find(day)) {
        return *cached;
    }
    const sys_seconds start = compute_start_of(day);
    cache_->put(day, start);
    return start;
}

sys_seconds StoreCalendar::compute_start_of(sys_days day) const {
    const std::size_t index = rule_index_of(day);
    const Rule& rule = rules_[index];
    if (is_skipped(*rule.zone, day)) {
        return start_of(day + days{1});
    }
    sys_seconds start = first_instant_at(*rule.zone, local_time(day, minutes{rule.rule.cutoff_minutes}));
    if (index > 0 && day < rule.valid_from + rule_change_reach) {
        start = std::max(start, start_of(rule.valid_from - days{1}));
    }
    return start;
}

/// The last day that has begun. Empty days begin with the day after them, so they are never the last.
sys_days StoreCalendar::serial_day_of(Instant instant) const {
    sys_days day = std::chrono::floor<days>(instant);
    while (start_of(day) > instant) {
        day -= days{1};
    }
    while (start_of(day + days{1}) <= instant) {
        day += days{1};
    }
    return day;
}

bool is_zone(std::string_view name) {
    return find_zone(name) != nullptr;
}

Day add_days(Day day, int count) {
    return Day{sys_days{day} + days{count}};
}

Day months_before(Day day, std::chrono::months count) {
    const Day back = day - count;
    return back.ok() ? back : Day{back.year() / back.month() / std::chrono::last};
}

std::chrono::weekday weekday_of(Day day) {
    return std::chrono::weekday{sys_days{day}};
}

}  // namespace tillnote::domain
