#include "server/routes/comparison_reading.hpp"
#include "tests/routes/comparison_fixture.hpp"

#include <gmock/gmock.h>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using test::ComparisonRoutes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(ComparisonRoutes, HoldTheStoresOfADistrictAgainstEachOther) {
    const json comparison = read("/v1/districts/north/comparison" + days(4, 2) + "&by=reason");
    EXPECT_EQ(comparison["district"], "north");
    EXPECT_EQ(comparison["from"], format_day(ago(4)));
    EXPECT_EQ(comparison["by"], "reason");
    ASSERT_EQ(comparison["stores"].size(), 2U);
    EXPECT_EQ(comparison["stores"][1]["id"], "oak-street");
    EXPECT_EQ(comparison["stores"][1]["remarks"], 100) << "without staff and why-here";
    EXPECT_EQ(comparison["stores"][1]["days"], 3);
    EXPECT_EQ(comparison["stores"][1]["days_without_traffic"], 2);
    EXPECT_EQ(comparison["stores"][1]["traffic_missing"], (json{format_day(ago(4)), format_day(ago(2))}));
    EXPECT_EQ(comparison["stores"][1]["traffic"], 2000);
    EXPECT_EQ(comparison["stores"][1]["heard_per_1000"], 50);
    EXPECT_EQ(comparison["stores"][0]["traffic"], nullptr);
    const json row = row_of(comparison, "103");
    EXPECT_EQ(row["label"], "Produce bad");
    EXPECT_EQ(row["remarks"], 48);
    EXPECT_EQ(row["of"], 200);
    EXPECT_EQ(row["over_dispersion"], nullptr);
    EXPECT_EQ(row["stores"][1]["share"], 0.4);
    EXPECT_EQ(row["stores"][1]["expected"], 0.24);
    EXPECT_EQ(row["stores"][1]["verdict"], "above");
    EXPECT_EQ(row["stores"][0]["verdict"], "below");
    EXPECT_LT(row["stores"][1]["limits998"][1], 0.4);
    EXPECT_EQ(row_of(comparison, "601"), nullptr);
    EXPECT_EQ(row_of(comparison, "901"), nullptr);
    ASSERT_EQ(comparison["standouts"].size(), 2U) << "two stores and two reasons: what one has more of, the other has less";
    EXPECT_EQ(comparison["standouts"][0]["verdict"], "above");
    EXPECT_EQ(comparison["standouts"][1]["verdict"], "above");
    EXPECT_EQ(comparison["silence"], nullptr);
    EXPECT_EQ(comparison["shares"]["outside95"], 2);
    const json by_theme = read("/v1/districts/north/comparison" + days(4, 2) + "&by=theme");
    EXPECT_EQ(comparison["themes"], by_theme["rows"]) << "the heat map, whatever the rows are";
    EXPECT_EQ(by_theme["themes"], nullptr);
}

TEST_F(ComparisonRoutes, HoldThemAgainstTheChainAndTheirLastYear) {
    const json chain = read("/v1/districts/north/comparison" + days(3, 3) + "&against=chain");
    EXPECT_EQ(row_of(chain, "103")["stores"][1]["expected"], 0.2) << "120 of 600 in the chain";
    const json last_year = read("/v1/districts/north/comparison" + days(3, 3) + "&against=last_year");
    EXPECT_EQ(row_of(last_year, "103")["stores"][1]["expected"], 0.25) << "40 of 100 now, 10 of 100 then";
    EXPECT_EQ(row_of(last_year, "103")["stores"][0]["verdict"], "too_little");
}

