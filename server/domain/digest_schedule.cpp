#include "server/domain/digest_schedule.hpp"

#include <algorithm>

namespace tillnote::domain {
namespace {

constexpr std::chrono::hours wait_after_end_max{12};

bool is_of_store(const Store& store, const StoreCalendar& calendar, Day day) {
    const DayBounds bounds = calendar.bounds_of(day);
    return bounds.starts_at < bounds.ends_at && day >= store.opened_on && (!store.closed_on || day < *store.closed_on);
}

}  // namespace

Instant digest_due_at(const StoreCalendar& calendar, Day day, std::chrono::minutes time_of_day) {
    const Instant end = calendar.bounds_of(day).ends_at;
    const Day date = calendar.date_of(end);
    const Instant on_date = calendar.instant_of(date, time_of_day);
    if (on_date >= end) {
        return on_date;
    }
    const Instant next = calendar.instant_of(add_days(date, 1), time_of_day);
    return next - end <= wait_after_end_max ? next : end;
}

bool has_just_started(Instant started_at, Instant now, std::chrono::minutes wait) noexcept {
    return now >= started_at && now < started_at + wait;
}

bool waits_for_lanes(Instant due_at, Instant started_at, Instant now) noexcept {
    return due_at < started_at && has_just_started(started_at, now, catch_up_wait);
}

Day last_due_day(const StoreCalendar& calendar, std::chrono::minutes time_of_day, Instant now) {
    Day day = calendar.day_of(now);
    while (digest_due_at(calendar, day, time_of_day) > now) {
        day = add_days(day, -1);
    }
    return day;
}

DueDigests find_due_digests(const Store& store, const StoreCalendar& calendar, std::chrono::minutes time_of_day,
                            Day last_decided, Instant now) {
    const Day last = last_due_day(calendar, time_of_day, now);
    const Day oldest_due = add_days(last, 1 - catch_up_days);
    DueDigests found;
    for (Day day = std::max(add_days(last_decided, 1), add_days(last, -missed_days_max)); day <= last;
         day = add_days(day, 1)) {
        if (is_of_store(store, calendar, day)) {
            (day < oldest_due ? found.missed : found.due).push_back(day);
        }
    }
    return found;
}

}  // namespace tillnote::domain
