#include "server/storage/pg_rollup_store.hpp"

#include "server/domain/rollup.hpp"
#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <random>
#include <thread>

namespace tillnote::test {
namespace {

using domain::StoreDay;
using storage::OutboxBook;

class RollupStore : public testing::Test {
protected:
    std::string query(const std::string& sql) { return postgres().query(database, sql); }

    static domain::DayBounds bounds_of(Day of) {
        return {at(of, 10), at(domain::add_days(of, 1), 10)};  // 04:00 in a zone six hours behind
    }

    /// What the service's worker does until nothing is stale. Returns the recomputed days.
    std::vector<StoreDay> work() {
        std::vector<StoreDay> done;
        for (int round = 0; round < 10; ++round) {
            const auto stale = store.list_stale(100);
            EXPECT_TRUE(stale.has_value()) << session.last_failure();
            if (stale.has_error() || stale->empty()) {
                return done;
            }
            for (const StoreDay& each : *stale) {
                const auto made = store.recompute(each, bounds_of(each.day), false);
                EXPECT_TRUE(made.has_value()) << session.last_failure();
                done.push_back(each);
            }
        }
        ADD_FAILURE() << "the marks never end";
        return done;
    }

    std::string missing_on(Day of) {
        return query("SELECT coalesce(sum(notes_missing), 0) FROM rollup_lane WHERE business_day = '" + text(of) + "'");
    }
    static std::string text(Day of) {
        return std::to_string(static_cast<int>(of.year())) + "-" + std::to_string(static_cast<unsigned>(of.month())) + "-" +
               std::to_string(static_cast<unsigned>(of.day()));
    }

