#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;

class AskRoutes : public ::testing::Test {
protected:
    void SetUp() override { running = std::make_unique<test::RunningService>(); }

    /// Business days of oak-street, from the one that is open.
    std::string day(int ahead) {
        const auto today = json::parse(client().get("/v1/stores", bearer(manager)).body)["stores"][0]["open"];
        return format_day(domain::add_days(*parse_day(today.get<std::string>()), ahead));
    }
    json body(int from = 0, int to = 6) {
        return {{"question_en", "Did you find everything?"},
                {"question_es", "¿Encontró todo?"},
                {"answers",
                 {{{"answer", "yes"}, {"label_en", "Yes"}, {"label_es", "Sí"}},
                  {{"answer", "no"}, {"label_en", "No"}, {"label_es", "No"}}}},
                {"from", day(from)},
                {"to", day(to)}};
    }
    test::RecordingClient& client() {
        if (!client_) {
            client_ = std::make_unique<test::RecordingClient>(running->url());
            manager = running->bearer_of("manager");
            lane = running->lane_token("oak-street", 1);
        }
        return *client_;
    }
    test::Answer post(const json& ask) {
        client();
        return client().post_json("/v1/stores/oak-street/asks", ask.dump(), bearer(manager));
    }
    test::Answer patch(const std::string& id, const json& change) {
        auto headers = bearer(manager);
        headers.emplace_back("Content-Type", "application/json");
        return client().send("PATCH", "/v1/stores/oak-street/asks/" + id, headers, change.dump());
    }
    /// The lane's catalog, once it differs from `known`; the directory is re-read every second.
    LaneCatalog catalog_after(const std::string& known) {
        LaneCatalog changed;
        EXPECT_TRUE(test::eventually([&] {
            changed = parse_lane_catalog(client().get("/v1/catalog", bearer(lane)).body).value();
            return changed.version != known;
        })) << "the catalog did not change";
        return changed;
    }
    NoteResult deliver(const std::string& ask_id, std::optional<std::string> answer, bool with_transaction = true) {
        test::NoteMaker maker;
        auto request = maker.request({});
        const auto outcome = answer ? ShowingOutcome::answered : ShowingOutcome::not_asked;
        request.showings.push_back(
            {test::fresh_id(), *Uuid::parse(ask_id), test::now(), outcome, std::move(answer), with_transaction});
        const auto reply = client().post_json("/v1/notes", to_json(request), bearer(lane));
        EXPECT_EQ(reply.status, 200) << reply.body;
        return parse_notes_answer(reply.body)->results.at(0);
    }

    std::unique_ptr<test::RunningService> running;
    std::string manager;
    std::string lane;

private:
    std::unique_ptr<test::RecordingClient> client_;
};

TEST_F(AskRoutes, AnAskTravelsFromItsManagerToTheLaneAndItsAnswersBack) {
    const auto before = catalog_after("");
    const auto added = post(body());
    ASSERT_EQ(added.status, 201) << added.body;
    const auto ask = json::parse(added.body);
    EXPECT_EQ(ask["state"], "running");
    EXPECT_EQ(ask["one_in"], 20);
    const auto catalog = catalog_after(before.version);
    ASSERT_EQ(catalog.asks.size(), 1U);
    EXPECT_EQ(catalog.asks[0].ask_id.to_string(), ask["ask_id"].get<std::string>());
    EXPECT_EQ(catalog.asks[0].answers[0].label_es, "Sí");
    EXPECT_EQ(catalog.asks[0].from, ask["from"]);

    const std::string id = ask["ask_id"];
    EXPECT_EQ(deliver(id, "yes").status, NoteStatus::stored);
    EXPECT_EQ(deliver(id, "no").status, NoteStatus::stored);
    EXPECT_EQ(deliver(id, std::nullopt).status, NoteStatus::stored);
    EXPECT_EQ(deliver(id, "perhaps").problem, "unknown_ask");
    const auto digest = client().get("/v1/stores/oak-street/digests/today", bearer(manager));
    const auto asked = json::parse(digest.body)["asks"];
    ASSERT_EQ(asked.size(), 1U) << digest.body;
    EXPECT_EQ(asked[0]["shown"], 3);
    EXPECT_EQ(asked[0]["asked"], 2);
    EXPECT_EQ(asked[0]["sampled"], true);
    EXPECT_EQ(asked[0]["answers"][0]["count"], 1);
    EXPECT_EQ(asked[0]["answers"][0]["share"], nullptr) << "below 30";

    EXPECT_EQ(deliver(id, "yes", false).status, NoteStatus::stored);
    const auto mixed = client().get("/v1/stores/oak-street/digests/today", bearer(manager));
    EXPECT_EQ(json::parse(mixed.body)["asks"][0]["sampled"], false) << "one was asked at a random time";

    const auto closed = patch(id, {{"closed", true}});
    ASSERT_EQ(closed.status, 200) << closed.body;
    EXPECT_EQ(json::parse(closed.body)["state"], "closed");
    EXPECT_TRUE(catalog_after(catalog.version).asks.empty());
    EXPECT_EQ(deliver(id, "yes").status, NoteStatus::stored) << "shown before it was closed, delivered later";
    EXPECT_EQ(patch(id, {{"one_in", 5}}).status, 409);
    const auto listed = json::parse(client().get("/v1/stores/oak-street/asks", bearer(manager)).body);
    ASSERT_EQ(listed["asks"].size(), 1U);
    EXPECT_EQ(listed["asks"][0], json::parse(closed.body));
}

