#include "server/domain/comparison_range.hpp"

#include "server/domain/business_day.hpp"
#include "tests/domain/building.hpp"

#include <gtest/gtest.h>

namespace tillnote::domain {
namespace {

using testing::day;

constexpr RangeKind week = RangeKind::week;
constexpr RangeKind fiscal_week = RangeKind::fiscal_week;
constexpr RangeKind fiscal_period = RangeKind::fiscal_period;
constexpr RangeKind month = RangeKind::month;
constexpr RangeKind days = RangeKind::days;

TEST(ComparisonRange, HoldsADayInEveryKind) {
    const Day tuesday = day(2026, 11, 17);
    EXPECT_EQ(range_holding(RangeKind::day, tuesday), (ComparisonRange{RangeKind::day, tuesday, tuesday}));
    EXPECT_EQ(range_holding(week, tuesday), (ComparisonRange{week, day(2026, 11, 16), day(2026, 11, 22)}));
    EXPECT_EQ(range_holding(fiscal_week, tuesday), (ComparisonRange{fiscal_week, day(2026, 11, 15), day(2026, 11, 21)}));
    EXPECT_EQ(range_holding(fiscal_period, tuesday), (ComparisonRange{fiscal_period, day(2026, 11, 1), day(2026, 11, 28)}));
    EXPECT_EQ(range_holding(month, day(2028, 2, 29)), (ComparisonRange{month, day(2028, 2, 1), day(2028, 2, 29)}));
    EXPECT_EQ(range_holding(week, day(2026, 11, 22)).from, day(2026, 11, 16)) << "a Sunday ends its week";
}

TEST(ComparisonRange, IsNamedByItsEnds) {
    EXPECT_EQ(name_range(day(2026, 11, 15), day(2026, 11, 21)).kind, fiscal_week);
    EXPECT_EQ(name_range(day(2026, 11, 16), day(2026, 11, 22)).kind, week);
    EXPECT_EQ(name_range(day(2026, 11, 17), day(2026, 11, 17)).kind, RangeKind::day);
    EXPECT_EQ(name_range(day(2026, 10, 1), day(2026, 10, 31)).kind, month);
    EXPECT_EQ(name_range(day(2026, 10, 1), day(2026, 10, 30)).kind, days);
    EXPECT_EQ(name_range(day(2026, 11, 1), day(2026, 11, 28)).kind, fiscal_period);
    for (const RangeKind kind : {RangeKind::day, week, fiscal_week, fiscal_period, month, days}) {
        EXPECT_EQ(find_range_kind(to_text(kind)), kind);
    }
    EXPECT_FALSE(find_range_kind("year"));
}

TEST(ComparisonRange, StepsToItsNeighboursWithoutAGap) {
    EXPECT_EQ(range_before({month, day(2026, 3, 1), day(2026, 3, 31)}),
              (ComparisonRange{month, day(2026, 2, 1), day(2026, 2, 28)}));
    EXPECT_EQ(range_after(range_holding(fiscal_period, day(2024, 1, 20))),
              (ComparisonRange{fiscal_period, day(2024, 2, 4), day(2024, 3, 2)}))
        << "after a period with the 53rd week";
    EXPECT_EQ(range_before({days, day(2026, 11, 10), day(2026, 11, 12)}),
              (ComparisonRange{days, day(2026, 11, 7), day(2026, 11, 9)}));
    EXPECT_EQ(count_days({days, day(2026, 11, 10), day(2026, 11, 12)}), 3);
}

TEST(ComparisonRange, EndsWithTheLastDayThatHasEnded) {
    const ComparisonRange whole = range_holding(week, day(2026, 11, 24));
    const ComparisonRange begun = clip_to_ended(whole, day(2026, 11, 24));
    EXPECT_EQ(begun.kind, week);
    EXPECT_EQ(begun.from, day(2026, 11, 23));
    EXPECT_EQ(begun.to, day(2026, 11, 24));
    EXPECT_EQ(begun.planned_to, day(2026, 11, 29));
    EXPECT_EQ(count_days(begun), 2);
    EXPECT_EQ(whole_range(begun), whole);
    EXPECT_EQ(clip_to_ended(whole, day(2026, 11, 29)), whole) << "all of it has ended";
    EXPECT_EQ(whole_range(whole), whole);

    EXPECT_EQ(range_after(begun), range_after(whole)) << "steps by whole weeks";
    EXPECT_EQ(range_before(begun), range_before(whole));
    const ComparisonRange then = same_weeks_last_year(begun);
    EXPECT_EQ(then.from, day(2025, 11, 24));
    EXPECT_EQ(then.to, day(2025, 11, 25)) << "two days against two days";

    const ComparisonRange few = clip_to_ended({days, day(2026, 11, 20), day(2026, 11, 29)}, day(2026, 11, 24));
    EXPECT_EQ(range_after(few), (ComparisonRange{days, day(2026, 11, 30), day(2026, 12, 9)}));
}

TEST(ComparisonRange, LooksBackAtTheSameWeekdays) {
    const ComparisonRange then = same_weeks_last_year({fiscal_week, day(2026, 11, 22), day(2026, 11, 28)});
    EXPECT_EQ(then.from, day(2025, 11, 23));
    EXPECT_EQ(then.to, day(2025, 11, 29)) << "both hold Thanksgiving";
    EXPECT_EQ(same_weeks_last_year(range_holding(fiscal_week, day(2024, 2, 4))).from, day(2023, 2, 5))
        << "the first week of 2024 faces the second of 2023, which had 53";
}

/// 365 to 371 days would overlap their own 52 weeks before.
TEST(ComparisonRange, LooksBackFiftyThreeWeeksWhereFiftyTwoWouldOverlap) {
    const Day first = day(2023, 1, 29);
    const ComparisonRange weeks52{days, first, add_days(first, 363)};
    EXPECT_EQ(same_weeks_last_year(weeks52).from, add_days(first, -364));
    const ComparisonRange fiscal_year{days, first, add_days(first, 370)};
    const ComparisonRange then = same_weeks_last_year(fiscal_year);
    EXPECT_EQ(then.from, add_days(first, -371));
    EXPECT_EQ(then.to, add_days(first, -1)) << "up to the day before";
    EXPECT_EQ(same_weeks_last_year(clip_to_ended(fiscal_year, add_days(first, 9))).from, then.from)
        << "and the same as it runs";
}

}  // namespace
}  // namespace tillnote::domain
