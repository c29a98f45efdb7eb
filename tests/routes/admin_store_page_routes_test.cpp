#include "tests/routes/page_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class AdminStorePage : public ::testing::Test {
protected:
    /// Sends a form of oak-street's page and follows where it leads.
    std::string changed(const std::string& what, const std::string& fields) {
        const auto answer = admin.post("/admin/stores/oak-street/" + what, fields);
        EXPECT_EQ(answer.status, 303) << answer.body;
        return admin.get(answer.header("location")).body;
    }

    /// "action object object_id of_store of_district details" of each change, the first first.
    std::string told() {
        return running.query(
            "select string_agg(concat_ws(' ', action, object_kind, object_id, of_store, of_district, details), ', ' "
            "order by entry_id) from audit_entry where action <> 'read'");
    }

    RunningService running;
    RecordingClient client{running.url()};
    PageSession admin{running, client, "admin"};
};

TEST_F(AdminStorePage, AddsADistrictAndAStoreInIt) {
    EXPECT_TRUE(admin.shows("/admin/stores", "href=\"/admin/stores/oak-street\""));
    const auto district = admin.post("/admin/districts", "id=valley&name=Valley");
    ASSERT_EQ(district.status, 303) << district.body;
    EXPECT_TRUE(admin.shows(district.header("location"), "Valley"));
    const auto added = admin.post(
        "/admin/stores", "id=elm-court&name=Elm+Court&district=valley&zone=America%2FDenver&cutoff=05%3A30&opened_on=");
    ASSERT_EQ(added.status, 303) << added.body;
    const auto list = admin.get(added.header("location")).body;
    EXPECT_THAT(list, AllOf(HasSubstr("Elm Court"), HasSubstr("05:30 America/Denver"), HasSubstr("role=\"status\"")));
    EXPECT_EQ(
        running.query("select district_id || ' ' || opened_on from store where store_id = 'elm-court'"),
        "valley " + running.query("select (now() at time zone 'America/Denver' - interval '330 minutes')::date::text"));
    EXPECT_EQ(told(), "changed district valley  valley {}, added store elm-court elm-court  {}");
}

TEST_F(AdminStorePage, SaysEachMistakeAtItsFieldAndKeepsWhatWasTyped) {
    const std::string good = "id=elm-court&name=Elm&district=north&zone=America%2FChicago&cutoff=04%3A00";
    const auto wrong = [&](const std::string& field, const std::string& value) {
        std::string fields = good;
        const auto at = fields.find(field + "=") + field.size() + 1;
        fields.replace(at, fields.find('&', at) - at, value);
        return admin.post("/admin/stores", fields);
    };
    for (const auto& [field, value, status] :
         std::vector<std::tuple<std::string, std::string, int>>{{"id", "Elm+Court", 400},
                                                                {"id", "oak-street", 409},
                                                                {"name", "", 400},
                                                                {"district", "nowhere", 422},
                                                                {"zone", "Chicago", 400},
                                                                {"cutoff", "25%3A00", 400}}) {
        const auto answer = wrong(field, value);
        EXPECT_EQ(answer.status, status) << field << answer.body;
        EXPECT_THAT(answer.body, AllOf(HasSubstr("id=\"store-" + field + "-problem\""), HasSubstr("role=\"alert\"")));
        EXPECT_THAT(answer.body, HasSubstr(field == "name" ? "value=\"elm-court\"" : "value=\"Elm\"")) << field;
    }
    EXPECT_EQ(admin.post("/admin/stores", good + "&opened_on=tomorrow").status, 400);
    const auto district = admin.post("/admin/districts", "id=East+Side&name=East");
    EXPECT_EQ(district.status, 400);
    EXPECT_THAT(district.body, AllOf(HasSubstr("id=\"district-id-problem\""), HasSubstr("value=\"East Side\""),
                                     Not(HasSubstr("id=\"store-id-problem\""))));
    EXPECT_EQ(running.query("select count(*) from store"), "3");
}

