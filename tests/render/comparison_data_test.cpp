#include "server/render/comparison_view.hpp"

#include "server/domain/business_day.hpp"
#include "tests/domain/comparison_building.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tillnote::render {
namespace {

using namespace domain::testing;
using ::testing::HasSubstr;

const domain::Day monday = day(2026, 11, 16);

ComparisonData sample() {
    domain::ComparisonInput input;
    input.range = domain::name_range(monday, monday);
    input.reasons = four_reasons();
    input.departments = two_departments();
    input.members = {member_of("oak", {heard_day(monday, {40, 20, 20, 20})}),
                     member_of("elm", {heard_day(monday, {3, 5, 5, 5})}),
                     member_of("bay", {heard_day(monday, {10, 30, 30, 30})})};
    input.members[1].name = "=2+3";
    input.members[0].days[0].traffic = 2000;
    ComparisonData data{"north", domain::build_comparison(input), {}, input.reasons};
    domain::Story story;
    story.reason = 2;
    story.first_day = story.last_day = monday;
    story.window = {40, 200};
    story.baseline = {100, 1000};
    story.members = {{0, 20, 100}, {1, 5, 18}, {2, 30, 100}};
    data.stories = {story};
    return data;
}

TEST(ComparisonData, HasTheShapeOfTheContract) {
    const auto json = nlohmann::json::parse(render_comparison_json(sample()));
    EXPECT_EQ(json["district"], "north");
    EXPECT_EQ(json["range"], "day");
    EXPECT_EQ(json["holidays"], nlohmann::json::array());
    const auto& oak = json["stores"][0];
    EXPECT_EQ(oak["remarks"], 100);
    EXPECT_EQ(oak["traffic"], 2000);
    EXPECT_EQ(oak["days"], 1);
    EXPECT_EQ(oak["days_incomplete"], 0);
    EXPECT_EQ(oak["heard_per_1000"], 50.0);
    const auto& row = json["rows"][0];
    EXPECT_EQ(row["remarks"], 53);
    EXPECT_EQ(row["of"], 218);
    EXPECT_GE(row["clustering"], 1.0) << "breadth tells it in however few stores";
    EXPECT_EQ(row["stores"][0]["share"], 0.4);
    EXPECT_EQ(row["stores"][0]["limits95"].size(), 2U);
    EXPECT_EQ(row["stores"][1]["share"], nullptr) << "too few remarks";
    EXPECT_EQ(row["stores"][1]["verdict"], "too_little");
    EXPECT_EQ(json["stories"][0]["reason"], "604");
    EXPECT_EQ(json["stories"][0]["usual_share"], 0.1);
    EXPECT_EQ(json["stories"][0]["stores"].size(), 3U);
    EXPECT_EQ(json["weeks"], nullptr) << "no row was asked for";
}

ComparisonData with_weeks() {
    ComparisonData data = sample();
    data.weeks_row = 1;
    for (int member = 0; member < 3; ++member) {
        auto& weeks = data.weeks.emplace_back();
        for (int week = 0; week < domain::trend_weeks; ++week) {
            weeks.push_back({domain::add_days(monday, 7 * (week - 12)), week, 10 * member + week, week > 0});
        }
    }
    return data;
}

TEST(ComparisonData, HasThirteenWeeksOfTheRowThatIsAskedFor) {
    const auto weeks = nlohmann::json::parse(render_comparison_json(with_weeks()))["weeks"];
    EXPECT_EQ(weeks["key"], "101");
    ASSERT_EQ(weeks["stores"].size(), 3U);
    EXPECT_EQ(weeks["stores"][2]["id"], "bay");
    ASSERT_EQ(weeks["stores"][2]["weeks"].size(), 13U);
    EXPECT_EQ(weeks["stores"][2]["weeks"][12],
              (nlohmann::json{{"from", "2026-11-16"}, {"remarks", 12}, {"of", 32}, {"in_catalog", true}}));
    EXPECT_EQ(weeks["stores"][2]["weeks"][0]["in_catalog"], false);
    const std::string csv = render_weeks_csv(with_weeks());
    EXPECT_TRUE(csv.starts_with("district,by,key,label,store,name,week_from,week_to,remarks,of,in_catalog\r\n"));
    EXPECT_THAT(csv, HasSubstr("north,reason,101,Reason 101,elm,'=2+3,2026-11-16,2026-11-22,12,22,true\r\n"));
    EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 3 * 13);
    EXPECT_EQ(std::ranges::count(render_weeks_csv(sample()), '\n'), 1);
}

