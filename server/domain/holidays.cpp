#include "server/domain/holidays.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

namespace tillnote::domain {
namespace {

using namespace std::chrono;

/// The Gregorian rule of Meeus, Jones and Butcher. Source: Meeus, Astronomical Algorithms, chapter 8.
sys_days easter_sunday(year in) {
    const int y = static_cast<int>(in);
    const int golden = y % 19;
    const int century = y / 100;
    const int of_century = y % 100;
    const int moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    const int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    const int correction = (golden + 11 * moon + 22 * to_sunday) / 451;
    const int days = moon + to_sunday - 7 * correction + 114;
    return in / month{static_cast<unsigned>(days / 31)} / day{static_cast<unsigned>(days % 31 + 1)};
}

/// In the order of Holiday.
std::array<sys_days, holiday_count> holidays_of(year in) {
    const sys_days thanksgiving = in / November / Thursday[4];
    return {
        in / January / 1,       easter_sunday(in), in / May / Monday[last], in / July / 4,      in / September / Monday[1],
        thanksgiving - days{1}, thanksgiving,      in / December / 24,      in / December / 25,
    };
}

}  // namespace

std::string_view to_text(Holiday holiday) noexcept {
    switch (holiday) {
        case Holiday::new_year:
            return "new_year";
        case Holiday::easter_sunday:
            return "easter_sunday";
        case Holiday::memorial_day:
            return "memorial_day";
        case Holiday::independence_day:
            return "independence_day";
        case Holiday::labor_day:
            return "labor_day";
        case Holiday::thanksgiving_eve:
            return "thanksgiving_eve";
        case Holiday::thanksgiving:
            return "thanksgiving";
        case Holiday::christmas_eve:
            return "christmas_eve";
        case Holiday::christmas_day:
            return "christmas_day";
    }
    std::abort();
}

std::optional<Holiday> find_holiday(Day day) {
    const auto holidays = holidays_of(day.year());
    const auto* const found = std::ranges::find(holidays, sys_days{day});
    return found == holidays.end() ? std::nullopt : std::optional{static_cast<Holiday>(found - holidays.begin())};
}

bool is_holiday(Day day) {
    return find_holiday(day).has_value();
}

std::vector<Holiday> find_holidays(Day first, Day last) {
    std::vector<Holiday> found;
    for (int at = 0; at < holiday_count; ++at) {
        for (year in = first.year(); in <= last.year(); ++in) {
            const sys_days holiday = holidays_of(in)[static_cast<std::size_t>(at)];
            if (holiday >= sys_days{first} && holiday <= sys_days{last}) {
                found.push_back(static_cast<Holiday>(at));
                break;
            }
        }
    }
    return found;
}

}  // namespace tillnote::domain