TEST_F(AdminStorePage, ChangesNameDaysAndDistrictOfAStore) {
    EXPECT_THAT(changed("name", "name=Oak+%26+Main"), HasSubstr("Oak &amp; Main"));
    EXPECT_THAT(changed("days", "zone=America%2FNew_York&cutoff=03%3A00&valid_from=" + running.in_days(2)),
                HasSubstr("03:00 America/New_York"));
    EXPECT_THAT(changed("district", "district=south&on=" + running.in_days(1)), HasSubstr("South"));
    EXPECT_EQ(running.query("select string_agg(district_id, ' ' order by valid_from) from store_membership where store_id = "
                            "'oak-street'"),
              "north south");
    EXPECT_EQ(told(),
              "changed store oak-street oak-street  {\"name\": \"Oak & Main\"}, "
              "changed store oak-street oak-street  {\"from\": \"" +
                  running.in_days(2) +
                  "\", \"zone\": \"America/New_York\", \"cutoff\": \"03:00\"}, "
                  "changed store oak-street oak-street  {\"on\": \"" +
                  running.in_days(1) + "\", \"district\": \"south\"}");
    const auto early = admin.post("/admin/stores/oak-street/days",
                                  "zone=America%2FChicago&cutoff=02%3A00&valid_from=" + running.in_days(0));
    EXPECT_EQ(early.status, 422);
    EXPECT_THAT(early.body, AllOf(HasSubstr("id=\"days-valid_from-problem\""), HasSubstr("value=\"02:00\"")));
    EXPECT_EQ(admin.post("/admin/stores/oak-street/name", "name=").status, 400);
    EXPECT_EQ(admin.post("/admin/stores/oak-street/district", "district=nowhere&on=" + running.in_days(1)).status, 422);
    EXPECT_EQ(admin.post("/admin/stores/nowhere/name", "name=X").status, 404);
    EXPECT_EQ(admin.get("/admin/stores/nowhere").status, 404);
}

TEST_F(AdminStorePage, SaysHowAStoreWalksAndWhetherItsCheckersWrite) {
    EXPECT_THAT(changed("walk", "walk=deli%2C+produce"), HasSubstr("value=\"deli, produce\""));
    EXPECT_THAT(changed("free-text", "free_text=on"), HasSubstr("name=\"free_text\" value=\"off\""));
    EXPECT_EQ(running.query("select free_text || ' ' || (select string_agg(department, ' ' order by position) from "
                            "store_department where store_id = 'oak-street') from store where store_id = 'oak-street'"),
              "true deli produce");
    EXPECT_EQ(told(),
              "changed store oak-street oak-street  {\"walk\": \"deli produce\"}, "
              "changed store oak-street oak-street  {\"free_text\": \"on\"}");
    const auto wrong = admin.post("/admin/stores/oak-street/walk", "walk=deli+bakery");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_THAT(wrong.body, AllOf(HasSubstr("id=\"walk-walk-problem\""), HasSubstr("value=\"deli bakery\"")));
    EXPECT_EQ(admin.post("/admin/stores/oak-street/free-text", "free_text=perhaps").status, 400);
    EXPECT_THAT(changed("walk", "walk="), HasSubstr("role=\"status\""));
    EXPECT_THAT(changed("free-text", "free_text=off"), HasSubstr("name=\"free_text\" value=\"on\""));
    EXPECT_EQ(running.query("select count(*) from store_department where store_id = 'oak-street'"), "0");
}

TEST_F(AdminStorePage, ClosesDaysAndStoresAndTakesBothBack) {
    EXPECT_THAT(changed("closed-days", "day=" + running.in_days(3) + "&why=Storm"), HasSubstr("Storm"));
    EXPECT_THAT(changed("open-days", "day=" + running.in_days(3)), Not(HasSubstr("Storm")));
    EXPECT_EQ(admin.post("/admin/stores/oak-street/open-days", "day=" + running.in_days(3)).status, 404);
    EXPECT_EQ(admin.post("/admin/stores/oak-street/closed-days", "day=" + running.in_days(3) + "&why=").status, 400);
    EXPECT_THAT(changed("closing", "on=" + running.in_days(10)), AllOf(HasSubstr("closes on"), HasSubstr("/reopening\"")));
    EXPECT_THAT(changed("reopening", ""), AllOf(HasSubstr("taken back"), HasSubstr("/closing\"")));
    EXPECT_EQ(admin.post("/admin/stores/oak-street/closing", "on=1999-01-01").status, 409);
    EXPECT_EQ(running.query("select count(*) from store where closed_on is not null"), "0");
    EXPECT_THAT(told(), HasSubstr("ended store oak-street oak-street  {\"on\": \"" + running.in_days(10) + "\"}"));
}

TEST_F(AdminStorePage, IsForAdministratorsAndNeedsTheFormsToken) {
    PageSession chain(running, client, "chain");
    EXPECT_EQ(chain.get("/admin/stores").status, 403);
    EXPECT_EQ(chain.post("/admin/stores/oak-street/name", "name=Mine").status, 403);
    EXPECT_EQ(admin.post("/admin/stores/oak-street/name", "name=Mine", routes::make_secret()).status, 403);
    EXPECT_EQ(running.query("select count(*) from store where name = 'Mine'"), "0");
    const auto spanish = client.get("/admin/stores?lang=es", {{"Cookie", admin.cookie}});
    EXPECT_THAT(spanish.body, HasSubstr("Agregar una tienda"));
}

}  // namespace
}  // namespace tillnote::test
