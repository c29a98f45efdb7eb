#include "server/domain/fiscal_calendar.hpp"

#include "server/domain/business_day.hpp"

#include <algorithm>
#include <array>

namespace tillnote::domain {
namespace {

using namespace std::chrono;

constexpr int weeks_in_quarter = 13;
constexpr std::array<int, 3> period_weeks{4, 5, 4};

int days_from(Day first, Day last) {
    return static_cast<int>((sys_days{last} - sys_days{first}).count());
}

int fiscal_year_of(Day day) {
    const int year = static_cast<int>(day.year());
    return day < fiscal_year_start(year) ? year - 1 : year;
}

/// Periods 1..12 of week 1..53: the 53rd belongs to the last.
int period_of_week(int week) {
    const int index = std::min(week, 4 * weeks_in_quarter) - 1;
    const int within = index % weeks_in_quarter;
    const int third = within < period_weeks[0] ? 0 : within < period_weeks[0] + period_weeks[1] ? 1 : 2;
    return index / weeks_in_quarter * 3 + third + 1;
}

}  // namespace

Day fiscal_year_start(int year) {
    const sys_days earliest = std::chrono::year{year} / January / 29;
    return Day{earliest + (Sunday - weekday{earliest})};
}

int weeks_in_fiscal_year(int year) {
    return days_from(fiscal_year_start(year), fiscal_year_start(year + 1)) / 7;
}

FiscalWeek fiscal_week_of(Day day) {
    FiscalWeek found;
    found.year = fiscal_year_of(day);
    const Day start = fiscal_year_start(found.year);
    const int index = days_from(start, day) / 7;
    found.week = index + 1;
    found.period = period_of_week(found.week);
    found.first_day = add_days(start, 7 * index);
    found.last_day = add_days(found.first_day, 6);
    return found;
}

FiscalPeriod fiscal_period_of(Day day) {
    const FiscalWeek week = fiscal_week_of(day);
    FiscalPeriod found;
    found.year = week.year;
    found.period = week.period;
    const int weeks = weeks_in_fiscal_year(week.year);
    int first = 0;
    for (int at = weeks; at >= 1; --at) {
        if (period_of_week(at) == week.period) {
            first = at;
            ++found.weeks;
        }
    }
    found.first_day = add_days(fiscal_year_start(week.year), 7 * (first - 1));
    found.last_day = add_days(found.first_day, 7 * found.weeks - 1);
    return found;
}

}  // namespace tillnote::domain
