#include "tests/support/running_service.hpp"

#include "server/app/database_ports.hpp"
#include "server/routes/make_id.hpp"
#include "tests/routes/page_session.hpp"
#include "tests/support/eventually.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

namespace tillnote {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr const char* alerts_path = "/v1/stores/oak-street/alerts";

class AlertRoutes : public ::testing::Test {
protected:
    void tap(const std::string& reason) {
        const auto answer = client.post_json("/v1/notes", to_json(maker.request({maker.note(reason)})), test::bearer(lane));
        ASSERT_EQ(answer.status, 200) << answer.body;
    }
    json list() {
        const auto answer = client.get(alerts_path, manager);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body)["alerts"];
    }
    /// What the service's own worker does, as if `later` had passed.
    void raise(std::chrono::seconds later) {
        const auto raiser = app::make_alert_raiser(running.config().database_digest);
        const Instant at = test::now() + later;
        const auto urgent = raiser->list_urgent(at, 10);
        ASSERT_TRUE(urgent);
        for (const auto& store_day : *urgent) {
            ASSERT_TRUE(raiser->raise_due(store_day, at, routes::make_random_id));
        }
    }
    /// An alert without waiting for it.
    std::string need_alert(const std::string& reason) {
        tap(reason);
        EXPECT_TRUE(test::eventually([&] {
            raise(13s);
            return !list().empty();
        }));
        const auto alerts = list();
        EXPECT_EQ(alerts.size(), 1u);
        return alerts.empty() ? "" : alerts[0]["alert_id"].get<std::string>();
    }
    test::Answer acknowledge(const std::string& id, const std::string& body = "{}") {
        return client.post_json(alerts_path + std::string("/") + id + "/acknowledge", body, manager);
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    const test::RecordingClient::Headers manager = test::bearer(running.bearer_of("manager"));
    const std::string lane = running.lane_token("oak-street", 1);
    test::NoteMaker maker;
};

TEST_F(AlertRoutes, AnUrgentTapIsAnAlertTwelveSecondsLaterByItself) {
    const Instant tapped = test::now();
    tap("401");
    tap("103");
    EXPECT_TRUE(list().empty());
    EXPECT_TRUE(test::eventually([&] { return !list().empty(); }));
    const auto alerts = list();
    ASSERT_EQ(alerts.size(), 1u);
    EXPECT_EQ(alerts[0]["reason"], "401");
    EXPECT_EQ(alerts[0]["label"], "Expired/spoiled");
    EXPECT_EQ(alerts[0]["remarks"], 1);
    EXPECT_EQ(alerts[0]["acknowledged_at"], nullptr);
    EXPECT_GE(test::now() - tapped, 12s);
    EXPECT_TRUE(alerts[0]["first_tapped_at"].is_string());
    EXPECT_LT(alerts[0]["first_tapped_at"], alerts[0]["raised_at"]) << "both in UTC, of one form";
    EXPECT_FALSE(alerts[0].contains("lane"));
}

TEST_F(AlertRoutes, AManagerAcknowledgesOnceAndTheFirstTimeStands) {
    const auto id = need_alert("705");
    const auto first = acknowledge(id);
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_NE(json::parse(first.body)["acknowledged_at"], nullptr);
    const auto again = acknowledge(id);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(json::parse(client.get("/v1/stores/oak-street/actions", manager).body)["actions"].size(), 0u);
}

TEST_F(AlertRoutes, AReplyReachesTheLanesAndClosesTheLine) {
    const auto id = need_alert("401");
    const auto answered = acknowledge(id, R"({"reply": "Yogurt pulled 17:41. Thank you."})");
    ASSERT_EQ(answered.status, 200) << answered.body;
    EXPECT_EQ(json::parse(answered.body)["reply"], "Yogurt pulled 17:41. Thank you.");
    EXPECT_EQ(acknowledge(id, R"({"reply": "Yogurt pulled 17:41. Thank you."})").status, 200) << "the same again";
    EXPECT_EQ(acknowledge(id, R"({"reply": "Another"})").status, 409);
    const auto messages = json::parse(client.get("/v1/stores/oak-street/messages", manager).body)["messages"];
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_EQ(messages[0]["text_es"], "Yogurt pulled 17:41. Thank you.");
    const auto actions = json::parse(client.get("/v1/stores/oak-street/actions", manager).body)["actions"];
    ASSERT_EQ(actions.size(), 1u);
    EXPECT_EQ(actions[0]["state"], "done");
    EXPECT_EQ(actions[0]["line_key"], "alert:" + id);
    EXPECT_EQ(running.query("select string_agg(concat_ws(' ', action, object_kind, object_id), ', ') from audit_entry where "
                            "action <> 'read'"),
              "acknowledged alert " + id);
    EXPECT_EQ(actions[0]["title_es"], "Caducado/dañado");
}

TEST_F(AlertRoutes, WhatStandsIsOnThePageThatAManagerLandsOn) {
    test::PageSession page{running, client, "manager"};
    EXPECT_TRUE(page.shows("/stores/oak-street/latest", "No alert was raised."));
    const auto id = need_alert("705");
    for (const char* day : {"latest", "today"}) {
        EXPECT_TRUE(page.shows(std::string("/stores/oak-street/") + day, "not acknowledged yet")) << day;
        EXPECT_TRUE(page.shows(std::string("/stores/oak-street/") + day, "value=\"alert:" + id)) << "to answer it there";
    }
    EXPECT_FALSE(page.shows("/stores/oak-street/" + running.in_days(-2), "not acknowledged yet")) << "raised after it";
    ASSERT_EQ(acknowledge(id).status, 200);
    EXPECT_TRUE(page.shows("/stores/oak-street/latest", "No alert was raised."));
}

TEST_F(AlertRoutes, WhatStandsIsCountedInTheListOfStores) {
    test::PageSession lead{running, client, "district"};
    EXPECT_FALSE(lead.shows("/", "to acknowledge"));
    const auto id = need_alert("705");
    EXPECT_TRUE(lead.shows("/", "<bdi>Oak Street</bdi></a> <span class=\"standing\">1 alert to acknowledge</span>"));
    ASSERT_EQ(acknowledge(id).status, 200);
    EXPECT_FALSE(lead.shows("/", "to acknowledge"));
}

TEST_F(AlertRoutes, MistakesAreNamed) {
    const auto id = need_alert("401");
    EXPECT_EQ(acknowledge("x").status, 404);
    EXPECT_EQ(acknowledge(test::fresh_id().to_string()).status, 404);
    EXPECT_EQ(acknowledge(id, "{").status, 400);
    EXPECT_EQ(acknowledge(id, R"({"lane": 3})").status, 400);
    EXPECT_EQ(acknowledge(id, R"({"reply": ")" + std::string(91, 'x') + "\"}").status, 400);
    EXPECT_EQ(acknowledge(id, R"({"reply_es": "solo"})").status, 400);
    EXPECT_EQ(list()[0]["acknowledged_at"], nullptr) << "nothing was done";
    const auto chain = test::bearer(running.bearer_of("chain"));
    EXPECT_EQ(client.post_json(std::string(alerts_path) + "/" + id + "/acknowledge", "{}", chain).status, 403);
}

}  // namespace
}  // namespace tillnote
