#include "server/domain/comparison_tally.hpp"

#include "server/domain/hearings.hpp"
#include "tests/domain/comparison_building.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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
        input.elsewhere = draw_days(first);
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

/// What everybody else told, or the member itself a year before.
Counted count_rest(const ComparisonInput& input, std::size_t member, const ComparisonRow* row) {
    if (input.against == Against::last_year) {
        return count_plainly(input.members[member].last_year_days, same_weeks_last_year(input.range), row);
    }
    Counted rest = count_plainly(input.elsewhere, input.range, row);
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
                    const auto& days = input.members[member].days;
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
            expected.days_incomplete += day.open && day.percent_complete < 90 ? 1 : 0;
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
        EXPECT_EQ(totals.remarks_with_traffic, expected.remarks_with_traffic);
        EXPECT_EQ(totals.traffic, expected.traffic);
    }
}

}  // namespace
}  // namespace tillnote::domain
