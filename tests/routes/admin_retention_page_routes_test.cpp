#include "tests/routes/page_session.hpp"

#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

TEST(AdminRetentionPage, ShowsTheLastRunAndWhetherItIsLate) {
    RunningService running{[](app::Config& config) { config.database_retention.clear(); }};  // what is shown is the test's
    RecordingClient client{running.url()};
    PageSession admin{running, client, "admin"};
    EXPECT_TRUE(admin.shows("/admin/retention", "Forgetting has not run yet."));
    running.query("insert into retention_run values (now() - interval '3 hours', 12, '{2025-09-01}', 0)");
    EXPECT_TRUE(admin.shows("/admin/retention", "more than two hours"));
    EXPECT_TRUE(admin.shows("/admin/retention", "Sep 2025"));
    running.query("insert into retention_run values (now(), 0, '{}', 4)");
    EXPECT_TRUE(admin.shows("/admin/retention", "Something is there past its term"));
    EXPECT_FALSE(admin.shows("/admin/retention", "more than two hours"));
    PageSession chain(running, client, "chain");
    EXPECT_EQ(chain.get("/admin/retention").status, 403);
}

}  // namespace
}  // namespace tillnote::test
