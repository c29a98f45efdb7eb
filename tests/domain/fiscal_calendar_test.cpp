#include "server/domain/fiscal_calendar.hpp"

#include "server/domain/business_day.hpp"
#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace tillnote::domain {
namespace {

using testing::day;

struct PublishedYear {
    int year = 0;
    Day first_day;
    int weeks = 0;
};

std::vector<PublishedYear> published_years() {
    std::ifstream file(TILLNOTE_SOURCE_DIR "/tests/domain/fiscal_years.tsv");
    std::vector<PublishedYear> years;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') {
            continue;
        }
        std::istringstream cells(line);
        int year = 0;
        int of_year = 0;
        unsigned month = 0;
        unsigned date = 0;
        int weeks = 0;
        char dash = ' ';
        cells >> year >> of_year >> dash >> month >> dash >> date >> weeks;
        years.push_back({year, day(of_year, month, date), weeks});
    }
    return years;
}

TEST(FiscalCalendar, BeginsAndLastsAsThePublishedYears) {
    const auto years = published_years();
    ASSERT_EQ(years.size(), 10U);
    for (const PublishedYear& published : years) {
        EXPECT_EQ(fiscal_year_start(published.year), published.first_day) << published.year;
        EXPECT_EQ(weeks_in_fiscal_year(published.year), published.weeks) << published.year;
    }
}

TEST(FiscalCalendar, HasFiftyThreeWeeksInTheYearsThatAreSaidToAndInNoOtherBetween) {
    std::vector<int> long_years;
    for (int year = 2000; year <= 2045; ++year) {
        if (weeks_in_fiscal_year(year) == 53) {
            long_years.push_back(year);
        }
    }
    EXPECT_EQ(long_years, (std::vector<int>{2000, 2006, 2012, 2017, 2023, 2028, 2034, 2040, 2045}));
}

/// The rule, where nothing was published: the year ends on the Saturday nearest to 31 January.
TEST(FiscalCalendar, EndsOnTheSaturdayNearestToTheEndOfJanuary) {
    for (int year = 1990; year <= 2090; ++year) {
        const Day last = add_days(fiscal_year_start(year + 1), -1);
        EXPECT_EQ(weekday_of(last), std::chrono::Saturday) << year;
        const auto away = std::chrono::sys_days{last} - std::chrono::sys_days{day(year + 1, 1, 31)};
        EXPECT_LE(std::abs(away.count()), 3) << year;
    }
}

TEST(FiscalCalendar, NamesTheWeekAndPeriodOfADay) {
    EXPECT_EQ(fiscal_week_of(day(2026, 11, 17)), (FiscalWeek{2026, 42, 10, day(2026, 11, 15), day(2026, 11, 21)}));
    EXPECT_EQ(fiscal_week_of(day(2026, 1, 31)).year, 2025);
    EXPECT_EQ(fiscal_week_of(day(2026, 2, 1)), (FiscalWeek{2026, 1, 1, day(2026, 2, 1), day(2026, 2, 7)}));
    EXPECT_EQ(fiscal_period_of(day(2015, 10, 20)), (FiscalPeriod{2015, 9, 4, day(2015, 10, 4), day(2015, 10, 31)}));
}

TEST(FiscalCalendar, GivesTheFiftyThirdWeekToTheLastPeriod) {
    EXPECT_EQ(fiscal_week_of(day(2024, 2, 3)).week, 53);
    EXPECT_EQ(fiscal_period_of(day(2024, 2, 3)), (FiscalPeriod{2023, 12, 5, day(2023, 12, 31), day(2024, 2, 3)}));
    EXPECT_EQ(fiscal_period_of(day(2025, 1, 10)).weeks, 4);
}

TEST(FiscalCalendar, CoversEveryDayOnceInFourFiveAndFourWeeks) {
    for (const int year : {2022, 2023, 2024}) {
        Day at = fiscal_year_start(year);
        for (int period = 1; period <= fiscal_periods; ++period) {
            const FiscalPeriod found = fiscal_period_of(at);
            EXPECT_EQ(found.period, period);
            EXPECT_EQ(found.first_day, at);
            const int longer = year == 2023 && period == 12 ? 1 : 0;
            EXPECT_EQ(found.weeks, (period % 3 == 2 ? 5 : 4) + longer) << year << " " << period;
            at = add_days(found.last_day, 1);
        }
        EXPECT_EQ(at, fiscal_year_start(year + 1));
    }
}

}  // namespace
}  // namespace tillnote::domain
