#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "tests/support/running_service.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class TrafficRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() { running = new test::RunningService(); }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }

    static std::string ago(int days) {
        return format_day(domain::add_days(domain::Day{std::chrono::floor<std::chrono::days>(test::now())}, -days));
    }
    test::Answer send_csv(const std::string& body, const std::string& type = "text/csv") {
        auto headers = test::bearer(running->bearer_of("admin"));
        headers.emplace_back("Content-Type", type);
        return client.send("POST", "/v1/traffic", headers, body);
    }
    test::Answer put(const std::string& path, const std::string& body) {
        auto headers = test::bearer(running->bearer_of("admin"));
        headers.emplace_back("Content-Type", "application/json");
        return client.send("PUT", path, headers, body);
    }
    std::string stored(const std::string& store, const std::string& day) {
        return running->query("SELECT coalesce(sum(staffed_transactions)::text, 'none') FROM traffic WHERE store_id = '" +
                              store + "' AND business_day = '" + day + "'");
    }

    static test::RunningService* running;
    test::RecordingClient client{running->url()};
};
test::RunningService* TrafficRoutes::running = nullptr;

TEST_F(TrafficRoutes, StoreOneDayAndCorrectIt) {
    const std::string path = "/v1/stores/oak-street/traffic/" + ago(3);
    EXPECT_EQ(put(path, R"({"staffed_transactions": 1834})").status, 204);
    EXPECT_EQ(stored("oak-street", ago(3)), "1834");
    EXPECT_EQ(put(path, R"({"staffed_transactions": 1900})").status, 204);
    EXPECT_EQ(stored("oak-street", ago(3)), "1900");
}

TEST_F(TrafficRoutes, NameTheMistakeInOneDay) {
    EXPECT_EQ(put("/v1/stores/nowhere/traffic/" + ago(3), R"({"staffed_transactions": 1})").status, 404);
    EXPECT_EQ(put("/v1/stores/oak-street/traffic/" + ago(-3), R"({"staffed_transactions": 1})").status, 404);
    EXPECT_EQ(put("/v1/stores/oak-street/traffic/monday", R"({"staffed_transactions": 1})").status, 400);
    const auto negative = put("/v1/stores/oak-street/traffic/" + ago(3), R"({"staffed_transactions": -1})");
    EXPECT_EQ(negative.status, 400) << negative.body;
    EXPECT_EQ(json::parse(negative.body)["errors"][0]["pointer"], "/staffed_transactions");
}

TEST_F(TrafficRoutes, StoreManyLinesAtOnce) {
    const auto answer = send_csv("store,day,staffed_transactions\noak-street," + ago(5) + ",1200\nharbor," + ago(5) +
                                 ",900\nharbor," + ago(5) + ",900\n");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(json::parse(answer.body)["days"], 2);
    EXPECT_EQ(stored("harbor", ago(5)), "900");
}

TEST_F(TrafficRoutes, StoreNothingOfAFileWithAWrongLineAndNameEachOfThem) {
    const auto answer = send_csv("oak-street," + ago(7) + ",1200\nnowhere," + ago(7) + ",1\noak-street,soon,1\n");
    EXPECT_EQ(answer.status, 422) << answer.body;
    const json problem = json::parse(answer.body);
    ASSERT_EQ(problem["errors"].size(), 2U);
    EXPECT_EQ(problem["errors"][0]["pointer"], "line 2");
    EXPECT_THAT(problem["errors"][1]["message"].get<std::string>(), HasSubstr("YYYY-MM-DD"));
    EXPECT_EQ(stored("oak-street", ago(7)), "none");
    EXPECT_EQ(send_csv("x", "text/plain").status, 415);
}

}  // namespace
}  // namespace tillnote
