#include "server/render/audit_data.hpp"

#include "tests/render/sample_audit.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

TEST(AuditData, IsJsonWithNullsForWhatIsNotThere) {
    const auto page = json::parse(render_audit_json(samples::audit().page));
    EXPECT_EQ(page["next"], 895);
    ASSERT_EQ(page["entries"].size(), 6U);
    const auto& last = page["entries"][5];
    EXPECT_EQ(last["actor"]["kind"], "nobody");
    EXPECT_TRUE(last["actor"]["name"].is_null());
    EXPECT_TRUE(last["object_id"].is_null());
    EXPECT_EQ(last["outcome"], "throttled");
    EXPECT_EQ(last["details"], json::object());
    EXPECT_TRUE(json::parse(render_audit_json({}))["next"].is_null());
}

TEST(AuditData, IsCsvThatASpreadsheetRunsNothingOf) {
    auto page = samples::audit().page;
    page.entries[0].entry.object_id = "=1+1";
    const std::string csv = render_audit_csv(page);
    EXPECT_THAT(csv, StartsWith("number,recorded_at,actor_kind,actor,role,address,action,object,object_id,store,district,"
                                "outcome,details\r\n900,2025-11-17T03:42:00.000Z,person,admin@chain.example,admin"));
    EXPECT_THAT(csv, HasSubstr("'=1+1"));
    EXPECT_THAT(csv, HasSubstr(R"("{""name"":""Power BI"",""reads"":""chain""}")"));
}

}  // namespace
}  // namespace tillnote::render
