#include "tests/support/eventually.hpp"
#include "tests/support/exposition.hpp"
#include "tests/support/running_service.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using namespace std::chrono_literals;
using test::bearer;
using test::parse_exposition;

class HealthRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() { running = new test::RunningService(); }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }

    test::Exposition metrics() {
        const auto answer = scraper.get("/metrics");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        return parse_exposition(answer.body);
    }
    /// What the metric comes to once it has moved; what is counted after an answer may come a moment later.
    double wait_for(const std::string& name, double at_least, const std::string& label = {}) {
        double seen = 0;
        EXPECT_TRUE(test::eventually([&] {
            seen = metrics().sum(name, label);
            return seen >= at_least;
        })) << name
            << label;
        return seen;
    }

    static test::RunningService* running;
    test::RecordingClient client{running->url()};
    // Not the API: its answers are not in the document.
    test::RecordingClient scraper{"http://127.0.0.1:" + std::to_string(running->service().metrics_port()),
                                  test::RecordingClient::Record::no};
};
test::RunningService* HealthRoutes::running = nullptr;

TEST_F(HealthRoutes, SayThatTheServiceLivesAndIsReady) {
    for (const std::string path : {"/livez", "/readyz"}) {
        const auto answer = client.get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.body, R"({"status":"ok"})");
    }
}

TEST_F(HealthRoutes, MetricsMoveWithWhatTheServiceDoes) {
    const auto before = metrics();
    test::NoteMaker maker;
    const auto request = maker.request({maker.note("101"), maker.note("102"), maker.note("777")});
    const auto token = running->lane_token("oak-street", 4);
    ASSERT_EQ(client.post_json("/v1/notes", to_json(request), bearer(token)).status, 200);
    ASSERT_EQ(client.post_json("/v1/notes", to_json(request), bearer(token)).status, 200);
    ASSERT_EQ(client.post_json("/v1/notes", "{", bearer(token)).status, 400);
    const auto grown = [&](const std::string& name, double by, const std::string& label = {}) {
        const double was = before.sum(name, label);
        EXPECT_EQ(wait_for(name, was + by, label), was + by) << name << label;
    };
    grown("tillnote_notes_total", 2, "status=\"stored\"");
    grown("tillnote_notes_total", 2, "status=\"exists\"");
    grown("tillnote_http_requests_total", 2, R"(route="/v1/notes",status="200")");
    grown("tillnote_http_requests_total", 1, R"(route="/v1/notes",status="400")");
    EXPECT_GE(wait_for("tillnote_commit_notes_count", before.sum("tillnote_commit_notes_count") + 2), 2);
    EXPECT_GE(wait_for("tillnote_rollup_days_total", before.sum("tillnote_rollup_days_total") + 1), 1);
    EXPECT_EQ(metrics().sum("tillnote_commit_queue_notes"), 0);
    EXPECT_EQ(metrics().sum("tillnote_http_connections"), 1);
}

TEST_F(HealthRoutes, MetricsStandOnTheirOwnListenerOnly) {
    EXPECT_EQ(client.get("/metrics").status, 404);
    EXPECT_EQ(scraper.get("/v1/stores").status, 404);
}

}  // namespace
}  // namespace tillnote
