#include "server/domain/holidays.hpp"

#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;

TEST(Holidays, AreThoseOfTheYear2026) {
    for (const Day holiday : {day(2026, 1, 1), day(2026, 4, 5), day(2026, 5, 25), day(2026, 7, 4), day(2026, 9, 7),
                              day(2026, 11, 25), day(2026, 11, 26), day(2026, 12, 24), day(2026, 12, 25)}) {
        EXPECT_TRUE(is_holiday(holiday)) << static_cast<unsigned>(holiday.month()) << "/"
                                         << static_cast<unsigned>(holiday.day());
    }
    for (const Day ordinary : {day(2026, 1, 2), day(2026, 4, 12), day(2026, 5, 18), day(2026, 11, 19), day(2026, 12, 26)}) {
        EXPECT_FALSE(is_holiday(ordinary));
    }
}

/// The earliest and the latest Easter of three centuries, and some between. Source: Meeus, chapter 8.
TEST(Holidays, KnowEaster) {
    for (const Day easter : {day(1818, 3, 22), day(2038, 4, 25), day(2000, 4, 23), day(2024, 3, 31), day(2025, 4, 20),
                             day(2027, 3, 28), day(1991, 3, 31)}) {
        EXPECT_TRUE(is_holiday(easter)) << static_cast<int>(easter.year());
    }
}

TEST(Holidays, AreFoundOnceInAStretchOfDays) {
    EXPECT_EQ(find_holidays(day(2026, 11, 25), day(2026, 12, 24)),
              (std::vector{Holiday::thanksgiving_eve, Holiday::thanksgiving, Holiday::christmas_eve}));
    EXPECT_EQ(find_holidays(day(2026, 12, 25), day(2027, 1, 1)), (std::vector{Holiday::new_year, Holiday::christmas_day}));
    EXPECT_EQ(find_holidays(day(2025, 1, 1), day(2026, 1, 7)).size(), 9U) << "New Year's Day twice";
    EXPECT_TRUE(find_holidays(day(2026, 11, 1), day(2026, 11, 24)).empty());
    EXPECT_EQ(find_holiday(day(2026, 4, 5)), Holiday::easter_sunday);
    EXPECT_EQ(to_text(Holiday::thanksgiving_eve), "thanksgiving_eve");
}

}  // namespace
}  // namespace tillnote::domain