TEST_F(AskRoutes, MistakesAreNamed) {
    const auto expect = [&](const char* field, const json& value, int status, const char* pointer) {
        auto ask = body();
        ask[field] = value;
        const auto answer = post(ask);
        EXPECT_EQ(answer.status, status) << field << " " << answer.body;
        EXPECT_EQ(json::parse(answer.body)["errors"][0]["pointer"], pointer) << answer.body;
    };
    expect("question_en", std::string(91, 'x'), 400, "/question_en");
    expect("answers", json::array(), 400, "/answers");
    expect("from", "tomorrow", 400, "/from");
    expect("from", day(-1), 422, "/from");
    expect("to", day(-1), 422, "/to");
    expect("one_in", 0, 400, "/one_in");
    expect("surprise", 1, 400, "/surprise");
    auto without = body();
    without.erase("to");
    EXPECT_EQ(post(without).status, 400);
    ASSERT_EQ(post(body()).status, 201);
    EXPECT_EQ(post(body(6, 8)).status, 409) << "another ask runs on the seventh day";
    const std::string id = json::parse(post(body(7, 8)).body)["ask_id"];
    EXPECT_EQ(patch(id, json::object()).status, 400);
    EXPECT_EQ(patch(id, {{"to", day(6)}}).status, 422);
    EXPECT_EQ(patch(id, {{"to", day(9)}, {"one_in", 3}}).status, 200);
    EXPECT_EQ(patch(test::fresh_id().to_string(), {{"one_in", 3}}).status, 404);
    EXPECT_EQ(patch("x", {{"one_in", 3}}).status, 404);
}

TEST_F(AskRoutes, ADistrictAsksAllItsStoresOrNone) {
    json ask = body(1, 6);
    const auto lead = bearer(running->bearer_of("district"));
    const auto put = [&] { return client().post_json("/v1/districts/north/asks", ask.dump(), lead); };
    const auto count = [&] { return running->query("select string_agg(store_id, ' ' order by store_id) from ask"); };
    const auto put_once = put();
    ASSERT_EQ(put_once.status, 201) << put_once.body;
    EXPECT_EQ(json::parse(put_once.body)["asks"].size(), 2u);
    EXPECT_EQ(count(), "mill-road oak-street");
    running->query("delete from ask_answer where store_id = 'mill-road'; delete from ask where store_id = 'mill-road'");
    const auto taken = put();
    EXPECT_EQ(taken.status, 409);
    EXPECT_NE(taken.body.find("oak-street: Another ask"), std::string::npos) << taken.body;
    EXPECT_EQ(count(), "oak-street") << "one store has an ask on these days, so none gets this one";
    ask["one_in"] = 0;
    EXPECT_EQ(put().status, 400);
}

}  // namespace
}  // namespace tillnote
