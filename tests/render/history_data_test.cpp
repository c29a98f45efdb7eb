#include "server/render/history_view.hpp"
#include "tests/render/sample_digest.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(HistoryJson, GivesWeeksMonthsEventsAndComments) {
    const auto json = nlohmann::json::parse(render_history_json("oak-street", *samples::history().history));
    EXPECT_EQ(json["by"], "reason");
    EXPECT_EQ(json["key"], "103");
    EXPECT_EQ(json["label"], "Produce bad");
    EXPECT_EQ(json["to"], "2026-11-16");
    int by_week = 0;
    int by_month = 0;
    for (const auto& week : json["weeks"]) {
        by_week += week["remarks"].get<int>();
    }
    for (const auto& month : json["months"]) {
        by_month += month["remarks"].get<int>();
    }
    EXPECT_GT(by_week, 0);
    EXPECT_EQ(by_week, by_month);
    EXPECT_EQ(json["events"][0]["text"], "new produce supplier");
    EXPECT_EQ(json["comments"][1]["text"], "lettuce brown, call me at ***");
}

TEST(HistoryJson, HasNoShareOfTooFewRemarks) {
    domain::History history = *samples::history().history;
    history.weeks[0].of = 29;
    history.weeks[1].remarks = 3;
    history.weeks[1].of = 30;
    const auto json = nlohmann::json::parse(render_history_json("oak-street", history));
    EXPECT_TRUE(json["weeks"][0]["share"].is_null());
    EXPECT_EQ(json["weeks"][1]["share"], 0.1);
}

TEST(HistoryCsv, HasOneRowAWeekWithSafeCells) {
    domain::History history = *samples::history().history;
    history.subject.label_en = "=cmd()";
    history.weeks[1].remarks = 3;
    history.weeks[1].of = 30;
    const std::string csv = render_history_csv("oak-street", history);
    EXPECT_THAT(csv, StartsWith("store,by,key,label,week_from,week_to,days,remarks,of,share\r\n"
                                "oak-street,reason,103,'=cmd(),2025-10-17,2025-10-18,2,"));
    EXPECT_THAT(csv, HasSubstr("2025-10-19,2025-10-25,7,3,30,0.100\r\n"));
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), static_cast<std::ptrdiff_t>(history.weeks.size()) + 1);
}

}  // namespace
}  // namespace tillnote::render