TEST(ComparisonData, HasALineForEachStoreBehindAStory) {
    const std::string csv = render_stories_csv(sample());
    EXPECT_TRUE(csv.starts_with("district,reason,label,from,to,all_remarks,all_of,usual_share,store,name,remarks,of\r\n"));
    EXPECT_THAT(csv, HasSubstr("north,604,Reason 604,2026-11-16,2026-11-16,40,200,0.1000,elm,'=2+3,5,18\r\n"));
    EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 3);
}

TEST(ComparisonData, SaysInItsCsvWhatStandsOut) {
    ComparisonData data = sample();
    data.comparison.standouts = {{0, 0, true}, {2, 2, false}};
    data.comparison.rows[0].cells[0].heard_p_value = 0.00048;
    const auto json = nlohmann::json::parse(render_comparison_json(data));
    EXPECT_EQ(json["standouts"][0]["chance_one_in"], 2000);
    const std::string csv = render_comparison_csv(data);
    EXPECT_THAT(csv.substr(0, csv.find('\r')), HasSubstr(",heard_per_1000,stands_out,chance_one_in,range,"));
    EXPECT_THAT(csv, HasSubstr(",50.0,99.8,2000,day,,,,,,,"));
    EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 4 * 3);
    std::size_t empty = 0;
    for (std::size_t at = csv.find(",,day,"); at != std::string::npos; at = csv.find(",,day,", at + 1)) {
        ++empty;
    }
    EXPECT_EQ(empty, 4U * 3 - 2);
}

TEST(ComparisonData, SaysWhatThePageSays) {
    ComparisonData data = sample();
    auto json = nlohmann::json::parse(render_comparison_json(data));
    EXPECT_EQ(json["without_digest"], nullptr) << "no news";
    EXPECT_EQ(json["silence"], nullptr);
    EXPECT_EQ(json["stores"][0]["days_unpaired"], nullptr);
    data.without_digest = {"elm"};
    data.comparison.range.planned_to = domain::add_days(monday, 6);
    data.comparison.against = domain::Against::last_year;
    data.comparison.members[0].days_unpaired = 3;
    data.comparison.members[0].stores_left = 1;
    json = nlohmann::json::parse(render_comparison_json(data));
    EXPECT_EQ(json["without_digest"], nlohmann::json::array({"elm"}));
    EXPECT_EQ(json["stores"][0]["days_unpaired"], 3);
    EXPECT_EQ(json["stores"][0]["stores_left"], nullptr) << "a store has no stores";
    std::string csv = render_comparison_csv(data);
    EXPECT_THAT(csv.substr(0, csv.find('\r')),
                HasSubstr(",range,planned_to,days_unpaired,stores_joined,stores_left,without_digest,silence,"));
    EXPECT_THAT(csv, HasSubstr(",day,2026-11-22,3,,,false,"));
    EXPECT_THAT(csv, HasSubstr(",day,2026-11-22,0,,,true,"));
    data.district.clear();
    EXPECT_EQ(nlohmann::json::parse(render_comparison_json(data))["districts"][0]["stores_left"], 1);
    EXPECT_THAT(render_comparison_csv(data), HasSubstr(",day,2026-11-22,3,0,1,,"));
    data.comparison.cells_judged = 0;
    EXPECT_EQ(nlohmann::json::parse(render_comparison_json(data))["silence"], "nothing_to_compare_with");
}

