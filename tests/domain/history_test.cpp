#include "server/domain/history.hpp"

#include "tests/domain/building.hpp"

#include <gmock/gmock.h>

namespace tillnote::domain {
namespace {

using testing::day;
using ::testing::ElementsAre;

DatedReason dated(const std::string& code, const std::string& department, const std::string& theme, Polarity polarity,
                  const std::string& label, bool about_staff = false) {
    Reason reason;
    reason.code = code;
    reason.department = department;
    reason.theme = theme;
    reason.polarity = polarity;
    reason.label_en = label;
    reason.label_es = "es " + label;
    reason.about_staff = about_staff;
    return {reason, day(2026, 1, 1), std::nullopt};
}

DatedCatalog catalog() {
    DatedCatalog catalog;
    catalog.departments = {{"produce", "Produce", "Frutas y verduras", true, 10},
                           {"service", "People", "Personal", false, 80},
                           {"why_here", "Why they shop here", "Por qué compran aquí", false, 100}};
    catalog.reasons = {dated("101", "produce", "price", Polarity::praise, "Produce price good"),
                       dated("103", "produce", "quality", Polarity::complaint, "Produce bad"),
                       dated("601", "service", "staff", Polarity::praise, "Great employee", true),
                       dated("901", "why_here", "produce", Polarity::why_here, "Here for produce"),
                       dated("903", "why_here", "price", Polarity::why_here, "Here for prices"),
                       dated("999", "lane", "undo", Polarity::lane_only, "Undo last")};
    return catalog;
}

TEST(History, AddsUpTheReasonsOfAThemeOrDepartment) {
    EXPECT_THAT(find_history_subject(catalog(), HistoryBy::reason, "103")->codes, ElementsAre("103"));
    EXPECT_THAT(find_history_subject(catalog(), HistoryBy::department, "produce")->codes, ElementsAre("101", "103"));
    EXPECT_THAT(find_history_subject(catalog(), HistoryBy::theme, "quality")->codes, ElementsAre("103"));
    EXPECT_EQ(find_history_subject(catalog(), HistoryBy::department, "produce")->label_es, "Frutas y verduras");
}

TEST(History, CountsWhyHereAmongWhyHereOnly) {
    const auto why = find_history_subject(catalog(), HistoryBy::department, "why_here");
    EXPECT_THAT(why->codes, ElementsAre("901", "903"));
    EXPECT_THAT(why->of, ElementsAre("901", "903"));
    const auto price = find_history_subject(catalog(), HistoryBy::theme, "price");
    EXPECT_THAT(price->codes, ElementsAre("101"));
    EXPECT_THAT(price->of, ElementsAre("101", "103"));
}

TEST(History, KnowsNothingOfStaffAndOfTheLaneItself) {
    EXPECT_FALSE(find_history_subject(catalog(), HistoryBy::reason, "601").has_value());
    EXPECT_FALSE(find_history_subject(catalog(), HistoryBy::theme, "staff").has_value());
    EXPECT_FALSE(find_history_subject(catalog(), HistoryBy::department, "service").has_value());
    EXPECT_FALSE(find_history_subject(catalog(), HistoryBy::reason, "999").has_value());
    EXPECT_FALSE(find_history_subject(catalog(), HistoryBy::reason, "104").has_value());
    for (const HistorySubject& subject : list_history_subjects(catalog())) {
        EXPECT_THAT(subject.codes, ::testing::Not(::testing::Contains("601"))) << subject.key;
        EXPECT_THAT(subject.of, ::testing::Not(::testing::Contains("601"))) << subject.key;
    }
}

TEST(History, IsSearchedByCodeAndByLabelInEitherLanguage) {
    const auto keys = [](std::string_view text) {
        std::vector<std::string> found;
        for (const HistorySubject& subject : search_history_subjects(list_history_subjects(catalog()), text)) {
            found.push_back(std::string(to_text(subject.by)) + ":" + subject.key);
        }
        return found;
    };
    EXPECT_THAT(keys("103"), ElementsAre("reason:103"));
    EXPECT_THAT(keys("PRODUCE B"), ElementsAre("reason:103"));
    EXPECT_THAT(keys("verduras"), ElementsAre("department:produce"));
    EXPECT_THAT(keys("quality"), ElementsAre("theme:quality"));
    EXPECT_THAT(keys("employee"), ElementsAre());
    EXPECT_EQ(keys("").size(), list_history_subjects(catalog()).size());
}

TEST(History, ReachesBackThirteenMonthsOrToTheStoresFirstDay) {
    EXPECT_EQ(history_range(day(2026, 11, 17), day(2020, 1, 1)).from, day(2025, 10, 17));
    EXPECT_EQ(history_range(day(2026, 11, 17), day(2020, 1, 1)).to, day(2026, 11, 16));
    EXPECT_EQ(history_range(day(2026, 3, 31), day(2020, 1, 1)).from, day(2025, 2, 28)) << "there is no 31 February";
    EXPECT_EQ(history_range(day(2026, 11, 17), day(2026, 11, 2)).from, day(2026, 11, 2));
    const HistoryRange first_day = history_range(day(2026, 11, 17), day(2026, 11, 17));
    EXPECT_LT(first_day.to, first_day.from);
}

TEST(History, AddsDaysUpFromSundayToSaturdayAndByMonth) {
    // 29 October 2026 is a Thursday.
    const HistoryRange range{day(2026, 10, 29), day(2026, 11, 9)};
    const History history =
        build_history({}, range, {{day(2026, 10, 29), 1, 10}, {day(2026, 11, 1), 2, 20}, {day(2026, 11, 9), 4, 30}});
    ASSERT_EQ(history.weeks.size(), 3U);
    EXPECT_EQ(history.weeks[0].last_day, day(2026, 10, 31));
    EXPECT_EQ(history.weeks[0].days, 3);
    EXPECT_EQ(history.weeks[0].remarks, 1);
    EXPECT_EQ(history.weeks[1].first_day, day(2026, 11, 1));
    EXPECT_EQ(history.weeks[1].days, 7);
    EXPECT_EQ(history.weeks[1].of, 20);
    EXPECT_EQ(history.weeks[2].days, 2);
    EXPECT_EQ(history.weeks[2].remarks, 4);
    ASSERT_EQ(history.months.size(), 2U);
    EXPECT_EQ(history.months[0].days, 3);
    EXPECT_EQ(history.months[1].remarks, 6);
    EXPECT_EQ(history.months[1].of, 50);
}

TEST(History, IsEmptyBeforeTheFirstDayHasEnded) {
    const History history = build_history({}, {day(2026, 11, 17), day(2026, 11, 16)}, {});
    EXPECT_TRUE(history.weeks.empty());
    EXPECT_TRUE(history.months.empty());
}

}  // namespace
}  // namespace tillnote::domain