    const Day today = day(2026, 11, 20);
    const Day tomorrow = day(2026, 11, 21);
    const std::string database = postgres().make_database();
    const std::shared_ptr<OutboxBook> book = std::make_shared<OutboxBook>();
    Writer writer{database, book};
    storage::Session session{all_rows(database, "tillnote_digest")};
    storage::PgRollupStore store{session};
    const Uuid outbox = make_outbox_id();
};

TEST_F(RollupStore, CountsWhatTheRulesInCppCountForAnyNotes) {
    std::mt19937 random(7);
    std::vector<domain::PlacedNote> notes;
    std::vector<Undo> undos;
    for (int seq = 1; seq <= 400; ++seq) {
        auto placed = make_note(seq, today, std::to_string(101 + random() % 5));
        placed.tapped_at = at(today, 10) + std::chrono::seconds{random() % 86'400};
        placed.note.remark_key = "customer-number-" + std::to_string(random() % 90);
        if (random() % 5 == 0) {
            undos.push_back({make_outbox_id(), placed.note.note_id, *placed.tapped_at});
        }
        notes.push_back(placed);
    }
    std::vector<Delivery> set;
    for (int lane = 1; lane <= 4; ++lane) {
        set.push_back(make_delivery(make_outbox_id(), today, {}));
        set.back().lane = lane;
        set.back().undos = undos;
    }
    for (std::size_t i = 0; i < notes.size(); ++i) {
        set[i % 4].notes.push_back(notes[i]);
    }
    ASSERT_TRUE(writer.store.append(set).has_value());
    EXPECT_THAT(work(), testing::ElementsAre(StoreDay{"store-1", today}));

    const auto record = store.load_day({"store-1", today});
    ASSERT_TRUE(record.has_value()) << session.last_failure();
    ASSERT_EQ(record->notes.size(), 400u);
    EXPECT_FALSE(record->is_stale);
    EXPECT_EQ(record->rollup, domain::count_day(record->notes, bounds_of(today).starts_at, record->around));
    EXPECT_GT(record->rollup.reasons.at("101").breadth, 10);
}

TEST_F(RollupStore, CountsTheNotesOfATransactionThatWasOpenWhileTheWorkerRan) {
    // The second append stops between its notes with their mark and its comment. Were marks upserted, it would rely on the
    // mark of the first, the worker would delete that one, and the second note would never be counted.
    writer.append(make_delivery(outbox, today, {make_note(1, today)}));
    pqxx::connection holder(postgres().connection_string(database, "postgres"));
    pqxx::work lock(holder);
    lock.exec("LOCK TABLE tillnote.note_comment IN ACCESS EXCLUSIVE MODE");
    auto second = make_note(2, today);
    second.note.comment = "great plums";
    std::thread appending([&] { writer.append(make_delivery(outbox, today, {second})); });
    ASSERT_EQ(postgres().wait_for(database, "SELECT count(*) FROM pg_locks WHERE NOT granted", "1"), "1");
    work();
    EXPECT_EQ(query("SELECT remarks FROM rollup"), "1");
    lock.commit();
    appending.join();
    work();
    EXPECT_EQ(query("SELECT remarks FROM rollup"), "2");
}

TEST_F(RollupStore, CountsNotesWhoseTapDateIsFarFromTheirDay) {
    std::vector<domain::PlacedNote> notes;
    for (const int days : {-400, -3, -2, -1, 0, 1, 2, 3, 400}) {
        auto placed = make_note(static_cast<std::int64_t>(notes.size()) + 1,
                                Day{std::chrono::sys_days{today} + std::chrono::days{days}});
        placed.business_day = today;
        placed.tapped_at = at(today, 12);
        notes.push_back(placed);
    }
    writer.append(make_delivery(outbox, today, notes));
    work();
    EXPECT_EQ(query("SELECT notes FROM rollup_lane"), "9");
    EXPECT_EQ(query("SELECT remarks FROM rollup"), "9");
    EXPECT_EQ(store.load_day({"store-1", today})->notes.size(), 9u);
}

TEST_F(RollupStore, TakesTheUndoThatWasCommittedBeforeItsNote) {
    const auto placed = make_note(1, today);
    auto undo = make_delivery(outbox, today, {});
    undo.undos.push_back({make_outbox_id(), placed.note.note_id, at(today, 13)});
    writer.append(undo);
    EXPECT_EQ(work().size(), 1U) << "the day of the contact; its note is not there yet";
    EXPECT_EQ(query("SELECT count(*) FROM rollup"), "0");
    EXPECT_EQ(query("SELECT count(*) FROM stale_mark"), "0");
    writer.append(make_delivery(outbox, today, {placed}));
    work();
    EXPECT_EQ(query("SELECT count(*) FROM rollup"), "0");
    EXPECT_EQ(query("SELECT notes FROM rollup_lane"), "1") << "undone notes still count as received";
}

TEST_F(RollupStore, TakesTheUndoThatIsCommittedAfterItsNoteWasCounted) {
    const auto placed = make_note(1, today);
    writer.append(make_delivery(outbox, today, {placed}));
    work();
    EXPECT_EQ(query("SELECT remarks FROM rollup"), "1");
    auto undo = make_delivery(outbox, tomorrow, {});
    undo.undos.push_back({make_outbox_id(), placed.note.note_id, at(today, 13)});
    writer.append(undo);
    EXPECT_THAT(work(), testing::Contains(StoreDay{"store-1", today}));
    EXPECT_EQ(query("SELECT count(*) FROM rollup"), "0");
}

// Both transactions are open at once; the worker runs between the two commits, in either order.
class UndoRace : public RollupStore, public testing::WithParamInterface<bool> {};

TEST_P(UndoRace, NeverCountsANoteUndoneConcurrently) {
    const auto placed = make_note(1, today);
    const std::string settings = " options='-c search_path=tillnote'";
    pqxx::connection note_connection(postgres().connection_string(database, "tillnote_ingest") + settings);
    pqxx::connection undo_connection(postgres().connection_string(database, "tillnote_ingest") + settings);
    const std::string id = placed.note.note_id.to_string();
    const auto insert_note = [&](pqxx::work& transaction) {
        transaction.exec("INSERT INTO note VALUES ('2026-11-20', '2026-11-20', '" + id + "', '" + outbox.to_string() +
                         "', '" + outbox.to_string() +
                         "', 1, '2026-11-20 18:00Z', '2026-11-20 18:00Z', now(), NULL, NULL, 3, 0,"
                         " 'store-1', '101', 'touch', 'some-remark-key-1')");
        transaction.exec("INSERT INTO stale_mark (store_id, business_day) VALUES ('store-1', '2026-11-20')");
    };
    const auto insert_undo = [&](pqxx::work& transaction) {
        transaction.exec("INSERT INTO note_undo VALUES ('store-1', '2026-11-20', '" + id + "', '" + outbox.to_string() +
                         "', 3, now(), now())");
        transaction.exec("INSERT INTO stale_mark (store_id, tap_date, note_id) VALUES ('store-1', '2026-11-20', '" + id +
                         "')");
    };
    pqxx::work note_transaction(note_connection);
    pqxx::work undo_transaction(undo_connection);
    insert_note(note_transaction);
    insert_undo(undo_transaction);
    (GetParam() ? note_transaction : undo_transaction).commit();
    work();
    (GetParam() ? undo_transaction : note_transaction).commit();
    work();
    EXPECT_EQ(query("SELECT count(*) FROM rollup"), "0");
    EXPECT_EQ(query("SELECT notes FROM rollup_lane"), "1");
}

INSTANTIATE_TEST_SUITE_P(EitherOrder, UndoRace, testing::Bool());

TEST_F(RollupStore, LeavesTheNewerCountsWhenTwoWorkersRecomputeOneDay) {
    writer.append(make_delivery(outbox, today, {make_note(1, today)}));
    pqxx::connection other(postgres().connection_string(database, "tillnote_digest") + " options='-c search_path=tillnote'");
    pqxx::work transaction(other);
    transaction.exec("SELECT recompute_day('store-1', '2026-11-20', '2026-11-20 10:00Z', false)");
    writer.append(make_delivery(outbox, today, {make_note(2, today)}));
    query("SELECT resolve_marks()");
    std::thread second([&] { EXPECT_TRUE(store.recompute({"store-1", today}, bounds_of(today), false).has_value()); });
    EXPECT_EQ(
        postgres().wait_for(database, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted", "1"),
        "1");
    transaction.commit();
    second.join();
    EXPECT_EQ(query("SELECT remarks FROM rollup"), "2");
    EXPECT_EQ(query("SELECT count(*) FROM stale_mark"), "0");
}

TEST_F(RollupStore, LeavesTheRollupOfASealedDayAlone) {
    writer.append(make_delivery(outbox, today, {make_note(1, today)}));
    work();
    writer.append(make_delivery(outbox, today, {make_note(2, today)}));
    query("SELECT resolve_marks()");
    ASSERT_EQ(query("SELECT count(*) FROM stale_mark"), "1");
    ASSERT_TRUE(store.recompute({"store-1", today}, bounds_of(today), true).has_value());
    EXPECT_EQ(query("SELECT remarks FROM rollup"), "1");
    EXPECT_EQ(query("SELECT count(*) FROM stale_mark"), "0");
}

TEST_F(RollupStore, CountsAGapOnTheDayOfItsLowerNeighbourUntilItIsFilled) {
    writer.append(make_delivery(outbox, today, {make_note(1, today), make_note(2, today)}));
    work();
    EXPECT_EQ(missing_on(today), "0");
    // Seq 3 to 5 are missing; the neighbour above lies on the next day.
    writer.append(make_delivery(outbox, tomorrow, {make_note(6, tomorrow)}));
    work();
    EXPECT_EQ(missing_on(today), "3");
    EXPECT_EQ(missing_on(tomorrow), "0");
    // Seq 4 turns out to belong to the next day: what is missing below it and above it is told apart.
    writer.append(make_delivery(outbox, tomorrow, {make_note(4, tomorrow)}));
    work();
    EXPECT_EQ(missing_on(today), "1");
    EXPECT_EQ(missing_on(tomorrow), "1");
    writer.append(make_delivery(outbox, tomorrow, {make_note(3, tomorrow), make_note(5, tomorrow)}));
    work();
    EXPECT_EQ(missing_on(today), "0");
    EXPECT_EQ(missing_on(tomorrow), "0");
    EXPECT_EQ(query("SELECT count(*) FROM rollup_gap"), "0");
}

TEST_F(RollupStore, DoesNotCountQuarantinedAndRefusedNotesAsMissing) {
    const auto one = make_note(1, today);
    writer.append(make_delivery(outbox, today, {one, make_note(4, today)}));
    work();
    EXPECT_EQ(missing_on(today), "2");
    writer.append(make_delivery(outbox, today, {make_quarantined(2, today)}));
    work();
    EXPECT_EQ(missing_on(today), "1");
    auto clash = one;
    clash.note.seq = 3;
    writer.append(make_delivery(outbox, today, {clash}));
    work();
    EXPECT_EQ(missing_on(today), "0");
    writer.append(make_delivery(outbox, today, {make_quarantined(7, today)}));
    work();
    EXPECT_EQ(missing_on(today), "2") << "5 and 6, below a quarantined note";
}

TEST_F(RollupStore, ListsTheNewestStaleDaysFirst) {
    writer.append(
        make_delivery(outbox, tomorrow, {make_note(1, day(2026, 11, 3)), make_note(2, tomorrow), make_note(3, today)}));
    const auto stale = store.list_stale(2);
    ASSERT_TRUE(stale.has_value()) << session.last_failure();
    EXPECT_THAT(*stale, testing::ElementsAre(StoreDay{"store-1", tomorrow}, StoreDay{"store-1", today}));
}

TEST_F(RollupStore, ListsDaysWithNotesOrRollups) {
    writer.append(make_delivery(outbox, today, {make_note(1, today)}));
    work();
    query("DELETE FROM note");
    writer.append(make_delivery(outbox, tomorrow, {make_note(2, tomorrow)}));
    const auto days = store.list_days_with_notes_or_rollups();
    ASSERT_TRUE(days.has_value());
    EXPECT_THAT(*days, testing::ElementsAre(StoreDay{"store-1", today}, StoreDay{"store-1", tomorrow}));
}

TEST_F(RollupStore, MovesTheRowsOfAMonthOutOfTheDefaultPartition) {
    const Day far = day(2031, 5, 31);
    const auto late = make_note(1, far);
    const auto other_month = make_note(2, day(2031, 6, 1));
    writer.append(make_delivery(outbox, far, {late, other_month}));
    EXPECT_EQ(query("SELECT count(*) FROM note_default"), "2");
    ASSERT_TRUE(store.make_months_ahead(far).has_value()) << session.last_failure();
    EXPECT_EQ(query("SELECT count(*) FROM note_default"), "0");
    EXPECT_EQ(query("SELECT count(*) FROM note_2031_05"), "1");
    EXPECT_EQ(query("SELECT to_regclass('note_2031_08') IS NOT NULL"), "t");
    const auto again = writer.append(make_delivery(outbox, far, {late, other_month}));
    EXPECT_THAT(statuses(again), testing::Each(NoteStatus::exists));
    EXPECT_TRUE(store.make_months_ahead(far).has_value()) << "made already";
}

TEST_F(RollupStore, MakesAMonthWhileItsNotesAreBeingStored) {
    const Day far = day(2032, 2, 29);
    std::atomic<bool> stop = false;
    std::atomic<int> stored_count = 0;
    std::thread writing([&] {
        Writer own(database, book);
        for (int seq = 1; !stop; ++seq) {
            const auto outcome = own.append(make_delivery(outbox, far, {make_note(seq, far)}));
            stored_count += statuses(outcome) == std::vector{NoteStatus::stored} ? 1 : 0;
        }
    });
    EXPECT_NE(postgres().wait_for(database, "SELECT count(*) > 20 FROM note_default", "t"), "f");
    ASSERT_TRUE(store.make_months_ahead(far).has_value()) << session.last_failure();
    EXPECT_EQ(postgres().wait_for(database, "SELECT count(*) > 40 FROM note_2032_02", "t"), "t");
    stop = true;
    writing.join();
    EXPECT_EQ(query("SELECT count(*) FROM note_2032_02"), std::to_string(stored_count));
    EXPECT_EQ(query("SELECT count(*) FROM note_default"), "0");
}

}  // namespace
}  // namespace tillnote::test
