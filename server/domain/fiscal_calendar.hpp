#pragma once

#include "server/domain/organisation.hpp"

/// The 4-5-4 calendar of the National Retail Federation: weeks from Sunday to Saturday, quarters of 4, 5 and 4 of them, and
/// in some years a 53rd. Pure; any thread.
namespace tillnote::domain {

inline constexpr int fiscal_periods = 12;

struct FiscalWeek {
    int year = 0;
    int week = 0;    ///< 1..53 within the year
    int period = 0;  ///< 1 (February) .. 12 (January)
    Day first_day;   ///< a Sunday
    Day last_day;

    friend bool operator==(const FiscalWeek&, const FiscalWeek&) = default;
};

struct FiscalPeriod {
    int year = 0;
    int period = 0;  ///< 1 (February) .. 12 (January)
    int weeks = 0;   ///< 4 or 5
    Day first_day;
    Day last_day;

    friend bool operator==(const FiscalPeriod&, const FiscalPeriod&) = default;
};

/// The Sunday on which fiscal year `year` begins. The year ends on the Saturday nearest to 31 January, so it begins within
/// 29 January to 4 February. Source: NRF, "4-5-4 Calendar", which publishes the years 2012, 2017 and 2023 as those of 53
/// weeks; where no calendar has been published the rule stands.
[[nodiscard]] Day fiscal_year_start(int year);
[[nodiscard]] int weeks_in_fiscal_year(int year);  ///< 52 or 53

[[nodiscard]] FiscalWeek fiscal_week_of(Day day);
[[nodiscard]] FiscalPeriod fiscal_period_of(Day day);

}  // namespace tillnote::domain