TEST_F(ComparisonRoutes, BoundHowManyDaysOfHowManyStores) {
    const domain::ComparisonRange year{domain::RangeKind::days, ago(371), ago(1)};
    using enum domain::Against;
    EXPECT_TRUE(routes::check_extent(670, year, others));
    const auto refused = routes::check_extent(700, year, others);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_field);
    EXPECT_EQ(refused.error().field, "from");
    EXPECT_THAT(refused.error().detail, HasSubstr("700 stores are too many for all days from " + format_day(ago(371))));
    EXPECT_THAT(refused.error().detail, HasSubstr("name a 'from' and a 'to' of at most 357 days"));
    EXPECT_FALSE(routes::check_extent(400, year, last_year)) << "two years";
    EXPECT_TRUE(routes::check_extent(5'000, {domain::RangeKind::days, ago(7), ago(1)}, last_year));
}

TEST_F(ComparisonRoutes, PutDistrictsSideBySideForTheChain) {
    const json comparison = read("/v1/comparison" + days(3, 3) + "&by=department", "chain");
    EXPECT_FALSE(comparison.contains("district"));
    ASSERT_EQ(comparison["districts"].size(), 3U);
    EXPECT_EQ(comparison["districts"][0]["id"], "south") << "in the order of their stores";
    EXPECT_EQ(comparison["districts"][0]["remarks"], 300);
    ASSERT_EQ(comparison["districts"][0]["gaps"].size(), 3U) << "no lane of theirs was heard";
    EXPECT_EQ(comparison["districts"][0]["gaps"][0]["id"], "harbor");
    EXPECT_EQ(comparison["districts"][0]["gaps"][0]["days_silent"], 1);
    EXPECT_EQ(comparison["districts"][2]["id"], "north");
    EXPECT_EQ(comparison["districts"][2]["remarks"], 200);
    EXPECT_EQ(row_of(comparison, "produce")["districts"][2]["remarks"], 48);
}

TEST_F(ComparisonRoutes, AnswerInCsvWithTheSameNumbers) {
    auto headers = bearer(running->bearer_of("chain"));
    headers.emplace_back("Accept", "text/csv");
    const auto csv = client.get("/v1/districts/north/comparison" + days(3, 3), headers);
    EXPECT_EQ(csv.status, 200);
    EXPECT_THAT(csv.body, StartsWith("district,from,to,by,against,key,label,store,name,remarks,of,share"));
    EXPECT_THAT(csv.body, HasSubstr(",stands_out,chance_one_in,range,planned_to,days_unpaired,stores_joined,stores_left,"
                                    "without_digest,silence,holidays,holidays_last_year,"));
    EXPECT_THAT(csv.body, HasSubstr(",103,Produce bad,oak-street,Oak Street,40,100,0.4000,0.2400,"));
    EXPECT_THAT(csv.body, Not(HasSubstr("Great employee")));
    EXPECT_THAT(csv.header("content-disposition"), HasSubstr("north-reason-"));
    EXPECT_EQ(csv.header("transfer-encoding"), "chunked") << "as long as a chain is wide, it lies nowhere as a whole";
    EXPECT_EQ(csv.header("content-length"), "");
    const auto lines = std::ranges::count(csv.body, '\n');
    EXPECT_GT(lines, 20);
    EXPECT_EQ(std::ranges::count(csv.body, '\r'), lines);
    headers.emplace_back("If-None-Match", "*");
    EXPECT_EQ(client.send("HEAD", "/v1/districts/north/comparison" + days(3, 3), headers, std::nullopt).body, "");
}

/// What the page draws is in JSON and in one of three CSVs.
TEST_F(ComparisonRoutes, GiveTheWeeksOfARowAndTheStories) {
    const json asked = read("/v1/districts/north/comparison" + days(3, 3) + "&row=103", "district");
    EXPECT_EQ(asked["weeks"]["key"], "103");
    ASSERT_EQ(asked["weeks"]["stores"].size(), asked["stores"].size());
    EXPECT_EQ(asked["weeks"]["stores"][0]["weeks"].size(), 13U);
    EXPECT_EQ(asked["weeks"]["stores"][0]["weeks"][12]["from"], format_day(ago(9)));
    EXPECT_EQ(read("/v1/districts/north/comparison" + days(3, 3), "district")["weeks"], nullptr);
    auto headers = bearer(running->bearer_of("district"));
    headers.emplace_back("Accept", "text/csv");
    const auto weeks = client.get("/v1/districts/north/comparison" + days(3, 3) + "&part=weeks&row=103", headers);
    EXPECT_THAT(weeks.body, StartsWith("district,by,key,label,store,name,week_from,week_to,remarks,of,in_catalog\r\n"));
    EXPECT_EQ(std::ranges::count(weeks.body, '\n'), 1 + 13 * std::ssize(asked["stores"]));
    EXPECT_THAT(weeks.header("content-disposition"), HasSubstr("north-reason-weeks-"));
    const auto stories = client.get("/v1/districts/north/comparison" + days(3, 3) + "&part=stories", headers);
    EXPECT_THAT(stories.body, StartsWith("district,reason,label,from,to,all_remarks,all_of,usual_share,store,name,"));
    EXPECT_THAT(stories.header("content-disposition"), HasSubstr("north-stories-"));
    const auto page = client.get("/districts/north" + days(3, 3), bearer(running->bearer_of("district")));
    EXPECT_THAT(page.body, AllOf(HasSubstr("&amp;part=weeks\""), HasSubstr("&amp;by=theme\">By theme as CSV</a>")));
    for (const auto& [query, pointer] : std::vector<std::pair<std::string, std::string>>{
             {"&part=luck", "part"}, {"&part=weeks", "row"}, {"&part=weeks&row=nonsense", "row"}}) {
        const auto refused = client.get("/v1/districts/north/comparison" + days(3, 3) + query, headers);
        EXPECT_EQ(refused.status, 400) << query;
        EXPECT_EQ(json::parse(refused.body)["errors"][0]["pointer"], pointer) << query;
    }
    EXPECT_EQ(pointer_of("?row=nonsense"), "row");
}

TEST_F(ComparisonRoutes, ShowThePageWithItsDownloadsAndTheWayToEachDigest) {
    const auto lead = bearer(running->bearer_of("district"));
    const auto page = client.get("/districts/north" + days(3, 3), lead);
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.body, HasSubstr("Higher at Oak Street than at Mill Road: Produce bad"));
    EXPECT_THAT(page.body, HasSubstr("/stores/oak-street/" + format_day(ago(3))));
    EXPECT_THAT(page.body, Not(HasSubstr("Great employee")));
    const auto csv = client.get("/districts/north/comparison.csv" + days(3, 3), lead);
    EXPECT_THAT(csv.body, StartsWith("district,from,to,by,against,key"));
    EXPECT_THAT(client.get("/", lead).body, HasSubstr("href=\"/districts/north\""));
    const auto chain = bearer(running->bearer_of("chain"));
    EXPECT_THAT(client.get("/districts" + days(3, 3), chain).body, HasSubstr("href=\"/districts/south?from="));
    EXPECT_THAT(client.get("/", chain).body, HasSubstr("href=\"/districts\""));
    EXPECT_EQ(client.get("/districts/north?row=nonsense&sort=luck", lead).status, 200) << "links of old stay good";
}

