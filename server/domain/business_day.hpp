#pragma once

#include "server/domain/organisation.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace date {
class time_zone;
}

namespace tillnote::domain {

struct DayBounds {
    Instant starts_at;
    Instant ends_at;  ///< exclusive; the next day's start

    friend bool operator==(const DayBounds&, const DayBounds&) = default;
};

/// The business days of one store: [cut-off, next cut-off) in its zone, by the rule in force on that date.
/// A cut-off inside a gap begins at the first instant after the gap; an ambiguous one at the earlier instant.
/// Days are contiguous and `day_of(t) == d` exactly when `bounds_of(d)` holds t, also where the rule changes. A date
/// the zone never had (Pacific/Apia, 2011-12-30) is an empty day that day_of never answers.
/// Safe from any thread; copies share a cache without locks. Source: CONTRACT "Business day"; date/tz, whose zone
/// files name no transition after 2037.
class StoreCalendar {
public:
    /// Errors: invalid_field when a zone is unknown or a cut-off is outside 0..1439.
    static Result<StoreCalendar> make(const Store& store);

    [[nodiscard]] Day day_of(Instant instant) const;
    [[nodiscard]] DayBounds bounds_of(Day day) const;
    [[nodiscard]] const DayRule& rule_of(Day day) const;
    [[nodiscard]] std::string zone_abbreviation(Instant instant) const;  ///< "CST"
    /// When the local clock shows `time_of_day` on the date `date`, in the zone in force then: the first instant after a gap
    /// that swallows it, the earlier of two. `time_of_day` lies within 0..1439 minutes.
    [[nodiscard]] Instant instant_of(Day date, std::chrono::minutes time_of_day) const;
    /// The local date of an instant.
    [[nodiscard]] Day date_of(Instant instant) const;
    /// Local wall time, for pages: hours and minutes after local midnight of the instant.
    [[nodiscard]] std::chrono::minutes local_time_of(Instant instant) const;

private:
    struct Rule {
        DayRule rule;
        std::chrono::sys_days valid_from;
        const date::time_zone* zone = nullptr;  ///< lives as long as the program
    };
    class StartCache;

    StoreCalendar(std::vector<Rule> rules, std::shared_ptr<StartCache> cache);

    [[nodiscard]] std::size_t rule_index_of(std::chrono::sys_days day) const;
    [[nodiscard]] std::chrono::sys_seconds start_of(std::chrono::sys_days day) const;
    [[nodiscard]] std::chrono::sys_seconds compute_start_of(std::chrono::sys_days day) const;
    [[nodiscard]] std::chrono::sys_days serial_day_of(Instant instant) const;

    std::vector<Rule> rules_;  ///< ascending by valid_from, never empty
    std::shared_ptr<StartCache> cache_;
};

[[nodiscard]] bool is_zone(std::string_view name);
[[nodiscard]] Day add_days(Day day, int count);
/// The same day of the month so many months before, or that month's last day where it is shorter. Pure.
[[nodiscard]] Day months_before(Day day, std::chrono::months count);
[[nodiscard]] std::chrono::weekday weekday_of(Day day);

}  // namespace tillnote::domain
