#include "server/app/rollup_worker.hpp"

#include "server/app/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>

namespace tillnote::app {
namespace {

using namespace std::chrono_literals;
using domain::Day;
using domain::StoreDay;
using testing::ElementsAre;

const Day today{std::chrono::year{2026} / 11 / 20};
const Day sealed_day{std::chrono::year{2025} / 1 / 5};

/// What storage would say and what it was asked, seen from the test's thread.
struct Book {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<StoreDay> stale;
    std::vector<std::pair<StoreDay, bool>> recomputed;  ///< with whether it was called sealed
    std::vector<Day> months_from;
    std::string broken;  ///< this store's days cannot be recomputed
    int throws = 0;      ///< so many looks end in an exception
    int looks = 0;
    std::size_t store_days = 0;  ///< as reported

    template <typename Condition>
    bool wait(Condition holds) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, 30s, holds);
    }
    void mark(const StoreDay& store_day) {
        const std::lock_guard lock(mutex);
        stale.push_back(store_day);
    }
};

class ScriptedRollups : public domain::RollupStore {
public:
    explicit ScriptedRollups(Book& book) : book_(book) {}

    Result<std::vector<StoreDay>> list_stale(std::size_t count_max) override {
        const std::lock_guard lock(book_.mutex);
        ++book_.looks;
        book_.changed.notify_all();
        if (book_.throws > 0) {
            --book_.throws;
            throw std::runtime_error("a bug");
        }
        auto some = book_.stale;
        some.resize(std::min(some.size(), count_max));
        return some;
    }
    Result<void> recompute(const StoreDay& store_day, const domain::DayBounds& /*bounds*/, bool sealed) override {
        const std::lock_guard lock(book_.mutex);
        if (store_day.store == book_.broken) {
            return Error{ErrorCode::busy, "busy", ""};
        }
        std::erase(book_.stale, store_day);
        book_.recomputed.emplace_back(store_day, sealed);
        return {};
    }
    Result<std::vector<StoreDay>> list_days_with_notes_or_rollups() override { return std::vector<StoreDay>{}; }
    Result<std::vector<StoreDay>> list_days_with_wrong_transactions() override { return std::vector<StoreDay>{}; }
    Result<domain::DayRecord> load_day(const StoreDay& /*store_day*/) override { return domain::DayRecord{}; }
    Result<void> make_months_ahead(Day from) override {
        const std::lock_guard lock(book_.mutex);
        book_.months_from.push_back(from);
        book_.changed.notify_all();
        return {};
    }

private:
    Book& book_;
};

class RollupWorkerTest : public testing::Test, public routes::DirectorySource {
protected:
    RollupWorkerTest() {
        start_log("off");
        auto directory = std::make_shared<domain::Directory>();
        for (const std::string id : {"oak-street", "mill-road"}) {
            const Day opened{std::chrono::year{2024} / 1 / 1};
            domain::Store store{id, id, "north", {{opened, "America/Chicago", 240}}, opened, {}, false, {}};
            directory->stores.emplace(id,
                                      domain::StoreEntry{store, {"north", "North"}, *domain::StoreCalendar::make(store)});
        }
        directory_ = directory;
    }
    [[nodiscard]] std::shared_ptr<const domain::Directory> current() const override { return directory_; }

    std::unique_ptr<RollupWorker> start() {
        return std::make_unique<RollupWorker>([this] { return std::make_unique<ScriptedRollups>(book); }, *this,
                                              [this] { return Instant{std::chrono::milliseconds{now_ms.load()}}; },
                                              [this](std::size_t days) {
                                                  const std::lock_guard lock(book.mutex);
                                                  book.store_days += days;
                                                  book.changed.notify_all();
                                              });
    }
    static std::int64_t at(Day day, std::chrono::hours hour) {
        return (Instant{std::chrono::sys_days{day}} + hour).time_since_epoch() / 1ms;
    }

    Book book;
    std::atomic<std::int64_t> now_ms{at(today, 15h)};

private:
    std::shared_ptr<const domain::Directory> directory_;
};

TEST_F(RollupWorkerTest, RecomputesEachStaleDayAndSaysHowMany) {
    book.stale = {{"oak-street", today}, {"mill-road", sealed_day}};
    const auto worker = start();
    ASSERT_TRUE(book.wait([&] { return book.store_days == 2; }));
    worker->stop();
    EXPECT_THAT(book.recomputed, ElementsAre(std::pair{StoreDay{"oak-street", today}, false},
                                             std::pair{StoreDay{"mill-road", sealed_day}, true}));
    EXPECT_THAT(book.stale, testing::IsEmpty());
}

TEST_F(RollupWorkerTest, LooksAgainByItselfAndWhenItIsWoken) {
    const auto worker = start();
    ASSERT_TRUE(book.wait([&] { return book.looks >= 3; })) << "marks may come from another server";
    book.mark({"oak-street", today});
    worker->wake();
    ASSERT_TRUE(book.wait([&] { return book.store_days == 1; }));
    worker->stop();
}

TEST_F(RollupWorkerTest, ADayThatCannotBeRecomputedKeepsNoOtherWaiting) {
    book.broken = "oak-street";
    book.stale = {{"oak-street", today}, {"not-known-yet", today}, {"mill-road", today}};
    const auto worker = start();
    ASSERT_TRUE(book.wait([&] { return book.store_days == 1; }));
    ASSERT_TRUE(book.wait([&] { return book.looks >= 2; }));
    worker->stop();
    EXPECT_THAT(book.recomputed, ElementsAre(std::pair{StoreDay{"mill-road", today}, false}));
    EXPECT_THAT(book.stale, ElementsAre(StoreDay{"oak-street", today}, StoreDay{"not-known-yet", today}))
        << "their marks stay";
}

TEST_F(RollupWorkerTest, GoesOnAfterAnException) {
    book.throws = 2;
    book.stale = {{"oak-street", today}};
    const auto worker = start();
    ASSERT_TRUE(book.wait([&] { return book.store_days == 1; }));
    worker->stop();
    EXPECT_GE(book.looks, 3);
}

TEST_F(RollupWorkerTest, MakesMonthsAtItsStartAndAgainAnHourLater) {
    const auto worker = start();
    ASSERT_TRUE(book.wait([&] { return book.looks >= 3; }));
    now_ms = at(today, 15h) + std::chrono::milliseconds(59min).count();
    int looks = 0;
    ASSERT_TRUE(book.wait([&] { return (looks = book.looks) > 0; }));
    ASSERT_TRUE(book.wait([&] { return book.looks >= looks + 2; }));
    ASSERT_TRUE(book.wait([&] { return book.months_from.size() == 1; })) << "not at every look";
    now_ms = at(Day{std::chrono::year{2026} / 11 / 21}, 0h);
    ASSERT_TRUE(book.wait([&] { return book.months_from.size() == 2; }));
    worker->stop();
    EXPECT_THAT(book.months_from, ElementsAre(today, Day{std::chrono::year{2026} / 11 / 21}));
}

TEST_F(RollupWorkerTest, LooksNoMoreOnceItHasStopped) {
    const auto worker = start();
    ASSERT_TRUE(book.wait([&] { return book.looks >= 1; }));
    worker->stop();
    const int looks = book.looks;
    worker->wake();
    worker->stop();
    EXPECT_EQ(book.looks, looks);
}

}  // namespace
}  // namespace tillnote::app
