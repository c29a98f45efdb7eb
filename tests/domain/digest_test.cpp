#include "server/domain/digest.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace tillnote::domain {
namespace {

using testing::day;
using ::testing::ElementsAre;
using testing::instant;
using testing::store_in;

Reason reason(std::string code, std::string department, Polarity polarity, bool about_staff = false) {
    Reason entry;
    entry.code = std::move(code);
    entry.department = std::move(department);
    entry.theme = "theme";
    entry.polarity = polarity;
    entry.about_staff = about_staff;
    return entry;
}

class DigestOfADay : public ::testing::Test {
protected:
    DigestOfADay() : calendar(StoreCalendar::make(store_in("America/Chicago")).value()) {
        input.store = store_in("America/Chicago");
        input.district = {"north", "North"};
        input.day = day(2026, 11, 20);
        input.bounds = calendar.bounds_of(input.day);
        input.zone = "America/Chicago";
        input.state = DayState::ended;
        input.catalog.departments = {{"service", "People", "", false, 5},     {"meat", "Meat", "", true, 10},
                                     {"produce", "Produce", "", true, 20},    {"competitor", "Compared", "", false, 30},
                                     {"why_here", "Why here", "", false, 40}, {"other", "Else", "", false, 50},
                                     {"lane", "Lane only", "", false, 60}};
        input.catalog.reasons = {reason("101", "produce", Polarity::praise),
                                 reason("103", "produce", Polarity::complaint),
                                 reason("202", "meat", Polarity::praise),
                                 reason("601", "service", Polarity::praise, true),
                                 reason("602", "service", Polarity::complaint, true),
                                 reason("801", "competitor", Polarity::competitor),
                                 reason("901", "why_here", Polarity::why_here),
                                 reason("902", "why_here", Polarity::why_here),
                                 reason("998", "other", Polarity::other),
                                 reason("999", "lane", Polarity::lane_only)};
        input.remarks = {{"101", 2}, {"103", 5}, {"202", 3}, {"601", 7}, {"801", 4}, {"901", 6}, {"999", 9}};
    }

    void add_weekday(int weeks_back, bool usable, std::map<std::string, int> remarks) {
        input.same_weekdays.push_back({add_days(input.day, -7 * weeks_back), usable, std::move(remarks)});
    }

    Digest build() { return build_digest(input, calendar); }

    static const ReasonLine& line_of(const Digest& digest, const std::string& code) {
        for (const ReasonLine& line : digest.reasons) {
            if (line.reason.code == code) {
                return line;
            }
        }
        throw std::logic_error("no line for " + code);
    }

