#include "tests/routes/comparison_fixture.hpp"
#include "tests/support/eventually.hpp"

#include <gmock/gmock.h>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using test::ComparisonRoutes;
using ::testing::HasSubstr;
using ::testing::Not;

/// Stores that are alone, come, move, close, or may not be given away.
class ComparisonReading : public ComparisonRoutes {};

/// Of a rest of one store a lead could work out what that store told.
TEST_F(ComparisonReading, GiveNoStoreElsewhereAway) {
    const json chain = read("/v1/districts/north/comparison" + days(8, 8) + "&against=chain");
    EXPECT_EQ(chain["silence"], "nothing_to_compare_with");
    EXPECT_EQ(row_of(chain, "103")["stores"][1]["expected"], 0.4) << "its own share";
    EXPECT_EQ(row_of(chain, "103")["stores"][1]["verdict"], "too_little");
    EXPECT_EQ(row_of(chain, "103")["stores"][1]["limits95"], (json{0.0, 1.0})) << "anything";
    const auto page = client.get("/districts/north" + days(8, 8) + "&against=chain", bearer(running->bearer_of("district")));
    EXPECT_THAT(page.body, HasSubstr("fewer than three stores, whose shares are not given away"));
    EXPECT_EQ(read("/v1/districts/north/comparison" + days(8, 3) + "&against=chain")["silence"], nullptr)
        << "four stores over these days";
}

/// Closed in the middle of the range: the last of its days has a last year and no this one.
TEST_F(ComparisonReading, HoldAClosedStoreAgainstItsOwnDaysOnly) {
    running->query("UPDATE store SET closed_on = current_date - 2 WHERE store_id = 'oak-street' RETURNING 1");
    const std::string path = "/v1/districts/north/comparison" + days(4, 2) + "&against=last_year";
    const json closed =
        read_until(path, "district", [](const json& read) { return member_of(read, "oak-street")["days"] == 2; });
    EXPECT_EQ(member_of(closed, "oak-street")["days_unpaired"], 1);
    EXPECT_EQ(member_of(closed, "mill-road")["days_unpaired"], 0);
    EXPECT_EQ(member_of(closed, "oak-street")["stores_joined"], nullptr) << "of districts only";
    EXPECT_EQ(row_of(closed, "103")["stores"][1]["expected"], 0.25) << "40 of 100 now, 10 of 100 then";
    running->query("UPDATE store SET closed_on = NULL WHERE store_id = 'oak-street' RETURNING 1");
    read_until(path, "district", [](const json& read) { return member_of(read, "oak-street")["days_unpaired"] == 0; });
    EXPECT_EQ(member_of(read("/v1/districts/north/comparison" + days(4, 2)), "oak-street")["days_unpaired"], nullptr);
}

/// A code that came half a year ago has no last year.
TEST_F(ComparisonReading, HoldNoNewCodeAgainstAYearWithoutIt) {
    running->query("UPDATE reason SET valid_from = current_date - 180 WHERE code = '103' RETURNING 1");
    const std::string path = "/v1/districts/north/comparison" + days(3, 3) + "&against=last_year&row=103";
    const auto verdict_is = [](const std::string& verdict) {
        return [verdict](const json& read) { return row_of(read, "103")["stores"][1]["verdict"] == verdict; };
    };
    const json comparison = read_until(path, "district", verdict_is("too_little"));
    EXPECT_EQ(row_of(comparison, "604")["stores"][1]["of"], 60) << "without 40 remarks that no last year has";
    EXPECT_EQ(comparison["standouts"], json::array());
    EXPECT_EQ(comparison["weeks"]["stores"][1]["weeks"][12]["in_catalog"], true);
    running->query("UPDATE reason SET valid_from = current_date - 400 WHERE code = '103' RETURNING 1");
    read_until(path, "district", verdict_is("above"));
}

