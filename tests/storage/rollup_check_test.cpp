#include "server/domain/rollup_check.hpp"

#include "server/storage/pg_rollup_store.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

namespace tillnote::test {
namespace {

using storage::OutboxBook;
using testing::ElementsAre;
using testing::IsEmpty;

/// `verify` on a real database, with the rights it has in service.
class RollupCheck : public testing::Test {
protected:
    void SetUp() override {
        const domain::Store elm_street{"store-1",       "Elm Street", "north", {{day(2026, 1, 1), "America/Chicago", 240}},
                                       day(2026, 1, 1), {},           false,   {}};
        directory.stores.emplace(
            "store-1", domain::StoreEntry{elm_street, {"north", "North"}, domain::StoreCalendar::make(elm_street).value()});
    }

    domain::RollupCheck check() {
        auto result = domain::check_rollups(store, directory, [this] { return at(today, 22); });
        EXPECT_TRUE(result.has_value()) << result.error().detail << session.last_failure();
        return result.has_value() ? *result : domain::RollupCheck{};
    }
    std::string query(const std::string& sql) { return postgres().query(database, sql); }

    const Day today = day(2026, 11, 20);
    const std::string database = postgres().make_database();
    const std::shared_ptr<OutboxBook> book = std::make_shared<OutboxBook>();
    Writer writer{database, book};
    storage::Session session{all_rows(database, "tillnote_migrate")};
    storage::PgRollupStore store{session};
    domain::Directory directory;
    const Uuid outbox = make_outbox_id();
};

TEST_F(RollupCheck, RecountsWhatNobodyHasRecountedAndSaysSo) {
    writer.append(make_delivery(outbox, today, {make_note(1, today), make_note(2, day(2026, 11, 19))}));
    const auto first = check();
    EXPECT_EQ(first.recounted, 2);
    EXPECT_EQ(first.days, 2);
    EXPECT_THAT(first.differences, IsEmpty());
    EXPECT_EQ(query("SELECT sum(remarks) FROM rollup"), "2");
    EXPECT_EQ(check().recounted, 0);
}

TEST_F(RollupCheck, FindsEachKindOfDifference) {
    writer.append(make_delivery(outbox, today, {make_note(1, today), make_note(5, today)}));
    check();
    query("UPDATE rollup SET remarks = 7; UPDATE rollup_lane SET notes_missing = 2");
    EXPECT_THAT(check().differences, ElementsAre("store-1 2026-11-20: remarks of 101: notes say 2, rollup says 7",
                                                 "store-1 2026-11-20: notes missing of lane 3: notes say 3, rollup says 2"));
    query("DELETE FROM note");
    EXPECT_FALSE(check().differences.empty());
}

TEST_F(RollupCheck, LeavesSealedDaysAlone) {
    const Day old = day(2025, 10, 19);
    writer.append(make_delivery(outbox, today, {make_note(1, old)}));
    const auto result = check();
    EXPECT_EQ(result.sealed, 1);
    EXPECT_EQ(result.days, 0);
    EXPECT_EQ(query("SELECT count(*) FROM rollup"), "0");
}

TEST_F(RollupCheck, AgreesAboutGapsWhateverArrivesInWhateverOrder) {
    std::mt19937 random(5);
    const std::vector<Uuid> outboxes{make_outbox_id(), make_outbox_id()};
    for (int round = 0; round < 30; ++round) {
        const std::size_t which = random() % 2;
        auto delivery = make_delivery(outboxes[which], today, {});
        delivery.lane = static_cast<int>(which) + 1;
        for (std::size_t i = 0; i < 1 + random() % 4; ++i) {
            const auto seq = static_cast<std::int64_t>(1 + random() % 60);
            const Day of = domain::add_days(today, -static_cast<int>(random() % 3));
            delivery.notes.push_back(random() % 4 == 0 ? make_quarantined(seq, of) : make_note(seq, of));
        }
        writer.append(delivery);
        EXPECT_THAT(check().differences, IsEmpty()) << "round " << round;
    }
    EXPECT_NE(query("SELECT sum(notes_missing) FROM rollup_lane"), "0");
}

TEST_F(RollupCheck, FindsNothingWhileNotesGoOnArriving) {
    std::atomic<bool> stop = false;
    std::thread writing([&] {
        Writer own(database, book);
        // Bounded: every second seq is missing, and each gap is looked up at every recount.
        for (int seq = 1; !stop && seq < 400; seq += 2) {
            const Day of = domain::add_days(today, -(seq / 2 % 3));
            own.append(make_delivery(outbox, today, {make_note(seq, of)}));
            std::this_thread::sleep_for(std::chrono::milliseconds{40});
        }
    });
    EXPECT_EQ(postgres().wait_for(database, "SELECT count(*) > 3 FROM note", "t"), "t");
    for (int round = 0; round < 8; ++round) {
        EXPECT_THAT(check().differences, IsEmpty());
    }
    stop = true;
    writing.join();
}

}  // namespace
}  // namespace tillnote::test
