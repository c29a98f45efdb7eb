#include "tests/support/running_service.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class HistoryRoutes : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        running = new test::RunningService();
        running->query(
            "INSERT INTO rollup (store_id, business_day, reason, remarks, breadth) SELECT 'oak-street', "
            "current_date - 3, code, 4, 2 FROM reason RETURNING 1");
    }
    static void TearDownTestSuite() {
        delete running;
        running = nullptr;
    }
    static test::RunningService* running;

    test::RecordingClient client{running->url()};
    const std::string manager = running->bearer_of("manager");
};
test::RunningService* HistoryRoutes::running = nullptr;

TEST_F(HistoryRoutes, GiveTheSameNumbersAsJsonCsvAndPage) {
    const auto answer = client.get("/v1/stores/oak-street/history?reason=103", bearer(manager));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto history = json::parse(answer.body);
    int remarks = 0;
    int of = 0;
    for (const auto& week : history["weeks"]) {
        remarks += week["remarks"].get<int>();
        of += week["of"].get<int>();
    }
    EXPECT_EQ(remarks, 4);
    EXPECT_EQ(of, 4 * 32) << "40 reasons, of them 2 about staff and 6 why-here";
    auto headers = bearer(manager);
    headers.emplace_back("Accept", "text/csv");
    const auto csv = client.get("/v1/stores/oak-street/history?reason=103", headers);
    EXPECT_THAT(csv.body, StartsWith("store,by,key,label,week_from"));
    EXPECT_EQ(client.get("/stores/oak-street/history.csv?reason=103", bearer(manager)).body, csv.body);
    EXPECT_THAT(client.get("/stores/oak-street/history?reason=103", bearer(manager)).body, HasSubstr("Produce bad"));
}

TEST_F(HistoryRoutes, SayNothingAboutStaff) {
    EXPECT_EQ(client.get("/v1/stores/oak-street/history?reason=601", bearer(manager)).status, 400);
    EXPECT_EQ(client.get("/v1/stores/oak-street/history?theme=staff", bearer(manager)).status, 400);
    EXPECT_EQ(client.get("/v1/stores/oak-street/history?department=service", bearer(manager)).status, 400);
    const auto page = client.get("/stores/oak-street/history", bearer(manager));
    EXPECT_THAT(page.body, Not(HasSubstr("Great employee")));
}

TEST_F(HistoryRoutes, NameTheMistake) {
    const auto nothing = client.get("/v1/stores/oak-street/history", bearer(manager));
    EXPECT_EQ(nothing.status, 400);
    EXPECT_EQ(json::parse(nothing.body)["errors"][0]["pointer"], "reason");
    const auto unknown = client.get("/v1/stores/oak-street/history?theme=sushi", bearer(manager));
    EXPECT_EQ(json::parse(unknown.body)["errors"][0]["pointer"], "theme");
}

TEST_F(HistoryRoutes, LeadFromASearchStraightToTheOnlyHit) {
    const auto one = client.get("/stores/oak-street/history?q=produce%20bad", bearer(manager));
    EXPECT_EQ(one.status, 303);
    EXPECT_EQ(one.header("location"), "/stores/oak-street/history?reason=103");
    EXPECT_EQ(client.get("/stores/oak-street/history?q=produce", bearer(manager)).status, 200);
    EXPECT_EQ(client.get("/stores/oak-street/history?q=rapidez", bearer(manager)).header("location"),
              "/stores/oak-street/history?theme=speed")
        << "a theme by the name that a Spanish reader sees";
}

}  // namespace
}  // namespace tillnote
