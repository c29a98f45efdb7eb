#include "server/domain/comparison.hpp"

#include "tests/domain/comparison_input.hpp"

#include <gmock/gmock.h>

namespace tillnote::domain {
namespace {

using namespace testing;
using ::testing::ElementsAre;

std::vector<std::string> keys_of(const Comparison& comparison) {
    std::vector<std::string> keys;
    for (const ComparisonRow& row : comparison.rows) {
        keys.push_back(row.key);
    }
    return keys;
}

TEST(Comparison, AddsReasonsUpByThemeDepartmentAndPolarity) {
    const std::vector<ComparedMember> members{member_of("oak", {heard_day(monday, {1, 2, 3, 4})}),
                                              member_of("elm", {heard_day(monday, {10, 20, 30, 40})})};
    const Comparison by_theme = build_comparison(input_of(ComparisonBy::theme, members));
    EXPECT_THAT(keys_of(by_theme), ElementsAre("quality", "price", "speed"));
    EXPECT_EQ(by_theme.rows[2].remarks, 77);
    EXPECT_EQ(by_theme.rows[2].of, 110);
    EXPECT_EQ(by_theme.rows[2].cells[0].remarks, 7);
    EXPECT_EQ(by_theme.rows[2].cells[0].of, 10);
    EXPECT_EQ(by_theme.rows[2].cells[0].rest, (ShareCounts{70, 100}));
    EXPECT_FALSE(by_theme.rows[2].polarity) << "speed is praised and complained about";
    EXPECT_EQ(by_theme.rows[0].polarity, Polarity::complaint);
    const Comparison by_department = build_comparison(input_of(ComparisonBy::department, members));
    EXPECT_THAT(keys_of(by_department), ElementsAre("produce", "checkout"));
    EXPECT_EQ(by_department.rows[0].label_es, "Frutas y verduras");
    EXPECT_EQ(by_department.rows[0].remarks, 33);
    EXPECT_THAT(keys_of(build_comparison(input_of(ComparisonBy::polarity, members))), ElementsAre("praise", "complaint"));
    EXPECT_THAT(keys_of(build_comparison(input_of(ComparisonBy::reason, members))), ElementsAre("103", "101", "604", "603"));
}

TEST(Comparison, CountsTheDaysOfItsRangeAndSaysWhatIsMissing) {
    ComparedDay first = heard_day(monday, {5, 5, 5, 5});
    first.traffic = 1800;
    ComparedDay second = heard_day(add_days(monday, 1), {1, 0, 0, 0});
    second.percent_complete = 89;
    ComparedDay outside = heard_day(add_days(monday, 2), {50, 0, 0, 0});
    ComparedDay closed = heard_day(add_days(monday, 1), {});
    closed.open = false;
    ComparedDay silent = heard_day(monday, {});
    silent.lanes_heard = 0;
    silent.percent_complete = 0;
    const Comparison comparison = build_comparison(
        input_of(ComparisonBy::reason, {member_of("oak", {first, second, outside}), member_of("elm", {silent, closed})}));
    const MemberTotals& oak = comparison.members[0];
    EXPECT_EQ(oak.remarks, 21);
    EXPECT_EQ(oak.days, 2);
    EXPECT_EQ(oak.days_incomplete, 1);
    EXPECT_EQ(oak.days_without_traffic, 1);
    EXPECT_EQ(oak.traffic, 1800);
    EXPECT_EQ(oak.remarks_with_traffic, 20) << "the day without traffic is never guessed";
    const MemberTotals& elm = comparison.members[1];
    EXPECT_EQ(elm.days, 1);
    EXPECT_EQ(elm.days_silent, 1);
    EXPECT_EQ(elm.days_incomplete, 1);
    EXPECT_FALSE(elm.traffic);
}

/// From the seventh day of an outage on no lane is expected any more, and all of nothing has come.
TEST(Comparison, CountsADayWithoutAnyLaneAsIncompleteAlsoWhereNoneIsExpected) {
    ComparedDay dead = heard_day(monday, {});
    dead.lanes_heard = 0;
    dead.percent_complete = 100;
    const Comparison comparison = build_comparison(
        input_of(ComparisonBy::reason, {member_of("oak", {heard_day(monday, {9, 0, 0, 0})}), member_of("elm", {dead})}));
    EXPECT_EQ(comparison.members[1].days_silent, 1);
    EXPECT_EQ(comparison.members[1].days_incomplete, 1);
    EXPECT_EQ(comparison.members[0].days_incomplete, 0);
}

TEST(Comparison, NamesFirstWhatIsLeastLikely) {
    const Comparison comparison = build_comparison(input_of(
        ComparisonBy::reason,
        {member_of("oak", {heard_day(monday, {60, 40, 50, 50})}), member_of("elm", {heard_day(monday, {20, 80, 50, 50})}),
         member_of("mill", {heard_day(monday, {18, 82, 50, 50})}), member_of("bay", {heard_day(monday, {2, 98, 50, 50})})}));
    ASSERT_GE(comparison.standouts.size(), 3U);
    EXPECT_EQ(comparison.rows[comparison.standouts[0].row].key, "103");
    EXPECT_EQ(comparison.members[comparison.standouts[0].member].id, "oak");
    EXPECT_EQ(comparison.cells_judged, 16);
    EXPECT_GE(comparison.cells_outside_95, static_cast<int>(comparison.standouts.size()));
}

TEST(Comparison, NamesNothingThatOneVoiceMayHaveSaid) {
    ComparedDay loud = heard_day(monday, {60, 40, 50, 50});
    loud.heard[0].breadth = 1;
    const Comparison comparison = build_comparison(
        input_of(ComparisonBy::reason, {member_of("oak", {loud}), member_of("elm", {heard_day(monday, {10, 90, 50, 50})}),
                                        member_of("mill", {heard_day(monday, {10, 90, 50, 50})})}));
    EXPECT_EQ(comparison.rows[0].cells[0].reading.verdict, FunnelVerdict::above);
    for (const Standout& at : comparison.standouts) {
        EXPECT_FALSE(at.row == 0 && at.member == 0);
    }
}

/// Remarks may lie further out than what different people said: the sentence claims no more than both of them.
TEST(Comparison, ClaimsNoFartherLimitsThanItsChance) {
    std::vector<ComparedMember> members;
    for (int store = 0; store < 5; ++store) {
        members.push_back(member_of(std::to_string(store), {heard_day(monday, {40, 160, 200, 200})}));
    }
    int by_remarks_only = 0;
    for (int breadth = 30; breadth <= 100; breadth += 2) {
        ComparedDay loud = heard_day(monday, {100, 160, 200, 200});
        loud.heard[0].breadth = breadth;
        loud.lanes_heard = 100;
        auto with = members;
        with.push_back(member_of("oak", {loud}));
        const Comparison comparison = build_comparison(input_of(ComparisonBy::reason, with));
        for (const Standout& at : comparison.standouts) {
            const ComparisonCell& cell = comparison.rows[at.row].cells[at.member];
            EXPECT_EQ(at.outside_998, cell.reading.outside_998 && cell.heard_p_value <= 0.002);
            by_remarks_only += cell.reading.outside_998 && !at.outside_998 ? 1 : 0;
        }
    }
    EXPECT_GT(by_remarks_only, 0);
}

TEST(Comparison, PutsBadNewsFirstAmongWhatIsEquallyUnlikely) {
    const auto member = [](const char* id, const std::vector<int>& remarks) {
        ComparedDay heard = heard_day(monday, remarks);
        heard.lanes_heard = 900;
        return member_of(id, {heard});
    };
    // Praise that is higher beyond 1 in 10,000, and so by far; complaints that are higher beyond it, too, and by less.
    const Comparison comparison = build_comparison(
        input_of(ComparisonBy::reason, {member("elm", {10, 600, 100, 100}), member("oak", {10, 100, 100, 100}),
                                        member("fir", {35, 100, 100, 100}), member("ash", {10, 100, 100, 100})}));
    const auto p_of = [&](const Standout& at) { return comparison.rows[at.row].cells[at.member].heard_p_value; };
    const auto is_good = [&](const Standout& at) {
        const bool above = comparison.rows[at.row].cells[at.member].reading.verdict == FunnelVerdict::above;
        return (comparison.rows[at.row].polarity == Polarity::praise) == above;
    };
    constexpr double told_alike = 1.0 / 10'000;
    std::size_t turned = 0;
    for (std::size_t index = 1; index < comparison.standouts.size(); ++index) {
        const Standout& before = comparison.standouts[index - 1];
        const Standout& after = comparison.standouts[index];
        if (p_of(before) < told_alike && p_of(after) < told_alike) {
            EXPECT_LE(is_good(before), is_good(after));
            turned += p_of(after) < p_of(before) ? 1 : 0;
        }
    }
    EXPECT_GE(turned, 1U) << "good news that is by far the least likely, and yet comes later";
}

/// One hearing in two is tapped twice: 3 remarks of 2 hearings make 2 * 3/2 - 1.
TEST(Comparison, KnowsHowOftenOneThingIsTapped) {
    std::vector<ComparedMember> members;
    for (int store = 0; store < 10; ++store) {
        ComparedDay twice = heard_day(monday, {30, 30, 30, 30});
        for (std::size_t reason = 1; reason < 4; ++reason) {
            twice.heard[reason].breadth = 20;
        }
        twice.lanes_heard = 900;  // so many that no two people meet in a cell
        members.push_back(member_of(std::to_string(store), {twice}));
    }
    const Comparison comparison = build_comparison(input_of(ComparisonBy::reason, members));
    EXPECT_NEAR(comparison.rows[0].clustering.value(), 2.0, 1e-12) << "of the others";
    EXPECT_NEAR(comparison.rows[1].clustering.value(), 2.0 * 90 / 70 - 1, 1e-12);
    const FunnelReading plain = read_funnel({30, 120}, {270, 1080});
    EXPECT_GT(comparison.rows[0].cells[0].reading.limits95.high, plain.limits95.high);
    members.resize(3);
    const Comparison fewer = build_comparison(input_of(ComparisonBy::reason, members));
    EXPECT_NEAR(fewer.rows[0].clustering.value(), 2.0, 1e-12) << "breadth needs no ten stores";
    EXPECT_FALSE(fewer.rows[0].over_dispersion);
    ComparisonInput years = input_of(ComparisonBy::reason, members);
    years.against = Against::last_year;
    for (ComparedMember& member : years.members) {
        member.last_year_days = member.days;
        member.last_year_days[0].day = add_days(monday, -364);
    }
    EXPECT_NEAR(build_comparison(years).rows[0].clustering.value(), 2.0, 1e-12);
    for (ComparedMember& member : members) {
        std::erase_if(member.days[0].heard, [](const HeardReason& heard) { return heard.reason != 0; });
    }
    EXPECT_FALSE(build_comparison(input_of(ComparisonBy::reason, members)).rows[0].clustering) << "nothing else heard";
}

TEST(Comparison, SaysThatFewStoresDoNotShowHowMuchTheyVary) {
    std::vector<ComparedMember> members;
    for (int store = 0; store < 9; ++store) {
        members.push_back(member_of(std::to_string(store), {heard_day(monday, {10, 20, 30, 40})}));
    }
    ComparisonInput input = input_of(ComparisonBy::reason, members);
    EXPECT_FALSE(build_comparison(input).rows[0].over_dispersion);
    input.members.push_back(member_of("9", {heard_day(monday, {1, 2, 3, 4})}));
    EXPECT_FALSE(build_comparison(input).rows[0].over_dispersion) << "the tenth has too few remarks";
    input.members.push_back(member_of("10", {heard_day(monday, {12, 20, 30, 40})}));
    EXPECT_EQ(build_comparison(input).rows[0].over_dispersion, 0.0) << "ten alike";
}

TEST(Comparison, IsNotBlindedByTheStoreItLooksFor) {
    std::vector<ComparedMember> members;
    for (int store = 0; store < 11; ++store) {
        members.push_back(member_of(std::to_string(store), {heard_day(monday, {20, 30, 70, 80})}));
    }
    members.push_back(member_of("oak", {heard_day(monday, {90, 20, 40, 50})}));
    const Comparison comparison = build_comparison(input_of(ComparisonBy::reason, members));
    EXPECT_LT(*comparison.rows[0].over_dispersion, 0.01) << "the other rows vary little";
    EXPECT_TRUE(comparison.rows[0].cells[11].reading.outside_998);
}

/// Easter of 2024 was on 31 March, that of 2023 on 9 April.
TEST(Comparison, KnowsWhichHolidaysFaceNone) {
    ComparisonInput input = input_of(ComparisonBy::reason, {member_of("oak", {})});
    input.range = range_holding(RangeKind::week, day(2024, 3, 31));
    EXPECT_EQ(build_comparison(input).holidays, std::vector{Holiday::easter_sunday});
    EXPECT_TRUE(build_comparison(input).holidays_last_year.empty());
    input.against = Against::last_year;
    EXPECT_TRUE(build_comparison(input).holidays_last_year.empty()) << "27 March to 2 April 2023";
    input.range = range_holding(RangeKind::week, day(2024, 4, 7));
    EXPECT_TRUE(build_comparison(input).holidays.empty());
    EXPECT_EQ(build_comparison(input).holidays_last_year, std::vector{Holiday::easter_sunday});
    input.range = range_holding(RangeKind::fiscal_week, day(2026, 11, 26));
    EXPECT_EQ(build_comparison(input).holidays, build_comparison(input).holidays_last_year) << "Thanksgiving faces itself";
}

TEST(Comparison, TracesThirteenWeeksThatEndWithTheRange) {
    ComparisonInput input = input_of(ComparisonBy::reason, {});
    const Day last = input.range.to;
    input.members = {
        member_of("oak", {heard_day(last, {3, 7, 0, 0}), heard_day(add_days(last, -6), {1, 0, 0, 0}),
                          heard_day(add_days(last, -7), {0, 5, 0, 0}), heard_day(add_days(last, -90), {2, 2, 0, 0}),
                          heard_day(add_days(last, -91), {50, 0, 0, 0})})};
    const auto rows = list_comparison_rows(ComparisonBy::reason, input.reasons, input.departments);
    const auto trends = trace_trends(input, rows[0]);
    ASSERT_EQ(trends.size(), 1U);
    ASSERT_EQ(trends[0].size(), 13U);
    EXPECT_EQ(trends[0][12].remarks, 4);
    EXPECT_EQ(trends[0][12].of, 11);
    EXPECT_EQ(trends[0][12].first_day, add_days(last, -6));
    EXPECT_EQ(trends[0][11].remarks, 0);
    EXPECT_EQ(trends[0][11].of, 5);
    EXPECT_EQ(trends[0][0].remarks, 2);
    EXPECT_TRUE(trends[0][0].in_catalog);
    input.reason_dates.assign(4, {day(2020, 1, 1), std::nullopt});
    input.reason_dates[0] = {add_days(last, -13), add_days(last, -1)};
    const auto dated = trace_trends(input, rows[0]);
    EXPECT_TRUE(dated[0][11].in_catalog) << "its first seven days";
    EXPECT_FALSE(dated[0][10].in_catalog);
    EXPECT_FALSE(dated[0][12].in_catalog) << "not on the last day";
    const auto themes = list_comparison_rows(ComparisonBy::theme, input.reasons, input.departments);
    input.reason_dates[2] = {add_days(last, -13), std::nullopt};
    EXPECT_TRUE(trace_trends(input, themes[2])[0][0].in_catalog) << "another reason of the theme could be tapped";
}

TEST(Comparison, KnowsItsWordsBothWays) {
    for (const ComparisonBy by :
         {ComparisonBy::reason, ComparisonBy::theme, ComparisonBy::department, ComparisonBy::polarity}) {
        EXPECT_EQ(find_comparison_by(to_text(by)), by);
    }
    for (const Against against : {Against::others, Against::chain, Against::last_year}) {
        EXPECT_EQ(find_against(to_text(against)), against);
    }
    EXPECT_FALSE(find_comparison_by("lane"));
    EXPECT_FALSE(find_against("nobody"));
    EXPECT_EQ(to_text(FunnelVerdict::too_little), "too_little");
    EXPECT_EQ(to_text(FunnelVerdict::not_distinguishable), "not_distinguishable");
}

}  // namespace
}  // namespace tillnote::domain
