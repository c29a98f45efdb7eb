#include "server/storage/pg_account_store.hpp"
#include "server/storage/pg_lane_store.hpp"
#include "server/storage/pg_organisation_store.hpp"
#include "tests/storage/building.hpp"
#include "tests/support/eventually.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

namespace tillnote::test {
namespace {

using storage::OutboxBook;

/// A cluster that these tests may kill. Without fsync: no test here takes the power away from the machine.
TemporaryPostgres& victim() {
    static TemporaryPostgres cluster;
    return cluster;
}

class DatabaseFaults : public testing::Test {
protected:
    struct OwnWriter {
        OwnWriter(const std::string& connection, std::shared_ptr<OutboxBook> book)
            : session({.connection_string = connection, .rows = domain::every_row()}), store(session, std::move(book)) {}
        storage::Session session;
        storage::PgNoteStore store;
    };

    Result<std::vector<DeliveryOutcome>> append(OwnWriter& to, const Delivery& delivery) {
        return to.store.append(std::span(&delivery, 1));
    }

    TemporaryPostgres& cluster = victim();
    const std::string database = cluster.make_database();
    const std::string connection = cluster.connection_string(database, "tillnote_ingest");
    const std::shared_ptr<OutboxBook> book = std::make_shared<OutboxBook>();
    OwnWriter writer{connection, book};
    const Uuid outbox = make_outbox_id();
    const Day today = day(2026, 11, 20);
};

TEST_F(DatabaseFaults, StoreEveryNoteExactlyOnceWhenTheServerIsKilledDuringAppends) {
    std::set<std::string> acknowledged;
    std::int64_t seq = 0;
    for (int round = 0; round < 3; ++round) {
        std::atomic<bool> killed = false;
        std::thread killer([&] {
            cluster.wait_for(database, "SELECT count(*) > " + std::to_string(30 * (round + 1)) + " FROM note", "t");
            cluster.kill();
            killed = true;
            cluster.start();
        });
        int failures = 0;
        for (bool done = false; !done;) {
            done = killed;
            const auto delivery = make_delivery(outbox, today, {make_note(seq + 1, today), make_note(seq + 2, today)});
            seq += 2;
            for (;;) {
                const auto outcomes = append(writer, delivery);
                if (outcomes.has_value()) {
                    EXPECT_EQ(outcomes->front().have_seq, seq);
                    break;
                }
                EXPECT_EQ(outcomes.error().code, ErrorCode::unavailable) << writer.session.last_failure();
                ++failures;
                std::this_thread::sleep_for(std::chrono::milliseconds{5});
            }
            for (const auto& placed : delivery.notes) {
                acknowledged.insert(placed.note.note_id.to_string());
            }
        }
        killer.join();
        EXPECT_GT(failures, 0);
    }
    EXPECT_EQ(cluster.query(database, "SELECT count(*), count(DISTINCT note_id), max(seq) FROM note"),
              std::to_string(acknowledged.size()) + "|" + std::to_string(acknowledged.size()) + "|" + std::to_string(seq));
}

TEST_F(DatabaseFaults, AnswerUnavailableAndRecoverWhenTheBackendIsTerminated) {
    const auto delivery = make_delivery(outbox, today, {make_note(1, today)});
    ASSERT_TRUE(append(writer, delivery).has_value());
    cluster.query(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tillnote_ingest'");
    const auto failed = append(writer, delivery);
    ASSERT_TRUE(failed.has_error());
    EXPECT_EQ(failed.error().code, ErrorCode::unavailable);
    EXPECT_EQ(failed.error().detail.find("terminating"), std::string::npos) << "never the database's text";
    const auto again = append(writer, delivery);
    ASSERT_TRUE(again.has_value());
    EXPECT_THAT(statuses(again->front()), testing::ElementsAre(NoteStatus::exists));
}

TEST_F(DatabaseFaults, NoticeWithAnEmptyDeliveryThatTheDatabaseIsGone) {
    ASSERT_TRUE(append(writer, make_delivery(outbox, today, {make_note(1, today)})).has_value());
    const auto empty = make_delivery(outbox, today, {});
    ASSERT_TRUE(append(writer, empty).has_value());
    cluster.query(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tillnote_ingest'");
    const auto failed = append(writer, empty);
    ASSERT_TRUE(failed.has_error()) << "the book alone answered";
    EXPECT_EQ(failed.error().code, ErrorCode::unavailable);
    EXPECT_EQ(append(writer, empty)->front().have_seq, 1);
}

TEST_F(DatabaseFaults, ReadOnceMoreWhenTheConnectionHadDied) {
    storage::Session session(
        {.connection_string = cluster.connection_string(database, "tillnote_web"), .rows = domain::every_row()});
    storage::PgOrganisationStore organisation(session);
    storage::PgAccountStore accounts(session);
    storage::PgLaneStore lanes(session, book);
    const auto terminate = [&] {
        ASSERT_TRUE(session.connect().has_value());
        cluster.query(database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tillnote_web'");
    };
    terminate();
    EXPECT_TRUE(organisation.list_stores().has_value());
    terminate();
    EXPECT_TRUE(organisation.load_catalog().has_value());
    terminate();
    EXPECT_TRUE(lanes.find_by_token("unknown").has_value());
    terminate();
    EXPECT_TRUE(accounts.find_identity("unknown", true, at(today, 12)).has_value());
    terminate();
    EXPECT_EQ(organisation.put_district({"north", "North"}).error().code, ErrorCode::unavailable) << "a write is not";
    EXPECT_TRUE(organisation.put_district({"north", "North"}).has_value());
    cluster.stop_immediately();
    EXPECT_EQ(organisation.list_stores().error().code, ErrorCode::unavailable);
    cluster.start();
    EXPECT_TRUE(organisation.list_stores().has_value());
}

TEST_F(DatabaseFaults, TellTheLogWhatFailedWithoutTheValuesOfRows) {
    std::vector<std::string> told;
    storage::SessionOptions options{connection};
    options.on_failure = [&](std::string_view what) { told.emplace_back(what); };
    storage::Session session(options);
    storage::PgNoteStore store(session, book);
    cluster.query(database, "ALTER TABLE note ADD CONSTRAINT odd CHECK (reason <> 'secret') NOT VALID");
    const auto delivery = make_delivery(outbox, today, {make_note(1, today, "secret")});
    EXPECT_TRUE(store.append(std::span(&delivery, 1)).has_error());
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.front().substr(0, 15), "SQLSTATE 23514:");
    EXPECT_NE(told.front().find("constraint \"odd\""), std::string::npos);
    for (const auto& what : told) {
        EXPECT_EQ(what.find("secret"), std::string::npos) << what;
        EXPECT_EQ(what.find('\n'), std::string::npos) << what;
    }
}

TEST_F(DatabaseFaults, LowerHaveSeqAfterARestoreForEveryWriter) {
    OwnWriter other{connection, book};
    const auto kept = make_delivery(outbox, today, {make_note(1, today), make_note(2, today)});
    ASSERT_TRUE(append(writer, kept).has_value());
    cluster.save_copy();
    const auto lost = make_delivery(outbox, today, {make_note(3, today), make_note(4, today)});
    while (append(writer, kept).has_error()) {
    }
    ASSERT_EQ(append(writer, lost)->front().have_seq, 4);
    while (append(other, kept).has_error()) {
    }
    ASSERT_EQ(append(other, make_delivery(outbox, today, {}))->front().have_seq, 4);
    cluster.restore_copy();

    const auto empty = make_delivery(outbox, today, {});
    for (OwnWriter* each : {&other, &writer}) {
        auto answer = append(*each, empty);
        if (answer.has_error()) {
            EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
            answer = append(*each, empty);
        }
        ASSERT_TRUE(answer.has_value()) << each->session.last_failure();
        EXPECT_EQ(answer->front().have_seq, 2) << "notes 3 and 4 are gone and must be offered again";
    }
    const auto offered_again = append(writer, lost);
    ASSERT_TRUE(offered_again.has_value());
    EXPECT_EQ(offered_again->front().have_seq, 4);
    EXPECT_EQ(cluster.query(database, "SELECT count(*) FROM note"), "4");
}

TEST_F(DatabaseFaults, AnswerBusyWhenALockIsHeldTooLong) {
    storage::Session impatient({.connection_string = connection,
                                .statement_timeout = std::chrono::seconds{5},
                                .lock_timeout = std::chrono::milliseconds{100},
                                .rows = domain::every_row()});
    storage::PgNoteStore store(impatient, book);
    std::thread holder(
        [&] { cluster.query(database, "BEGIN; LOCK TABLE note IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(1.5); COMMIT"); });
    cluster.wait_for(database,
                     "SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted"
                     " AND relation = 'note'::regclass",
                     "1");
    const auto delivery = make_delivery(outbox, today, {make_note(1, today)});
    const auto outcomes = store.append(std::span(&delivery, 1));
    ASSERT_TRUE(outcomes.has_error());
    EXPECT_EQ(outcomes.error().code, ErrorCode::busy) << impatient.last_failure();
    holder.join();
    EXPECT_TRUE(store.append(std::span(&delivery, 1)).has_value());
}

TEST_F(DatabaseFaults, LeaveNoServerAndNoFolderBehind) {
    std::filesystem::path folder;
    {
        const TemporaryPostgres own;
        folder = own.folder();
        EXPECT_TRUE(std::filesystem::exists(folder / "data" / "postmaster.pid"));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "data" / "postmaster.pid")) << "the server is still there";
    EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(folder); }));
}

}  // namespace
}  // namespace tillnote::test
