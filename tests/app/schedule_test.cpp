#include "server/app/schedule.hpp"

#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/log.hpp"
#include "tests/storage/building.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

/// The loop around the freezers, over a real database and a clock that stands still.
namespace tillnote::test {
namespace {

using namespace std::chrono_literals;
using app::FreezeSummary;
using app::Schedule;
using domain::RunOutcome;

const Day friday = day(2025, 11, 21);
const Instant friday_due = at(day(2025, 11, 22), 11, 45);  // 05:45 in Chicago
constexpr int stores = 6;

class ScheduleTest : public testing::Test {
protected:
    void SetUp() override {
        app::start_log("off");
        config.database_digest = postgres().connection_string(database, "tillnote_digest");
        const Day opened = day(2025, 1, 1);
        ASSERT_TRUE(web.organisation.put_district({"north", "North"})) << web.session.last_failure();
        for (int number = 1; number <= stores; ++number) {
            ASSERT_TRUE(web.organisation.put_store(
                {store(number), "Elm Street", "north", {{opened, "America/Chicago", 240}}, opened, {}, false, {}}));
            ASSERT_TRUE(
                digest.editions.record_run(store(number), domain::add_days(friday, -1), RunOutcome::begun, friday_due));
        }
        directory = *app::load_directory(web.view, friday_due);
    }

    static std::string store(int number) { return "store-" + std::to_string(number); }

    std::unique_ptr<Schedule> start() {
        return std::make_unique<Schedule>(
            [this] {
                return std::make_unique<app::Outgoing>(app::OutgoingOptions{config,
                                                                            [this] { return directory; },
                                                                            [] { return friday_due; },
                                                                            [](const delivery::DeliveryEvent&) {},
                                                                            {}});
            },
            [this] { return directory; }, [] { return friday_due; },
            [this](const FreezeSummary& summary) { note(summary); });
    }
    void note(const FreezeSummary& summary) {
        const std::lock_guard lock(mutex);
        frozen += summary.frozen;
        failed += summary.failed;
        changed.notify_all();
    }
    bool wait_for_frozen(int count) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 60s, [&] { return frozen >= count; });
    }
    int editions() {
        int found = 0;
        for (int number = 1; number <= stores; ++number) {
            found += web.editions.find_edition(store(number), friday, std::nullopt)->has_value() ? 1 : 0;
        }
        return found;
    }

    const std::string database = postgres().make_database();
    app::Config config;
    app::DatabasePorts web{postgres().connection_string(database, "tillnote_web")};
    app::DatabasePorts digest{postgres().connection_string(database, "tillnote_digest")};
    std::shared_ptr<const domain::Directory> directory;
    std::mutex mutex;
    std::condition_variable changed;
    int frozen = 0;
    int failed = 0;
};

TEST_F(ScheduleTest, FreezesWhatIsDueByItselfAndTellsOfIt) {
    const auto schedule = start();
    ASSERT_TRUE(wait_for_frozen(stores));
    schedule->stop();
    EXPECT_EQ(editions(), stores);
    EXPECT_EQ(frozen, stores);
    EXPECT_EQ(failed, 0);
}

TEST_F(ScheduleTest, TwoServersFreezeEachDayOnce) {
    const auto first = start();
    const auto second = start();
    ASSERT_TRUE(wait_for_frozen(stores));
    first->stop();
    second->stop();
    EXPECT_EQ(editions(), stores);
    EXPECT_EQ(frozen, stores);
    EXPECT_EQ(postgres().query(database, "select count(*) from tillnote.edition"), std::to_string(stores));
}

TEST_F(ScheduleTest, StopsAtOnceThoughItsNextPassIsSecondsAwayAndStopsTwice) {
    const auto schedule = start();
    ASSERT_TRUE(wait_for_frozen(stores));
    schedule->stop();
    schedule->stop();
    const auto after = start();
    after->stop();
    EXPECT_EQ(postgres().query(database, "select count(*) from tillnote.edition"), std::to_string(stores));
}

}  // namespace
}  // namespace tillnote::test
