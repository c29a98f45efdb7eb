#include "server/storage/pg_retention_log.hpp"

#include "server/storage/pg_retention_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tillnote::test {
namespace {

using domain::RetentionReport;
using testing::ElementsAre;
using testing::IsEmpty;

class RetentionLog : public testing::Test {
protected:
    void record(Instant at, std::int64_t rows, std::vector<Day> months, std::int64_t past_term) {
        ASSERT_TRUE(store.record_run(at, rows, months, past_term).has_value()) << retention.last_failure();
    }

    const Instant now = at(day(2026, 11, 20), 12);
    const std::string database = postgres().make_database();
    storage::Session retention{{.connection_string = postgres().connection_string(database, "tillnote_retention")}};
    storage::Session web{{.connection_string = postgres().connection_string(database, "tillnote_web")}};
    storage::PgRetentionStore store{retention};
    storage::PgRetentionLog log{web};
};

TEST_F(RetentionLog, ShowsTheLastRunAndThoseThatDidSomething) {
    EXPECT_THAT(*log.list_runs(), IsEmpty());
    EXPECT_EQ(*log.find_notes_gone_before(), std::nullopt);
    const auto ago = [&](int hours) { return now - std::chrono::hours{hours}; };
    record(ago(5), 7, {day(2025, 9, 1), day(2025, 8, 1)}, 0);
    record(ago(4), 0, {}, 0);
    record(ago(3), 0, {}, 2);
    record(ago(2), 0, {}, 0);
    record(ago(1), 0, {}, 0);
    EXPECT_THAT(*log.list_runs(), ElementsAre(RetentionReport{ago(1), 0, {}, 0}, RetentionReport{ago(3), 0, {}, 2},
                                              RetentionReport{ago(5), 7, {day(2025, 8, 1), day(2025, 9, 1)}, 0}));
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM retention_run"), "5");
    record(now + std::chrono::hours{24 * 8}, 0, {}, 0);
    EXPECT_EQ(postgres().query(database, "SELECT count(*) FROM retention_run"), "3")
        << "who had nothing to do goes after a week";
    postgres().query(database, "UPDATE notes_gone SET before = '2025-09-02'");
    EXPECT_EQ(*log.find_notes_gone_before(), day(2025, 9, 2));
}

TEST_F(RetentionLog, IsWrittenByNobodyButTheJob) {
    storage::Session other{{.connection_string = postgres().connection_string(database, "tillnote_web")}};
    storage::PgRetentionStore forbidden{other};
    EXPECT_FALSE(forbidden.record_run(now, 0, {}, 0).has_value());
}

}  // namespace
}  // namespace tillnote::test