TEST_F(ComparisonRoutes, NameTheMistake) {
    EXPECT_EQ(pointer_of("?by=lane"), "by");
    EXPECT_EQ(pointer_of("?against=everybody"), "against");
    EXPECT_EQ(pointer_of("?range=year"), "range");
    EXPECT_EQ(pointer_of("?from=2026-11-01"), "to");
    EXPECT_EQ(pointer_of("?to=2026-11-01"), "from");
    EXPECT_EQ(pointer_of("?from=monday&to=2026-11-01"), "from");
    EXPECT_EQ(pointer_of("?from=2026-11-02&to=2026-11-01"), "to");
    EXPECT_EQ(pointer_of("?from=2025-01-01&to=2026-11-01"), "to");
    EXPECT_EQ(pointer_of("?range=week&on=soon"), "on");
    const auto district = bearer(running->bearer_of("district"));
    EXPECT_EQ(client.get("/v1/districts/north/comparison?from=2126-11-01&to=2126-11-02", district).status, 404);
    EXPECT_EQ(client.get("/v1/districts/nowhere/comparison", district).status, 404);
    const auto chain = client.get("/v1/comparison?against=chain", bearer(running->bearer_of("chain")));
    EXPECT_EQ(json::parse(chain.body)["errors"][0]["pointer"], "against");
}

TEST_F(ComparisonRoutes, KnowTheRangesByName) {
    for (const char* range : {"day", "week", "fiscal_week", "fiscal_period", "month"}) {
        const json comparison =
            read("/v1/districts/north/comparison?range=" + std::string(range) + "&on=" + format_day(ago(40)));
        EXPECT_EQ(comparison["range"], range);
        EXPECT_LE(comparison["from"], format_day(ago(40)));
        EXPECT_GE(comparison["to"], format_day(ago(40)));
    }
    const json latest = read("/v1/districts/north/comparison");
    EXPECT_EQ(latest["stores"][0]["days"], 7);
}

TEST_F(ComparisonRoutes, ComeWithAnETag) {
    const std::string path = "/v1/districts/north/comparison" + days(3, 3);
    auto headers = bearer(running->bearer_of("district"));
    const auto first = client.get(path, headers);
    headers.emplace_back("If-None-Match", first.header("etag"));
    EXPECT_EQ(client.get(path, headers).status, 304);
}

/// A range that has begun and not ended is told of as far as its days have ended, and so is last year's.
TEST_F(ComparisonRoutes, EndsWithTheLastDayThatHasEnded) {
    const json begun = read("/v1/districts/north/comparison" + days(4, -3));
    EXPECT_EQ(begun["from"], format_day(ago(4)));
    EXPECT_EQ(begun["planned_to"], format_day(ago(-3)));
    const std::string last = begun["to"];
    EXPECT_TRUE(last == format_day(ago(1)) || last == format_day(ago(2))) << last;
    EXPECT_EQ(read("/v1/districts/north/comparison" + days(4, 3))["planned_to"], nullptr);

    auto headers = bearer(running->bearer_of("district"));
    headers.emplace_back("Accept", "text/csv");
    const auto csv = client.get("/v1/districts/north/comparison" + days(4, -3), headers);
    EXPECT_THAT(csv.body, HasSubstr("north," + format_day(ago(4)) + "," + last));
    EXPECT_THAT(csv.body, Not(HasSubstr("," + format_day(ago(-3)) + ",reason"))) << "it is only planned to";
    EXPECT_EQ(csv.header("etag"), "");

    const json weeks = read("/v1/districts/north/comparison" + days(4, -3) + "&row=103")["weeks"]["stores"][0]["weeks"];
    const auto newest = parse_day(weeks.back()["from"].get<std::string>());
    ASSERT_TRUE(newest);
    EXPECT_EQ(format_day(domain::add_days(*newest, 6)), last) << "the last of the thirteen has seven ended days";

    EXPECT_EQ(client.get("/v1/districts/north/comparison" + days(-1, -3), bearer(running->bearer_of("district"))).status,
              404);
}

}  // namespace
}  // namespace tillnote
