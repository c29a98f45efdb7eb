#include "server/domain/comparison_tally.hpp"
#include "tests/domain/comparison_input.hpp"

#include <gtest/gtest.h>

/// What members are held against, and what is said where that is nothing.
namespace tillnote::domain {
namespace {

using namespace testing;

TEST(ComparisonAgainst, PutsAStoreAgainstTheOthersTheChainOrItsOwnLastYear) {
    std::vector<ComparedMember> members{member_of("oak", {heard_day(monday, {40, 60, 50, 50})}),
                                        member_of("elm", {heard_day(monday, {20, 80, 50, 50})})};
    ComparisonInput input = input_of(ComparisonBy::reason, members);
    EXPECT_EQ(build_comparison(input).rows[0].cells[0].rest, (ShareCounts{20, 200}));
    input.against = Against::chain;
    input.elsewhere = {{heard_day(monday, {50, 100, 50, 50}), heard_day(add_days(monday, -1), {9, 9, 9, 9})},
                       {heard_day(monday, {25, 200, 75, 75})},
                       {heard_day(monday, {25, 200, 75, 75})}};
    EXPECT_EQ(build_comparison(input).rows[0].cells[0].rest, (ShareCounts{120, 1200}));
    input.against = Against::last_year;
    input.members[0].last_year_days = {heard_day(add_days(monday, -364), {10, 90, 50, 50}),
                                       heard_day(add_days(monday, -365), {99, 0, 0, 0})};
    const Comparison last_year = build_comparison(input);
    EXPECT_EQ(last_year.rows[0].cells[0].rest, (ShareCounts{10, 200}));
    EXPECT_EQ(last_year.rows[0].cells[0].reading.verdict, FunnelVerdict::above);
    EXPECT_EQ(last_year.rows[0].cells[1].reading.verdict, FunnelVerdict::too_little) << "there was no such store";
}

/// A code of this year is told from no last year, and does not push the shares of the others down; a code that has been
/// retired since does not lift them.
TEST(ComparisonAgainst, JudgesNoReasonThatOneOfTwoYearsCouldNotTap) {
    ComparisonInput input = input_of(ComparisonBy::reason, {member_of("oak", {heard_day(monday, {4000, 100, 200, 0})}),
                                                            member_of("elm", {heard_day(monday, {300, 100, 200, 0})})});
    input.against = Against::last_year;
    for (ComparedMember& member : input.members) {
        member.last_year_days = {heard_day(add_days(monday, -364), {0, 100, 200, 300})};
    }
    const Comparison undated = build_comparison(input);
    EXPECT_EQ(undated.rows[0].cells[0].reading.verdict, FunnelVerdict::above);
    EXPECT_EQ(undated.rows[1].cells[0].reading.verdict, FunnelVerdict::below);
    EXPECT_FALSE(undated.standouts.empty());
    const Day long_ago = day(2020, 1, 1);
    input.reason_dates = {{day(2026, 3, 1), std::nullopt},
                          {long_ago, std::nullopt},
                          {long_ago, std::nullopt},
                          {long_ago, add_days(monday, -1)}};
    const Comparison dated = build_comparison(input);
    EXPECT_TRUE(dated.standouts.empty());
    for (const std::size_t row : {0U, 3U}) {
        EXPECT_FALSE(dated.rows[row].judged);
        EXPECT_EQ(dated.rows[row].cells[0].reading.verdict, FunnelVerdict::too_little);
    }
    EXPECT_EQ(dated.rows[0].cells[0].remarks, 4000);
    EXPECT_EQ(dated.rows[0].cells[0].of, 4300) << "of all there are";
    EXPECT_EQ(dated.rows[1].cells[0].of, 300) << "of those that both years could tap";
    EXPECT_EQ(dated.rows[1].cells[0].reading.verdict, FunnelVerdict::not_distinguishable);
    EXPECT_EQ(dated.cells_judged, 4);
    const Comparison polarities = build_comparison(input, tally_comparison(input), ComparisonBy::polarity);
    EXPECT_EQ(polarities.rows[1].cells[0].remarks, 200) << "complaints without the new one";
    input.against = Against::others;
    EXPECT_TRUE(build_comparison(input).rows[0].judged) << "new in all stores alike";
}

/// What one or two stores told could be worked out from a chain of them.
TEST(ComparisonAgainst, HoldsNothingAgainstARestThatGivesFewStoresAway) {
    ComparisonInput input = input_of(ComparisonBy::reason, {member_of("oak", {heard_day(monday, {40, 60, 50, 50})}),
                                                            member_of("elm", {heard_day(monday, {20, 80, 50, 50})})});
    input.against = Against::chain;
    input.elsewhere.assign(2, {heard_day(monday, {9, 90, 40, 40})});
    const Comparison few = build_comparison(input);
    EXPECT_TRUE(is_rest_withheld(few));
    EXPECT_EQ(find_silence(few), Silence::nothing_to_compare_with);
    for (const ComparisonRow& row : few.rows) {
        for (const ComparisonCell& cell : row.cells) {
            EXPECT_EQ(cell.rest, ShareCounts{});
            EXPECT_EQ(cell.reading.expected, static_cast<double>(cell.remarks) / cell.of) << "its own";
        }
    }
    input.elsewhere.push_back({heard_day(monday, {1, 0, 0, 0})});
    EXPECT_FALSE(is_rest_withheld(build_comparison(input)));
    input.elsewhere.clear();
    EXPECT_FALSE(is_rest_withheld(build_comparison(input))) << "the district is the chain";
    EXPECT_EQ(build_comparison(input).cells_judged, 8);
}

/// A district of ten and one great store elsewhere: the rest is as uneven as these, and not as the district's own stores.
TEST(ComparisonAgainst, WidensByTheStoresOfTheWholeRest) {
    ComparisonInput input = input_of(ComparisonBy::reason, {});
    for (int store = 0; store < 10; ++store) {
        const int more = store % 2 == 0 ? 12 : 0;
        input.members.push_back(
            member_of(std::to_string(store), {heard_day(monday, {20 + more, 32 - more, 20 + more, 32 - more})}));
    }
    input.against = Against::chain;
    input.elsewhere = {{heard_day(monday, {500, 500, 500, 500})},
                       {heard_day(monday, {20, 20, 20, 20})},
                       {heard_day(monday, {20, 20, 20, 20})}};
    const Comparison comparison = build_comparison(input);
    const ComparisonRow& row = comparison.rows[0];
    ASSERT_GT(row.relative_variance, 0);
    const double rest = 9 * 104 + 2'000 + 80 + 80;
    const double squares = 9 * 104.0 * 104 + 2'000.0 * 2'000 + 2 * 80.0 * 80;
    EXPECT_NEAR(RowSpread(comparison).of(row, 104).relative_variance, row.relative_variance * (1 + squares / (rest * rest)),
                1e-12);
    EXPECT_GT(squares / (rest * rest), 0.4) << "and 1/9 by the district alone";
    const auto& cell = row.cells[0];
    EXPECT_EQ(cell.reading.edges95.high,
              read_funnel({cell.remarks, cell.of}, cell.rest, RowSpread(comparison).of(row, cell.of)).edges95.high);
}

TEST(ComparisonAgainst, KeepsItsThreeSilencesApart) {
    const auto silence_of = [](std::vector<std::vector<int>> heard, Against against = Against::others) {
        ComparisonInput input = input_of(ComparisonBy::reason, {});
        input.against = against;
        for (const std::vector<int>& remarks : heard) {
            input.members.push_back(member_of(std::to_string(input.members.size()), {heard_day(monday, remarks)}));
        }
        return find_silence(build_comparison(input));
    };
    const std::vector<int> enough{10, 20, 30, 40};
    EXPECT_EQ(silence_of({enough, enough}), Silence::none) << "and nothing stands out";
    EXPECT_EQ(silence_of({enough}), Silence::nothing_to_compare_with);
    EXPECT_EQ(silence_of({{1, 2, 3, 4}}), Silence::nothing_to_compare_with) << "a lone store never has others";
    EXPECT_EQ(silence_of({enough, {0, 0, 0, 0}, {7, 7, 7, 8}}), Silence::nothing_to_compare_with)
        << "29 remarks everywhere else";
    EXPECT_EQ(silence_of({{7, 7, 7, 8}, {7, 7, 7, 8}}), Silence::too_little);
    EXPECT_EQ(silence_of({enough, enough}, Against::last_year), Silence::nothing_to_compare_with);
    EXPECT_EQ(silence_of({}), Silence::too_little);
    EXPECT_EQ(to_text(Silence::nothing_to_compare_with), "nothing_to_compare_with");
    EXPECT_EQ(to_text(Silence::too_little), "too_little");
    EXPECT_EQ(to_text(Silence::none), "none");
}

/// What one of two has more of, the other has less: one finding, and one share to count.
TEST(ComparisonAgainst, TellsTwoThatMirrorEachOtherOnce) {
    ComparisonInput input =
        input_of(ComparisonBy::reason, {member_of("oak", {heard_day(monday, {40, 60, 50, 50})}), member_of("fir", {}),
                                        member_of("elm", {heard_day(monday, {8, 92, 50, 50})})});
    const Comparison comparison = build_comparison(input);
    EXPECT_EQ(find_mirror(comparison, 0), 2U) << "fir was not heard";
    EXPECT_EQ(find_mirror(comparison, 2), 0U);
    EXPECT_FALSE(find_mirror(comparison, 1));
    EXPECT_EQ(comparison.rows[0].cells[0].reading.verdict, FunnelVerdict::above);
    EXPECT_EQ(comparison.rows[0].cells[2].reading.verdict, FunnelVerdict::below) << "each keeps its verdict";
    EXPECT_EQ(comparison.cells_judged, 4);
    EXPECT_EQ(comparison.cells_outside_95, 2);
    ASSERT_EQ(comparison.standouts.size(), 2U);
    for (const Standout& at : comparison.standouts) {
        EXPECT_EQ(comparison.rows[at.row].cells[at.member].reading.verdict, FunnelVerdict::above);
    }
    input.members[1].days = {heard_day(monday, {10, 10, 10, 10})};
    const Comparison three = build_comparison(input);
    EXPECT_FALSE(find_mirror(three, 0));
    EXPECT_EQ(three.cells_judged, 12);
    input.against = Against::chain;
    input.members[1].days.clear();
    EXPECT_FALSE(find_mirror(build_comparison(input), 0));
}

}  // namespace
}  // namespace tillnote::domain