    StoreCalendar calendar;
    DigestInput input;
};

template <typename Line>
std::vector<std::string> codes_of(const std::vector<Line>& lines) {
    std::vector<std::string> codes;
    for (const Line& line : lines) {
        codes.push_back(line.reason.code);
    }
    return codes;
}

TEST_F(DigestOfADay, CountsEveryRemarkExceptStaffLaneOnlyAndWhyHere) {
    EXPECT_EQ(build().remarks, 2 + 5 + 3 + 4);
}

TEST_F(DigestOfADay, ListsEveryReasonOfTheDayZerosIncluded) {
    EXPECT_THAT(codes_of(build().reasons), ElementsAre("101", "103", "202", "801", "901", "902", "998"));
    EXPECT_EQ(line_of(build(), "998").remarks, 0);
}

TEST_F(DigestOfADay, SetsTheUsualNumberOfTheWeekdayBesideEachLine) {
    add_weekday(1, true, {{"101", 1}, {"103", 2}, {"901", 50}});
    add_weekday(2, false, {{"101", 90}, {"103", 90}});
    add_weekday(3, true, {{"101", 4}, {"801", 1}, {"601", 20}});
    add_weekday(4, true, {{"103", 1}, {"999", 8}});
    add_weekday(5, true, {{"101", 2}, {"202", 1}, {"777", 30}});
    const Digest digest = build();
    EXPECT_EQ(digest.usual_days, 4);
    EXPECT_DOUBLE_EQ(digest.usual.value(), (3 + 5 + 1 + 3) / 4.0);
    EXPECT_DOUBLE_EQ(line_of(digest, "101").usual.value(), 7 / 4.0);
    EXPECT_EQ(line_of(digest, "101").baseline.days, 4);
    EXPECT_EQ(line_of(digest, "101").baseline.remarks, 7);
    EXPECT_EQ(line_of(digest, "101").baseline.of, 12);
    EXPECT_DOUBLE_EQ(line_of(digest, "901").usual.value(), 50 / 4.0);
    EXPECT_DOUBLE_EQ(digest.departments.at(1).usual.value(), 10 / 4.0);
}

TEST_F(DigestOfADay, SaysNothingUsualBelowFourUsableWeekdays) {
    add_weekday(1, true, {{"101", 1}});
    add_weekday(2, true, {{"101", 1}});
    add_weekday(3, true, {{"101", 1}});
    add_weekday(4, false, {{"101", 1}});
    const Digest digest = build();
    EXPECT_EQ(digest.usual, std::nullopt);
    EXPECT_EQ(line_of(digest, "101").usual, std::nullopt);
    EXPECT_EQ(digest.departments.at(0).usual, std::nullopt);
    EXPECT_EQ(line_of(digest, "101").baseline.days, 3);
}

TEST_F(DigestOfADay, WalksTheDepartmentsInOrderAndThenTheOtherSections) {
    const Digest digest = build();
    std::vector<std::string> order;
    for (const DepartmentSection& section : digest.departments) {
        order.push_back(section.department.code);
    }
    EXPECT_THAT(order, ElementsAre("meat", "produce", "other"));
    EXPECT_EQ(digest.departments.at(1).remarks, 7);
    EXPECT_THAT(codes_of(digest.departments.at(1).lines), ElementsAre("103", "101"));
}

TEST_F(DigestOfADay, PutsHeardReasonsFirstAndKeepsCatalogOrderAmongEquals) {
    input.remarks = {{"103", 1}};
    EXPECT_THAT(codes_of(build().departments.at(1).lines), ElementsAre("103", "101"));
    input.remarks = {{"101", 1}, {"103", 1}};
    EXPECT_THAT(codes_of(build().departments.at(1).lines), ElementsAre("101", "103"));
}

TEST_F(DigestOfADay, ListsHeardPraiseMostFirstWithoutStaff) {
    EXPECT_THAT(codes_of(build().praise), ElementsAre("202", "101"));
    input.remarks = {{"601", 3}};
    EXPECT_TRUE(build().praise.empty());
}

TEST_F(DigestOfADay, GivesSharesOfWhyTheyShopHereFromThirtyRemarksUp) {
    input.days_28 = 27;
    input.remarks_28_days = {{"901", 9}, {"902", 20}, {"101", 300}};
    const Digest few = build();
    EXPECT_EQ(few.why_here_remarks, 29);
    EXPECT_THAT(codes_of(few.why_here), ElementsAre("902", "901"));
    EXPECT_EQ(few.why_here.at(0).share, std::nullopt);
    EXPECT_EQ(few.why_here.at(0).low, std::nullopt);
    EXPECT_EQ(few.why_here.at(0).remarks, 20);

    input.remarks_28_days["902"] = 21;
    const Digest enough = build();
    EXPECT_EQ(enough.why_here_days, 27);
    EXPECT_DOUBLE_EQ(enough.why_here.at(0).share.value(), 0.7);
    EXPECT_NEAR(enough.why_here.at(0).low.value(), 0.5060, 0.00005);
    EXPECT_NEAR(enough.why_here.at(0).high.value(), 0.8527, 0.00005);
    EXPECT_DOUBLE_EQ(enough.why_here.at(1).share.value(), 0.3);
}

TEST_F(DigestOfADay, NamesCompetitorsOfTwentyEightDaysAsCounts) {
    input.remarks_28_days = {{"801", 44}, {"901", 50}};
    const Digest digest = build();
    EXPECT_THAT(codes_of(digest.competitors), ElementsAre("801"));
    EXPECT_EQ(digest.competitors.at(0).remarks, 44);
    EXPECT_EQ(digest.competitors.at(0).share, std::nullopt);
}

TEST_F(DigestOfADay, GivesSharesOfAnAskFromThirtyAnswersUp) {
    AskCounts counts;
    counts.ask.question_en = "Did you find everything?";
    counts.ask.answers = {{"yes", "Yes", "Sí"}, {"no", "No", "No"}, {"some", "Some", "Algo"}};
    counts.ask.first_day = day(2026, 11, 18);
    counts.shown = 45;
    counts.answers = {{"yes", 20}, {"no", 9}};
    counts.sampled = true;
    input.asks = {counts};
    const AskLine few = build().asks.at(0);
    EXPECT_EQ(few.asked, 29);
    EXPECT_EQ(few.shown, 45);
    EXPECT_TRUE(few.sampled);
    EXPECT_FALSE(few.answers.at(0).share);
    input.asks[0].answers["no"] = 10;
    const AskLine enough = build().asks.at(0);
    ASSERT_EQ(enough.answers.size(), 3U);
    EXPECT_EQ(enough.answers[0].answer.answer, "yes") << "in the order of the keys";
    EXPECT_NEAR(*enough.answers[0].share, 0.6667, 0.0001);
    EXPECT_NEAR(*enough.answers[0].low, 0.4719, 0.0001);
    EXPECT_NEAR(*enough.answers[0].high, 0.8271, 0.0001);
    EXPECT_EQ(enough.answers[2].count, 0);
    EXPECT_NEAR(*enough.answers[2].high, 0.1157, 0.0001) << "1 - 0.025^(1/30)";
    input.asks[0].shown = 0;
    EXPECT_FALSE(build().asks.at(0).sampled) << "nothing shown is no sample";
}

TEST_F(DigestOfADay, MentionsStaffAndLaneOnlyReasonsNowhereAndTheirCountsMoveNothing) {
    for (int weeks_back = 1; weeks_back <= 8; ++weeks_back) {
        add_weekday(weeks_back, true, {{"101", 1}});
    }
    input.remarks_28_days = {{"901", 40}, {"801", 3}};
    const auto figures = [](const Digest& digest) {
        std::vector<double> all{static_cast<double>(digest.remarks), *digest.usual, 1.0 * digest.why_here_remarks};
        std::vector<std::string> codes;
        const auto add = [&](const ReasonLine& line) {
            codes.push_back(line.reason.code);
            all.insert(all.end(), {1.0 * line.remarks, *line.usual, 1.0 * line.baseline.remarks, 1.0 * line.baseline.of});
        };
        for (const ReasonLine& line : digest.reasons) {
            add(line);
        }
        for (const ReasonLine& line : digest.praise) {
            add(line);
        }
        for (const DepartmentSection& section : digest.departments) {
            all.insert(all.end(), {1.0 * section.remarks, *section.usual});
            EXPECT_NE(section.department.code, "service");
            for (const ReasonLine& line : section.lines) {
                add(line);
            }
        }
        for (const auto* shares : {&digest.why_here, &digest.competitors}) {
            for (const ShareLine& line : *shares) {
                codes.push_back(line.reason.code);
                all.insert(all.end(), {1.0 * line.remarks, line.share.value_or(-1), line.low.value_or(-1)});
            }
        }
        for (const std::string& code : codes) {
            EXPECT_TRUE(code != "601" && code != "602" && code != "999") << code;
        }
        return all;
    };
    const std::vector<double> without = figures(build());
    for (const char* code : {"601", "602", "999"}) {
        input.remarks[code] += 1000;
        input.remarks_28_days[code] += 1000;
        for (DayCounts& counts : input.same_weekdays) {
            counts.remarks[code] += 1000;
        }
    }
    EXPECT_EQ(figures(build()), without);
}

TEST_F(DigestOfADay, CarriesItsHeader) {
    input.traffic = 1834;
    input.notes_unplaced = 3;
    input.remarks_by_day_28 = {1, std::nullopt, 3};
    const Digest digest = build();
    EXPECT_EQ(digest.zone, "America/Chicago");
    EXPECT_EQ(digest.zone_abbreviation, "CST");
    EXPECT_EQ(digest.traffic, 1834);
    EXPECT_EQ(digest.notes_unplaced, 3);
    EXPECT_EQ(digest.bounds.starts_at, instant(2026, 11, 20, 10));
    EXPECT_THAT(digest.remarks_by_day_28, ElementsAre(1, std::nullopt, 3));
    EXPECT_EQ(to_text(digest.state), "ended");
}

TEST(DayState, KeepsItsNames) {
    EXPECT_EQ(to_text(DayState::open), "open");
    EXPECT_EQ(to_text(DayState::ended), "ended");
    EXPECT_EQ(to_text(DayState::closed), "closed");
    EXPECT_EQ(to_text(DayState::sealed), "sealed");
}

}  // namespace
}  // namespace tillnote::domain