TEST_F(ComparisonReading, LetAStoresPastDaysStayInTheDistrictItBelongedTo) {
    running->query(
        "INSERT INTO store_membership (store_id, valid_from, district_id) VALUES ('oak-street', current_date - 3, "
        "'south') RETURNING 1");
    const auto remarks_in = [&](const std::string& district, const std::string& range) {
        int remarks = 0;
        const json comparison = read("/v1/districts/" + district + "/comparison" + range, "chain");
        for (const json& store : comparison["stores"]) {
            remarks += store["id"] == "oak-street" ? store["remarks"].get<int>() : 0;
        }
        return remarks;
    };
    EXPECT_TRUE(test::eventually([&] { return remarks_in("south", days(3, 3)) == 100; }));
    EXPECT_EQ(remarks_in("north", days(3, 3)), 0);
    EXPECT_EQ(remarks_in("north", days(367, 366)), 100) << "it was there then";
    const json of_lead = read("/v1/districts/north/comparison" + days(367, 366));
    EXPECT_EQ(member_of(of_lead, "oak-street")["remarks"], 100) << "and its lead of then reads these days still";
    const auto lead = bearer(running->bearer_of("district"));
    const std::string page = client.get("/districts/north" + days(367, 366), lead).body;
    EXPECT_THAT(page, HasSubstr("<bdi>Oak Street</bdi>"));
    EXPECT_THAT(page, Not(HasSubstr("/stores/oak-street/"))) << "but not the digests of another lead's store";
    EXPECT_EQ(client.get("/v1/stores/oak-street/digests/" + format_day(ago(367)), lead).status, 404);

    // A day in the north faces a day in the north, and no other two; in the south it faces its own last year there.
    const json moved = read("/v1/districts/north/comparison" + days(4, 2) + "&against=last_year");
    EXPECT_EQ(member_of(moved, "oak-street")["days"], 1);
    EXPECT_EQ(member_of(moved, "oak-street")["days_unpaired"], 2);
    const json districts = read("/v1/comparison" + days(3, 2) + "&against=last_year", "chain");
    EXPECT_EQ(member_of(districts, "south")["stores_joined"], 1);
    EXPECT_EQ(member_of(districts, "south")["stores_left"], 0);
    EXPECT_EQ(member_of(districts, "north")["stores_joined"], 0);
    EXPECT_EQ(member_of(districts, "north")["stores_left"], 1);
    const std::string chain_page =
        client.get("/districts" + days(3, 2) + "&against=last_year", bearer(running->bearer_of("chain"))).body;
    EXPECT_THAT(chain_page, HasSubstr("Southside since last year: 1 store joined, 0 left"));
    running->query("DELETE FROM store_membership WHERE district_id = 'south' AND store_id = 'oak-street' RETURNING 1");
    EXPECT_TRUE(test::eventually([&] { return remarks_in("north", days(3, 3)) == 100; }));
}

/// The west has one store.
TEST_F(ComparisonReading, SayThatALoneStoreHasNothingToCompareWith) {
    const json alone = read("/v1/districts/west/comparison" + days(3, 3), "chain");
    ASSERT_EQ(alone["stores"].size(), 1U);
    EXPECT_EQ(alone["silence"], "nothing_to_compare_with");
    EXPECT_EQ(row_of(alone, "103")["stores"][0]["share"], 0.2);
    EXPECT_EQ(row_of(alone, "103")["stores"][0]["verdict"], "too_little");
    const auto chain = bearer(running->bearer_of("chain"));
    const std::string page = client.get("/districts/west" + days(3, 3), chain).body;
    EXPECT_THAT(page, HasSubstr("Nothing to compare with: the other stores of the district"));
    EXPECT_THAT(page, HasSubstr("&amp;against=last_year"));
    EXPECT_THAT(page, Not(HasSubstr("with any certainty")));
    EXPECT_THAT(page, Not(HasSubstr("a store needs 30")));
    EXPECT_EQ(read("/v1/districts/west/comparison" + days(6, 5), "chain")["silence"], "nothing_to_compare_with");
    EXPECT_EQ(read("/v1/districts/north/comparison" + days(6, 5), "chain")["silence"], "too_little");
    EXPECT_THAT(client.get("/districts/north" + days(6, 5), chain).body, HasSubstr("Too little to tell: a store needs 30"));
}

/// Nothing has frozen a digest here but that of mill-road: oak-street's of the last day is missing from two hours after its
/// time, 05:45, on. Of days long past it is no news.
TEST_F(ComparisonReading, NamesStoresWithoutADigestOfTheLastDay) {
    running->query(
        "INSERT INTO digest_run (store_id, business_day, outcome, decided_at) SELECT 'mill-road', d::date, 'frozen', now() "
        "FROM generate_series(current_date - 4, current_date, interval '1 day') AS d ON CONFLICT (store_id, business_day) "
        "DO UPDATE SET outcome = 'frozen' "
        "RETURNING 1");
    test::PageSession chain{*running, client, "chain"};
    EXPECT_THAT(chain.get("/districts/north" + days(10, 5)).body, Not(HasSubstr("no digest of the last day")));
    const auto is_due = [&] {
        return running->query("SELECT (now() AT TIME ZONE 'America/Chicago')::time NOT BETWEEN '04:00' AND '07:45'") == "t";
    };
    for (const char* path : {"/districts/north", "/districts"}) {
        const bool due = is_due();
        const std::string page = chain.get(path).body;
        EXPECT_THAT(page, Not(HasSubstr("Mill Road: no digest")));
        if (due == is_due()) {  // no boundary between the two
            EXPECT_EQ(page.find("Oak Street: no digest of the last day") != std::string::npos, due) << path;
        }
    }
    const bool due = is_due();
    const json latest = read("/v1/districts/north/comparison");
    auto headers = bearer(running->bearer_of("district"));
    headers.emplace_back("Accept", "text/csv");
    const std::string csv = client.get("/v1/districts/north/comparison", headers).body;
    if (due == is_due()) {
        EXPECT_EQ(latest["without_digest"], due ? json{"oak-street"} : json::array());
        EXPECT_EQ(csv.find(",,,,true,") != std::string::npos, due);
    }
    EXPECT_THAT(csv, HasSubstr(",,,,false,")) << "of mill-road, and all of others";
    EXPECT_EQ(read("/v1/districts/north/comparison" + days(10, 5))["without_digest"], nullptr) << "no news";
}

}  // namespace
}  // namespace tillnote
