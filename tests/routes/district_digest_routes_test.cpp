#include "server/domain/business_day.hpp"
#include "server/render/district_digest_data.hpp"
#include "tests/domain/comparison_building.hpp"
#include "tests/routes/page_session.hpp"

#include <nlohmann/json.hpp>

namespace tillnote {
namespace {

using nlohmann::json;
using test::bearer;

constexpr const char* api_path = "/v1/districts/north/digests/";
constexpr const char* page_path = "/districts/north/digests/";

/// One edition of the digest of 20 November 2026, as a server froze it.
class DistrictDigestRoutes : public ::testing::Test {
protected:
    void SetUp() override {
        domain::DistrictDigestInput input;
        input.district = {"north", "Northside"};
        input.day = domain::testing::day(2026, 11, 20);
        input.comparison.range = domain::district_digest_range(input.day);
        input.comparison.reasons = domain::testing::four_reasons();
        input.comparison.departments = domain::testing::two_departments();
        input.comparison.members = {
            domain::testing::member_of("oak-street", {domain::testing::heard_day(input.day, {40, 30, 20, 10})}),
            domain::testing::member_of("mill-road", {domain::testing::heard_day(input.day, {5, 30, 40, 25})})};
        input.without_digest = {"mill-road"};
        const domain::Edition edition{1, domain::testing::instant(2026, 11, 21, 13, 45), 1};
        app::DatabasePorts digest(running.config().database_digest);
        const auto frozen = digest.district_editions.freeze(
            {"north", input.day, edition, render::render_district_input(input),
             render::render_district_digest_json(domain::build_district_digest(input, edition))},
            {});
        ASSERT_TRUE(frozen && *frozen);
    }
    test::Answer read(const std::string& what, const std::string& role = "district") {
        return client.get(api_path + what, bearer(running.bearer_of(role)));
    }

    test::RunningService running;
    test::RecordingClient client{running.url()};
    test::PageSession lead{running, client, "district"};
    test::PageSession chain{running, client, "chain"};
};

TEST_F(DistrictDigestRoutes, AnswersTheBytesThatWereKept) {
    const auto answer = read("2026-11-20");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.body, running.query("select digest from district_edition"));
    EXPECT_EQ(json::parse(answer.body)["edition"]["number"], 1);
    EXPECT_EQ(read("latest", "chain").body, answer.body);
    EXPECT_EQ(read("2026-11-20?edition=1").body, answer.body);
    auto headers = bearer(running.bearer_of("district"));
    headers.emplace_back("If-None-Match", answer.header("etag"));
    EXPECT_EQ(client.get(std::string(api_path) + "latest", headers).status, 304);
}

TEST_F(DistrictDigestRoutes, SaysWhatIsNotThere) {
    EXPECT_EQ(read("2026-11-19").status, 404);
    EXPECT_EQ(read("2026-11-20?edition=2").status, 404);
    EXPECT_EQ(read("2026-11-20?edition=x").status, 400);
    EXPECT_EQ(read("tomorrow").status, 400);
    EXPECT_EQ(client.get("/v1/districts/south/digests/latest", bearer(running.bearer_of("chain"))).status, 404);
}

TEST_F(DistrictDigestRoutes, ThePageSaysWhichEditionItIsAndLeadsToTheComparison) {
    const std::string path = std::string(page_path) + "2026-11-20?edition=1";
    EXPECT_TRUE(lead.shows(path, "Edition 1, made Sat 21 Nov 07:45 CST.")) << lead.get(path).body;
    EXPECT_TRUE(lead.shows(path, "Store mill-road: no digest of the last day"));
    EXPECT_TRUE(lead.shows(path, "href=\"/districts/north?from=2026-11-14&amp;to=2026-11-20\""));
    EXPECT_TRUE(chain.shows(std::string(page_path) + "latest", "Edition 1"));
    EXPECT_TRUE(lead.shows(path, "href=\"/districts/north/recipients\""));
    EXPECT_FALSE(chain.shows(path, "href=\"/districts/north/recipients\""));
    for (const char* from :
         {"/districts/north", "/districts/north/goals", "/districts/north/asks", "/districts/north/recipients"}) {
        EXPECT_TRUE(lead.shows(from, "href=\"/districts/north/digests/latest\"")) << from;
        EXPECT_TRUE(lead.shows(from, "href=\"/districts/north/goals\"")) << from;
    }
    EXPECT_TRUE(chain.shows("/districts/north", "href=\"/districts/north/digests/latest\""));
    EXPECT_TRUE(chain.shows("/districts/north", "href=\"/districts/north/goals\""));  // the chain reads them
    EXPECT_EQ(lead.get(std::string(page_path) + "2026-11-19").status, 404);
    lead.cookie += "; tillnote_lang=es";
    EXPECT_TRUE(lead.shows(path, "Edición 1, hecha el"));
}

}  // namespace
}  // namespace tillnote