TEST(ComparisonData, HasWhatThePageDrawsBesidesItsRows) {
    ComparisonData data = sample();
    data.comparison.cells_judged = 8;
    data.comparison.cells_outside_95 = 3;
    data.comparison.rows[0].over_dispersion = 0.01239;
    data.comparison.rows[0].clustering = 1.5;
    data.comparison.holidays = {domain::Holiday::thanksgiving_eve, domain::Holiday::thanksgiving};
    data.comparison.holidays_last_year = {domain::Holiday::labor_day};
    auto json = nlohmann::json::parse(render_comparison_json(data));
    EXPECT_EQ(json["shares"], (nlohmann::json{{"judged", 8}, {"outside95", 3}, {"by_chance", 1}}));
    EXPECT_EQ(json["themes"], nullptr);
    EXPECT_EQ(json["stores"][0]["traffic_missing"], nlohmann::json::array());
    EXPECT_EQ(json["stores"][1]["traffic_missing"], nlohmann::json::array({"2026-11-16"}));
    std::string csv = render_comparison_csv(data);
    EXPECT_TRUE(csv.substr(0, csv.find('\r'))
                    .ends_with(",silence,holidays,holidays_last_year,shares_judged,shares_outside95,shares_by_chance,"
                               "over_dispersion,clustering"));
    EXPECT_THAT(csv, HasSubstr(",,thanksgiving_eve thanksgiving,labor_day,8,3,1,0.0124,1.5000\r\n"));
    data.comparison.cells_judged = 0;
    data.comparison.rows[0].over_dispersion.reset();
    EXPECT_THAT(render_comparison_csv(data),
                HasSubstr(",nothing_to_compare_with,thanksgiving_eve thanksgiving,labor_day,0,3,0,,1.5"));
    data.themes = data.comparison;
    data.themes->rows.resize(1);
    json = nlohmann::json::parse(render_comparison_json(data));
    ASSERT_EQ(json["themes"].size(), 1U);
    EXPECT_EQ(json["themes"][0], json["rows"][0]);
}

TEST(ComparisonData, NamesDistrictsInTheChain) {
    ComparisonData data = sample();
    data.district.clear();
    data.comparison.holidays_last_year = {domain::Holiday::easter_sunday};
    data.comparison.members[1].gaps = {{{"pier", "Pier"}, 3, 2, 1}};
    const auto json = nlohmann::json::parse(render_comparison_json(data));
    EXPECT_FALSE(json.contains("district"));
    EXPECT_EQ(json["districts"].size(), 3U);
    EXPECT_EQ(json["holidays_last_year"], nlohmann::json::array({"easter_sunday"}));
    EXPECT_EQ(json["rows"][0]["districts"].size(), 3U);
    EXPECT_EQ(json["districts"][0]["gaps"], nlohmann::json::array());
    EXPECT_EQ(
        json["districts"][1]["gaps"][0],
        (nlohmann::json{
            {"id", "pier"}, {"name", "Pier"}, {"days_incomplete", 3}, {"days_silent", 2}, {"days_without_traffic", 1}}));
    EXPECT_FALSE(json["districts"][1].contains("traffic_missing")) << "a day is one of several stores";
}

TEST(ComparisonData, PutsNoFormulaIntoASpreadsheet) {
    const std::string csv = render_comparison_csv(sample());
    EXPECT_TRUE(csv.starts_with("district,from,to,by,against,key,label,store,name,remarks,of,share,expected,low95,high95,"));
    EXPECT_THAT(csv, HasSubstr("north,2026-11-16,2026-11-16,reason,others,103,Reason 103,elm,'=2+3,3,18,,"));
    EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 4 * 3);
}

TEST(ComparisonData, ComesAsCsvInPiecesOfWholeLines) {
    ComparisonData data = sample();
    while (data.comparison.rows.size() < 4'000) {
        data.comparison.rows.push_back(data.comparison.rows[data.comparison.rows.size() % 4]);
    }
    const std::string whole = render_comparison_csv(data);
    ComparisonCsv csv(data);
    std::string together;
    int pieces = 0;
    for (std::string piece = csv.make_next_piece(); !piece.empty(); piece = csv.make_next_piece()) {
        EXPECT_TRUE(piece.ends_with("\r\n"));
        EXPECT_LT(piece.size(), ComparisonCsv::piece_bytes + 256);
        together += piece;
        ++pieces;
    }
    EXPECT_EQ(csv.make_next_piece(), "") << "stays at the end";
    EXPECT_EQ(together, whole);
    EXPECT_EQ(std::ranges::count(whole, '\n'), 1 + 4'000 * 3);
    EXPECT_GT(pieces, 10);
}

}  // namespace
}  // namespace tillnote::render
