#include "tests/routes/page_session.hpp"

namespace tillnote {
namespace {

constexpr const char* page_path = "/stores/oak-street/recipients";
constexpr const char* change_path = "/stores/oak-street/recipients/change";

class RecipientPageRoutes : public ::testing::Test {
protected:
    test::RunningService running;
    test::RecordingClient client{running.url()};
    test::PageSession manager{running, client, "manager"};
    test::PageSession district{running, client, "district"};
    test::PageSession chain{running, client, "chain"};
};

TEST_F(RecipientPageRoutes, AManagerAddsChangesStopsAndStartsWithoutJavaScript) {
    EXPECT_TRUE(manager.shows(page_path, "Nobody gets mail about this store yet."));
    const auto added = manager.post(page_path, "email=boss%40shop.example&kind=digest&language=es&local_time=06%3A30");
    ASSERT_EQ(added.status, 303) << added.body;
    EXPECT_EQ(added.header("location"), "/stores/oak-street/recipients?done=added");
    EXPECT_TRUE(manager.shows(added.header("location"), "The next mail goes there, too."));
    EXPECT_TRUE(manager.shows(page_path, "The digest, every morning at 06:30."));
    const std::string one = "recipient=" + running.query("select recipient_id from recipient");
    ASSERT_EQ(manager.post(change_path, one + "&do=save&language=en&local_time=07%3A15").status, 303);
    EXPECT_EQ(running.query("select language || ' ' || local_minutes from recipient"), "en 435");
    const auto stopped = district.post(change_path, one + "&do=stop&language=es&local_time=");
    ASSERT_EQ(stopped.status, 303) << stopped.body;
    EXPECT_TRUE(manager.shows(page_path, "No digest since "));
    EXPECT_EQ(running.query("select language from recipient"), "en") << "to stop changes nothing else";
    ASSERT_EQ(manager.post(change_path, one + "&do=start").status, 303);
    EXPECT_FALSE(manager.shows(page_path, "No digest since "));
}

TEST_F(RecipientPageRoutes, MistakesAreSaidAtTheirFieldAndKeepWhatWasTyped) {
    const auto wrong = manager.post(page_path, "email=nobody&kind=alert&language=es&local_time=06%3A30");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_NE(wrong.body.find("id=\"email-problem\""), std::string::npos);
    EXPECT_NE(wrong.body.find("value=\"nobody\""), std::string::npos);
    EXPECT_NE(wrong.body.find("value=\"alert\" selected"), std::string::npos);
    ASSERT_EQ(manager.post(page_path, "email=boss%40shop.example&kind=digest&language=en&local_time=05%3A45").status, 303);
    EXPECT_EQ(manager.post(page_path, "email=boss%40shop.example&kind=digest&language=en&local_time=05%3A45").status, 409);
    const std::string one = "recipient=" + running.query("select recipient_id from recipient");
    const auto soon = manager.post(change_path, one + "&do=save&language=en&local_time=soon");
    EXPECT_EQ(soon.status, 400);
    EXPECT_NE(soon.body.find("value=\"soon\""), std::string::npos);
    EXPECT_EQ(manager.post(change_path, one + "&do=dance").status, 400);
    EXPECT_EQ(manager.post(change_path, "recipient=x&do=stop").status, 404);
    EXPECT_EQ(manager.post(change_path, "recipient=0190f000-0000-7000-8000-000000000000&do=stop").status, 404);
    manager.cookie += "; tillnote_lang=es";
    EXPECT_NE(manager.post(page_path, "email=nobody").body.find("Escriba una dirección"), std::string::npos);
}

TEST_F(RecipientPageRoutes, NothingHappensWithoutTheFormsTokenOrTheRole) {
    EXPECT_EQ(manager.post(page_path, "email=boss%40shop.example", "").status, 403);
    EXPECT_EQ(chain.post(page_path, "email=boss%40shop.example").status, 403);
    EXPECT_EQ(running.query("select count(*) from recipient"), "0");
    EXPECT_TRUE(manager.shows("/stores/oak-street/today", "href=\"/stores/oak-street/recipients\""));
    EXPECT_FALSE(chain.shows("/stores/oak-street/today", "href=\"/stores/oak-street/recipients\""))
        << "addresses are personal";
    EXPECT_FALSE(chain.shows("/stores/oak-street/asks", "href=\"/stores/oak-street/recipients\""));
}

TEST_F(RecipientPageRoutes, TheLatestMailIsToldOf) {
    ASSERT_EQ(manager.post(page_path, "email=boss%40shop.example&kind=digest&language=en&local_time=05%3A45").status, 303);
    EXPECT_TRUE(manager.shows(page_path, "Nothing has been sent yet."));
    running.query(
        "INSERT INTO delivery (delivery_id, of_store, kind, channel, target_id, business_day, edition, message_id,"
        " state, due_at, next_attempt_at, attempts, last_error) SELECT gen_random_uuid(), 'oak-street', 'digest',"
        " 'mail', recipient_id, '2026-11-20', 1, 'x@y', 'failed', '2026-11-21T11:45:00Z', '2026-11-21T11:45:00Z', 1,"
        " 'The mail server said: 550 no such user' FROM recipient RETURNING 1");
    EXPECT_TRUE(manager.shows(page_path, "was not delivered: The mail server said: 550 no such user"));
}

}  // namespace
}  // namespace tillnote
