#include "server/domain/comparison_tally.hpp"

#include "server/domain/hearings.hpp"
#include "tests/domain/comparison_building.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <random>

namespace tillnote::domain {
namespace {

using namespace testing;

constexpr int days_drawn = 40;
const Day first = day(2026, 11, 1);

struct Counted {
    int remarks = 0;
    int breadth = 0;
    int hearings = 0;
};

/// Members whose days come in any order, twice of some dates, a few closed, silent or without traffic.
ComparisonInput draw_input(std::mt19937_64& random, Against against) {
    const auto up_to = [&](int most) { return std::uniform_int_distribution<>(0, most)(random); };
    const auto draw_days = [&](Day from) {
        std::vector<ComparedDay> days;
        for (int index = 0; index < days_drawn; ++index) {
            ComparedDay made;
            made.day = add_days(from, up_to(29));
            made.open = up_to(9) > 0;
            made.lanes_heard = up_to(3);
            made.percent_complete = 80 + up_to(20);
            if (up_to(4) > 0) {
                made.traffic = 1'000 + up_to(100);
            }
            for (std::uint16_t reason = 0; reason < 4; ++reason) {
                if (const int remarks = up_to(9); remarks > 0) {
                    made.heard.push_back({reason, remarks, 1 + up_to(remarks - 1)});
                }
            }
            days.push_back(std::move(made));
        }
        return days;
    };
    ComparisonInput input;
    input.against = against;
    input.range = {RangeKind::days, add_days(first, 5), add_days(first, 20)};
    input.reasons = four_reasons();
    input.departments = two_departments();
    for (int member = 0; member < 11; ++member) {
        input.members.push_back(member_of(std::to_string(member), draw_days(first)));
        if (against == Against::last_year) {
            input.members.back().last_year_days = draw_days(add_days(first, -364));
        }
    }
    if (against == Against::chain) {
        input.elsewhere = {draw_days(first), draw_days(first), draw_days(first)};
    }
    return input;
}

/// The plain way: every cell walks over every day.
Counted count_plainly(const std::vector<ComparedDay>& days, const ComparisonRange& range, const ComparisonRow* row) {
    Counted counted;
    for (const ComparedDay& day : days) {
        for (const HeardReason& heard : day.heard) {
            const bool counts = row == nullptr || std::ranges::find(row->reasons, heard.reason) != row->reasons.end();
            if (day.day >= range.from && day.day <= range.to && counts) {
                counted.remarks += heard.remarks;
                counted.breadth += heard.breadth;
                counted.hearings += count_hearings(heard.remarks, heard.breadth, day.lanes_heard);
            }
        }
    }
    return counted;
}

/// Those of `days` that are open in the other year, too, which is so many days later.
std::vector<ComparedDay> paired(const std::vector<ComparedDay>& days, const std::vector<ComparedDay>& others, int later) {
    const auto is_open_on = [](const std::vector<ComparedDay>& all, Day on) {
        return std::ranges::any_of(all, [on](const ComparedDay& day) { return day.open && day.day == on; });
    };
    std::vector<ComparedDay> found;
    std::ranges::copy_if(days, std::back_inserter(found), [&](const ComparedDay& day) {
        return is_open_on(days, day.day) && is_open_on(others, add_days(day.day, later));
    });
    return found;
}

/// What everybody else told, or the member itself a year before.
Counted count_rest(const ComparisonInput& input, std::size_t member, const ComparisonRow* row) {
    if (input.against == Against::last_year) {
        return count_plainly(paired(input.members[member].last_year_days, input.members[member].days, 364),
                             same_weeks_last_year(input.range), row);
    }
    Counted rest;
    for (const std::vector<ComparedDay>& days : input.elsewhere) {
        const Counted counted = count_plainly(days, input.range, row);
        rest.remarks += counted.remarks;
        rest.hearings += counted.hearings;
    }
    for (std::size_t other = 0; other < input.members.size(); ++other) {
        if (other != member) {
            const Counted counted = count_plainly(input.members[other].days, input.range, row);
            rest.remarks += counted.remarks;
            rest.hearings += counted.hearings;
        }
    }
    return rest;
}

TEST(ComparisonTally, ComesToWhatEveryCellWouldCountByItself) {
    std::mt19937_64 random(31);
    for (const Against against : {Against::others, Against::chain, Against::last_year}) {
        const ComparisonInput input = draw_input(random, against);
        const ComparisonTallies tallies = tally_comparison(input);
        for (const ComparisonBy by :
             {ComparisonBy::reason, ComparisonBy::theme, ComparisonBy::department, ComparisonBy::polarity}) {
            const Comparison comparison = build_comparison(input, tallies, by);
            EXPECT_EQ(comparison.by, by);
            ASSERT_FALSE(comparison.rows.empty());
            for (const ComparisonRow& row : comparison.rows) {
                for (std::size_t member = 0; member < row.cells.size(); ++member) {
                    const ComparisonCell& cell = row.cells[member];
                    const auto& all_days = input.members[member].days;
                    const auto days = against == Against::last_year
                                          ? paired(all_days, input.members[member].last_year_days, -364)
                                          : all_days;
                    const Counted own = count_plainly(days, input.range, &row);
                    const Counted all = count_plainly(days, input.range, nullptr);
                    const Counted rest = count_rest(input, member, &row);
                    const Counted rest_of = count_rest(input, member, nullptr);
                    EXPECT_EQ(cell.remarks, own.remarks);
                    EXPECT_EQ(cell.of, all.remarks);
                    EXPECT_EQ(cell.breadth, own.breadth);
                    EXPECT_EQ(cell.rest, (ShareCounts{rest.remarks, rest_of.remarks}));
                    EXPECT_EQ(cell.heard, (ShareCounts{own.hearings, all.hearings}));
                    EXPECT_EQ(cell.heard_rest, (ShareCounts{rest.hearings, rest_of.hearings}));
                }
            }
        }
    }
}

/// Opened in the middle of the range, closed there, shut for works last year: each faces its own same days.
TEST(ComparisonTally, PairsOnlyDaysThatBothYearsHave) {
    const auto days_of = [](Day from, const std::vector<int>& remarks) {
        std::vector<ComparedDay> days;
        for (std::size_t index = 0; index < remarks.size(); ++index) {
            days.push_back(heard_day(add_days(from, static_cast<int>(index)), {remarks[index], 0, 0, 0}));
        }
        return days;
    };
    ComparisonInput input;
    input.against = Against::last_year;
    input.range = {RangeKind::days, first, add_days(first, 3)};
    input.reasons = four_reasons();
    const Day then = add_days(first, -364);
    input.members = {member_of("opened", days_of(add_days(first, 2), {4, 8})), member_of("closed", days_of(first, {1, 2})),
                     member_of("works", days_of(first, {1, 2, 4, 8})), member_of("new", days_of(first, {1, 2, 4, 8}))};
    for (std::size_t index = 0; index < 3; ++index) {
        input.members[index].last_year_days = days_of(then, {100, 200, 400, 800});
    }
    input.members[2].last_year_days[1].open = false;
    input.members[2].stores_joined = 1;
    const ComparisonTallies tallies = tally_comparison(input);
    const auto expect = [&](std::size_t index, int now, int before, int unpaired, int all) {
        EXPECT_EQ(tallies.members[index].of, now) << index;
        EXPECT_EQ(tallies.last_year[index].of, before) << index;
        EXPECT_EQ(tallies.totals[index].days_unpaired, unpaired) << index;
        EXPECT_EQ(tallies.totals[index].remarks, all) << index << ": how much is heard needs no pairs";
    };
    expect(0, 12, 1'200, 2, 12);
    expect(1, 3, 300, 2, 3);
    expect(2, 13, 1'300, 1, 15);
    expect(3, 0, 0, 4, 15);
    EXPECT_EQ(tallies.totals[2].stores_joined, 1);
    input.against = Against::others;
    EXPECT_EQ(tally_comparison(input).totals[0].days_unpaired, 0);
}

/// A catalog that came with the stores is as old as their days.
TEST(ComparisonTally, AsksForReasonsOnPairedDaysOnly) {
    ComparisonInput input;
    input.against = Against::last_year;
    input.range = {RangeKind::days, first, add_days(first, 3)};
    input.reasons = four_reasons();
    input.reason_dates.assign(4, {add_days(first, 2 - 364), std::nullopt});
    input.members = {member_of("oak", {heard_day(add_days(first, 2), {9, 9, 9, 9})})};
    input.members[0].last_year_days = {heard_day(add_days(first, 2 - 364), {5, 5, 5, 5})};
    EXPECT_EQ(tally_comparison(input).steady, (std::vector<bool>(4, true)));
    input.reason_dates[1].valid_from = add_days(first, 3 - 364);
    EXPECT_EQ(tally_comparison(input).steady, (std::vector<bool>{true, false, true, true}));
}

TEST(ComparisonTally, KnowsHowManyStoresTheRestOfTheChainIs) {
    ComparisonInput input;
    input.against = Against::chain;
    input.range = {RangeKind::days, first, first};
    input.reasons = four_reasons();
    input.elsewhere = {{heard_day(first, {1, 2, 3, 4})},
                       {heard_day(first, {0, 0, 0, 20}), heard_day(add_days(first, 1), {50, 0, 0, 0})},
                       {heard_day(first, {})}};
    const ElsewhereTotals totals = tally_comparison(input).elsewhere_totals;
    EXPECT_EQ(totals.stores, 2) << "one was not heard";
    EXPECT_EQ(totals.remarks, 30);
    EXPECT_EQ(totals.squares, 500);
}

TEST(ComparisonTally, SaysOfADistrictWhichStoresHaveGaps) {
    ComparisonInput input;
    input.range = {RangeKind::days, first, add_days(first, 1)};
    input.reasons = four_reasons();
    const auto day_of_store = [](std::uint16_t store, Day day, int lanes, int percent, bool traffic) {
        ComparedDay made = heard_day(day, {1, 0, 0, 0});
        made.store = store;
        made.lanes_heard = lanes;
        made.percent_complete = percent;
        if (traffic) {
            made.traffic = 100;
        }
        return made;
    };
    input.members = {member_of(
        "north", {day_of_store(0, first, 3, 100, true), day_of_store(1, first, 0, 100, true),
                  day_of_store(2, first, 3, 50, false), day_of_store(3, first, 3, 100, false),
                  day_of_store(1, add_days(first, 1), 3, 89, true), day_of_store(0, add_days(first, 2), 0, 0, false)})};
    input.members[0].stores = {{"a", "A"}, {"b", "B"}, {"c", "C"}, {"d", "D"}};
    const MemberTotals totals = tally_comparison(input).totals[0];
    EXPECT_EQ(totals.days_incomplete, 3);
    ASSERT_EQ(totals.gaps.size(), 3U) << "of A nothing is missing in these days";
    EXPECT_EQ(totals.gaps[0].store.id, "b");
    EXPECT_EQ(totals.gaps[0].days_incomplete, 2);
    EXPECT_EQ(totals.gaps[0].days_silent, 1);
    EXPECT_EQ(totals.gaps[0].days_without_traffic, 0);
    EXPECT_EQ(totals.gaps[1].days_without_traffic, 1);
    EXPECT_EQ(totals.gaps[2].store.name, "D");
    EXPECT_EQ(totals.gaps[2].days_incomplete, 0);
}

TEST(ComparisonTally, CountsRateAndGapsOfOpenDaysOnly) {
    std::mt19937_64 random(32);
    const ComparisonInput input = draw_input(random, Against::others);
    const ComparisonTallies tallies = tally_comparison(input);
    for (std::size_t index = 0; index < input.members.size(); ++index) {
        MemberTotals expected;
        for (const ComparedDay& day : input.members[index].days) {
            if (day.day < input.range.from || day.day > input.range.to) {
                continue;
            }
            const int remarks = count_plainly({day}, input.range, nullptr).remarks;
            expected.remarks += remarks;
            expected.days += day.open ? 1 : 0;
            expected.days_incomplete += day.open && (day.lanes_heard == 0 || day.percent_complete < 90) ? 1 : 0;
            expected.days_silent += day.open && day.lanes_heard == 0 ? 1 : 0;
            expected.days_without_traffic += day.open && !day.traffic ? 1 : 0;
            expected.remarks_with_traffic += day.open && day.traffic ? remarks : 0;
            if (day.open && day.traffic) {
                expected.traffic = expected.traffic.value_or(0) + *day.traffic;
            }
        }
        const MemberTotals& totals = tallies.totals[index];
        EXPECT_EQ(totals.id, input.members[index].id);
        EXPECT_EQ(totals.remarks, expected.remarks);
        EXPECT_EQ(totals.days, expected.days);
        EXPECT_EQ(totals.days_incomplete, expected.days_incomplete);
        EXPECT_EQ(totals.days_silent, expected.days_silent);
        EXPECT_EQ(totals.days_without_traffic, expected.days_without_traffic);
        EXPECT_EQ(std::ssize(totals.traffic_missing), expected.days_without_traffic);
        EXPECT_TRUE(std::ranges::is_sorted(totals.traffic_missing));
        EXPECT_EQ(totals.remarks_with_traffic, expected.remarks_with_traffic);
        EXPECT_EQ(totals.traffic, expected.traffic);
    }
}

}  // namespace
}  // namespace tillnote::domain
