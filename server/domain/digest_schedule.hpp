#pragma once

#include "server/domain/business_day.hpp"

#include <chrono>
#include <optional>
#include <vector>

/// When a business day's digest leaves the house. Pure. Source: PRODUCT "Time", docs/decisions/0016.
namespace tillnote::domain {

inline constexpr std::chrono::minutes digest_time_default{5 * 60 + 45};  ///< local wall time
/// A schedule looks so often; well within the minute in which a digest leaves.
inline constexpr std::chrono::seconds schedule_pass_interval{5};
/// A server that was down sends what it missed, but nobody reads last week's mail.
inline constexpr int catch_up_days = 3;
/// After downtime lanes come back one by one: they try again after at most five minutes (lane-client/back_off.hpp), and what
/// they held has to be counted.
inline constexpr std::chrono::minutes catch_up_wait{6};
/// The stores that waited are frozen one after the other then, by more than one thread; a district waits for all of them.
inline constexpr std::chrono::minutes district_catch_up_wait = catch_up_wait + std::chrono::minutes{2};
/// Days older than this are not even listed as missed: nobody scrolls back a year to be told.
inline constexpr int missed_days_max = 400;

/// When the digest of `day` is due: the local clock shows `time_of_day` on the date the day ends. Where that is before the
/// day has ended (a cut-off later than the digest's time), the same time a date later if that is within twelve hours of the
/// end, else the moment the day ends. Never before the end. `time_of_day` lies within 0..1439 minutes.
[[nodiscard]] Instant digest_due_at(const StoreCalendar& calendar, Day day, std::chrono::minutes time_of_day);

/// What a store's schedule has to do, oldest day first.
struct DueDigests {
    std::vector<Day> missed;  ///< due too long ago to be sent; to be written down as such
    std::vector<Day> due;     ///< at most catch_up_days

    friend bool operator==(const DueDigests&, const DueDigests&) = default;
};

/// The days after `last_decided` whose digests are due at `now`. Days before opening, after closing for good, and dates the
/// zone never had are in neither list.
[[nodiscard]] DueDigests find_due_digests(const Store& store, const StoreCalendar& calendar,
                                          std::chrono::minutes time_of_day, Day last_decided, Instant now);

/// Whether `now` is within `wait` of the start of the service. No longer so once the clock has been put back to before the
/// start: how long ago that was is not known any more.
[[nodiscard]] bool has_just_started(Instant started_at, Instant now, std::chrono::minutes wait) noexcept;

/// Whether a digest that was due at `due_at` still waits at `now` for its lanes, in a service that runs since `started_at`:
/// only one whose time had passed by then does, until catch_up_wait after the start.
[[nodiscard]] bool waits_for_lanes(Instant due_at, Instant started_at, Instant now) noexcept;

/// The last day whose digest is due at `now`, whether anything was decided or not: where a new schedule begins.
[[nodiscard]] Day last_due_day(const StoreCalendar& calendar, std::chrono::minutes time_of_day, Instant now);

}  // namespace tillnote::domain
