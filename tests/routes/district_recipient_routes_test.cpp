#include "tests/routes/page_session.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;

constexpr const char* api_path = "/v1/districts/north/recipients";
constexpr const char* rhythm_path = "/v1/districts/north/digest-rhythm";
constexpr const char* page_path = "/districts/north/recipients";
constexpr const char* change_path = "/districts/north/recipients/change";

class DistrictRecipientRoutes : public ::testing::Test {
protected:
    test::Answer send(const std::string& method, const std::string& path, const json& body,
                      const std::string& role = "district") {
        auto headers = bearer(running.bearer_of(role));
        headers.emplace_back("Content-Type", "application/json");
        return client.send(method, path, headers, body.dump());
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    test::PageSession lead{running, client, "district"};
    test::PageSession admin{running, client, "admin"};
};

TEST_F(DistrictRecipientRoutes, TheLeadAndAnAdministratorKeepTheList) {
    for (const char* role : {"district", "admin"}) {
        EXPECT_EQ(json::parse(client.get(api_path, bearer(running.bearer_of(role))).body),
                  (json{{"rhythm", "daily"}, {"recipients", json::array()}}));
    }
    const auto added = send("POST", api_path, {{"email", "lead@shop.example"}, {"language", "es"}});
    ASSERT_EQ(added.status, 201) << added.body;
    const auto recipient = json::parse(added.body);
    EXPECT_EQ(recipient["language"], "es");
    EXPECT_EQ(recipient["active"], true);
    EXPECT_TRUE(recipient["last_delivery"].is_null());
    EXPECT_EQ(send("POST", api_path, {{"email", "lead@shop.example"}}, "admin").status, 409);
    const std::string one = std::string(api_path) + "/" + recipient["recipient_id"].get<std::string>();
    const auto left = send("PATCH", one, {{"active", false}}, "admin");
    ASSERT_EQ(left.status, 200) << left.body;
    EXPECT_EQ(json::parse(left.body)["active"], false);
    EXPECT_TRUE(json::parse(left.body)["unsubscribed_at"].is_string());
    EXPECT_EQ(json::parse(send("PATCH", one, {{"language", "en"}, {"active", true}}).body)["language"], "en");
    const auto rhythm = send("PUT", rhythm_path, {{"rhythm", "weekly"}});
    ASSERT_EQ(rhythm.status, 200) << rhythm.body;
    const auto listed = json::parse(client.get(api_path, bearer(running.bearer_of("admin"))).body);
    EXPECT_EQ(listed["rhythm"], "weekly");
    EXPECT_EQ(listed["recipients"].size(), 1U);
}

TEST_F(DistrictRecipientRoutes, WhoIsTakenBackInIsToldOfUnderTheOldId) {
    const auto id = json::parse(send("POST", api_path, {{"email", "lead@shop.example"}}).body)["recipient_id"];
    ASSERT_EQ(send("PATCH", std::string(api_path) + "/" + id.get<std::string>(), {{"active", false}}).status, 200);
    EXPECT_EQ(json::parse(send("POST", api_path, {{"email", "lead@shop.example"}}).body)["recipient_id"], id);
    EXPECT_EQ(running.query("select count(*) from audit_entry join district_recipient on recipient_id::text = object_id"),
              "3");
}

TEST_F(DistrictRecipientRoutes, MistakesNameTheirField) {
    const auto pointer = [](const test::Answer& answer) { return json::parse(answer.body)["errors"][0]["pointer"]; };
    EXPECT_EQ(pointer(send("POST", api_path, {{"email", "nobody"}})), "/email");
    EXPECT_EQ(pointer(send("POST", api_path, {{"email", "a@b.example"}, {"kind", "digest"}})), "/kind");
    EXPECT_EQ(pointer(send("POST", api_path, {{"email", "a@b.example"}, {"language", "fr"}})), "/language");
    EXPECT_EQ(pointer(send("PUT", rhythm_path, {{"rhythm", "hourly"}})), "/rhythm");
    EXPECT_EQ(send("PATCH", std::string(api_path) + "/x", json::object()).status, 404);
    EXPECT_EQ(send("PATCH", std::string(api_path) + "/0190f000-0000-7000-8000-000000000000", {{"active", true}}).status,
              404);
    const auto added = json::parse(send("POST", api_path, {{"email", "a@b.example"}}).body);
    EXPECT_EQ(send("PATCH", std::string(api_path) + "/" + added["recipient_id"].get<std::string>(), json::object()).status,
              400);
}

TEST_F(DistrictRecipientRoutes, ALeadKeepsTheListOnThePageWithoutJavaScript) {
    EXPECT_TRUE(lead.shows("/", "href=\"/districts/north/recipients\""));
    EXPECT_TRUE(lead.shows(page_path, "Nobody gets the district&apos;s digest yet, so none is made."));
    EXPECT_FALSE(lead.shows(page_path, "name=\"local_time\"")) << "it has no time of its own";
    const auto added = lead.post(page_path, "email=lead%40shop.example&language=es");
    ASSERT_EQ(added.status, 303) << added.body;
    EXPECT_EQ(added.header("location"), "/districts/north/recipients?done=added");
    EXPECT_TRUE(lead.shows(added.header("location"), "The next mail goes there, too."));
    EXPECT_TRUE(lead.shows(page_path, "Nothing has been sent yet."));
    const std::string one = "recipient=" + running.query("select recipient_id from district_recipient");
    ASSERT_EQ(lead.post(change_path, one + "&do=save&language=en").status, 303);
    EXPECT_EQ(running.query("select language from district_recipient"), "en");
    ASSERT_EQ(admin.post(change_path, one + "&do=stop").status, 303);
    EXPECT_TRUE(lead.shows(page_path, "No digest since "));
    ASSERT_EQ(lead.post(change_path, one + "&do=start").status, 303);
    EXPECT_FALSE(lead.shows(page_path, "No digest since "));
    ASSERT_EQ(lead.post(std::string(page_path) + "/rhythm", "rhythm=weekly").status, 303);
    EXPECT_TRUE(lead.shows(page_path, "value=\"weekly\" selected"));
    running.query(
        "INSERT INTO delivery (delivery_id, of_district, kind, channel, target_id, business_day, edition, message_id,"
        " state, due_at, next_attempt_at, attempts, last_error) SELECT gen_random_uuid(), 'north', 'district',"
        " 'mail', recipient_id, '2026-11-20', 1, 'x@y', 'failed', '2026-11-21T13:45:00Z', '2026-11-21T13:45:00Z', 1,"
        " 'The mail server said: 550 no such user' FROM district_recipient RETURNING 1");
    EXPECT_TRUE(lead.shows(page_path, "was not delivered: The mail server said: 550 no such user"));
}

TEST_F(DistrictRecipientRoutes, MistakesAreSaidOnThePage) {
    const auto wrong = lead.post(page_path, "email=nobody&language=es");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_NE(wrong.body.find("id=\"email-problem\""), std::string::npos);
    EXPECT_NE(wrong.body.find("value=\"nobody\""), std::string::npos);
    EXPECT_EQ(lead.post(std::string(page_path) + "/rhythm", "rhythm=hourly").status, 400);
    EXPECT_EQ(lead.post(change_path, "recipient=x&do=stop").status, 404);
    ASSERT_EQ(lead.post(page_path, "email=lead%40shop.example&language=en").status, 303);
    const std::string one = "recipient=" + running.query("select recipient_id from district_recipient");
    EXPECT_EQ(lead.post(change_path, one + "&do=dance").status, 400);
    EXPECT_EQ(lead.post(page_path, "email=other%40shop.example&language=en", "").status, 403) << "without the form's token";
    lead.cookie += "; tillnote_lang=es";
    EXPECT_TRUE(lead.shows(page_path, "El resumen se hace"));
}

TEST_F(DistrictRecipientRoutes, AnAdministratorIsLedToNothingHeMayNotRead) {
    EXPECT_TRUE(admin.shows(page_path, "Northside"));
    EXPECT_FALSE(admin.shows(page_path, "href=\"/districts/north/asks\""));
    EXPECT_TRUE(lead.shows(page_path, "href=\"/districts/north/asks\""));
    EXPECT_EQ(admin.get("/districts/nowhere/recipients").status, 404);
}

TEST_F(DistrictRecipientRoutes, TheLinkOfAMailEndsItWithoutASignIn) {
    ASSERT_EQ(lead.post(page_path, "email=lead%40shop.example&language=en").status, 303);
    const std::string path = "/unsubscribe/" + running.query("select unsubscribe_token from district_recipient");
    EXPECT_EQ(path.find("/unsubscribe/D.north."), 0U);
    const auto asked = client.get(path);
    ASSERT_EQ(asked.status, 200) << asked.body;
    EXPECT_NE(asked.body.find("Stop the digest of the district Northside?"), std::string::npos);
    EXPECT_EQ(running.query("select count(*) from district_recipient where unsubscribed_at is null"), "1");
    const auto left =
        client.send("POST", path, {{"Content-Type", "application/x-www-form-urlencoded"}}, "List-Unsubscribe=One-Click");
    ASSERT_EQ(left.status, 200) << left.body;
    EXPECT_NE(left.body.find("the district&apos;s lead can put you back"), std::string::npos);
    EXPECT_EQ(running.query("select count(*) from district_recipient where unsubscribed_at is null"), "0");
    EXPECT_EQ(client.get("/unsubscribe/D.south.x").status, 404);
}

}  // namespace
}  // namespace tillnote
