#include "server/domain/district_schedule.hpp"

#include <algorithm>
#include <cstdlib>

namespace tillnote::domain {
namespace {

/// A digest may be due a day and two hours after its day has ended, and zones lie a day apart: what is older is due.
constexpr int undecided_days_max = 4;

bool is_told_of(DigestRhythm rhythm, Day day) {
    return rhythm == DigestRhythm::daily || weekday_of(day) == std::chrono::Sunday;
}

/// The last day that is open in any store; nothing without stores.
std::optional<Day> last_open_day(std::span<const ScheduledStore> stores, Instant now) {
    std::optional<Day> last;
    for (const ScheduledStore& store : stores) {
        const Day open = store.entry->calendar.day_of(now);
        last = std::max(last.value_or(open), open);
    }
    return last;
}

}  // namespace

std::string_view to_text(DigestRhythm rhythm) noexcept {
    switch (rhythm) {
        case DigestRhythm::daily:
            return "daily";
        case DigestRhythm::weekly:
            return "weekly";
    }
    std::abort();
}

std::optional<DigestRhythm> find_digest_rhythm(std::string_view text) noexcept {
    if (text == "daily") {
        return DigestRhythm::daily;
    }
    return text == "weekly" ? std::optional(DigestRhythm::weekly) : std::nullopt;
}

ScheduledStore schedule_store(const StoreEntry& store, const DigestTimes& times) {
    const auto own = times.find(store.store.id);
    return {&store, own == times.end() ? digest_time_default : own->second};
}

std::vector<ScheduledStore> stores_on(std::span<const ScheduledStore> stores, std::string_view district, Day day) {
    std::vector<ScheduledStore> found;
    std::ranges::copy_if(stores, std::back_inserter(found), [&](const ScheduledStore& store) {
        const Store& of = store.entry->store;
        const DayBounds bounds = store.entry->calendar.bounds_of(day);
        return day >= of.opened_on && (!of.closed_on || day < *of.closed_on) && bounds.starts_at < bounds.ends_at &&
               district_on(of, day) == district;
    });
    return found;
}

std::optional<DistrictDue> district_due(std::span<const ScheduledStore> stores, Day day) {
    if (stores.empty()) {
        return std::nullopt;
    }
    DistrictDue due{Instant::min(), Instant::min()};
    for (const ScheduledStore& store : stores) {
        const StoreCalendar& calendar = store.entry->calendar;
        due.ends_at = std::max(due.ends_at, calendar.bounds_of(day).ends_at);
        due.latest_at = std::max(due.latest_at, digest_due_at(calendar, day, store.digest_time) + district_wait_max);
    }
    return due;
}

DistrictDays find_district_days(std::span<const ScheduledStore> stores, std::string_view district, DigestRhythm rhythm,
                                std::optional<Instant> rhythm_since, Day last_decided, Instant now) {
    DistrictDays found;
    const auto last = last_open_day(stores, now);
    if (!last) {
        return found;
    }
    for (Day day = std::max(add_days(last_decided, 1), add_days(*last, -missed_days_max)); day <= *last;
         day = add_days(day, 1)) {
        const auto due = is_told_of(rhythm, day) ? district_due(stores_on(stores, district, day), day) : std::nullopt;
        if (!due || (rhythm_since && due->latest_at <= *rhythm_since)) {
            continue;
        }
        if (due->latest_at > now) {
            found.waiting = due->ends_at <= now ? std::optional(day) : std::nullopt;
            break;
        }
        found.due.push_back(day);
    }
    const std::ptrdiff_t sent_max = rhythm == DigestRhythm::daily ? catch_up_days : 1;
    const auto sent_from = found.due.end() - std::min(sent_max, std::ssize(found.due));
    found.missed.assign(found.due.begin(), sent_from);
    found.due.erase(found.due.begin(), sent_from);
    return found;
}

std::optional<Day> last_due_district_day(std::span<const ScheduledStore> stores, std::string_view district, Instant now) {
    const auto last = last_open_day(stores, now);
    if (!last) {
        return std::nullopt;
    }
    std::optional<Day> undecided;
    for (Day day = *last; day >= add_days(*last, -undecided_days_max); day = add_days(day, -1)) {
        const auto due = district_due(stores_on(stores, district, day), day);
        if (due && due->latest_at <= now) {
            return day;
        }
        undecided = due ? std::optional(day) : undecided;
    }
    return undecided ? std::optional(add_days(*undecided, -1)) : std::nullopt;
}

}  // namespace tillnote::domain
