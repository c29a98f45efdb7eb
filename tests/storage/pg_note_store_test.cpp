#include "server/storage/pg_note_store.hpp"

#include "tests/storage/building.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

namespace tillnote::test {
namespace {

using storage::OutboxBook;
using testing::Each;
using testing::ElementsAre;

constexpr auto stored = NoteStatus::stored;
constexpr auto exists = NoteStatus::exists;
constexpr auto quarantined = NoteStatus::quarantined;
constexpr auto refused = NoteStatus::refused;

class NoteStore : public testing::Test {
protected:
    std::string count(const std::string& table) { return query("SELECT count(*) FROM " + table); }
    std::string query(const std::string& sql) { return postgres().query(database, sql); }

    const Day today = day(2026, 11, 20);
    const std::string database = postgres().make_database();
    const std::shared_ptr<OutboxBook> book = std::make_shared<OutboxBook>();
    Writer writer{database, book};
    const Uuid outbox = make_outbox_id();
};

TEST_F(NoteStore, KeepsEveryFieldOfANote) {
    auto placed = make_note(1, today, "NULL");
    placed.note.remark_key = "Abc_-0123456789xyz";
    placed.note.utc_offset_minutes = -360;
    placed.note.comment = R"(she said "great", {really} \ NULL, Ñandú)";
    const auto delivery = make_delivery(outbox, today, {placed});
    EXPECT_THAT(statuses(writer.append(delivery)), ElementsAre(stored));

    EXPECT_EQ(query("SELECT store_id, tap_date, note_id, outbox_id, seq, business_day, tapped_at AT TIME ZONE 'UTC',"
                    " raw_tapped_at = tapped_at, received_at AT TIME ZONE 'UTC', mono_ms, boot_id, lane, utc_offset_minutes,"
                    " reason, source, remark_key FROM note"),
              "store-1|2026-11-20|" + placed.note.note_id.to_string() + "|" + outbox.to_string() +
                  "|1|2026-11-20|2026-11-20 12:00:01|t|2026-11-20 20:00:00|1000|" + placed.note.boot_id->to_string() +
                  "|3|-360|NULL|touch|Abc_-0123456789xyz");
    EXPECT_EQ(query("SELECT comment FROM note_comment"), *placed.note.comment);
    EXPECT_EQ(query("SELECT stores, business_days FROM stale_batch"), "{store-1}|{2026-11-20}");
}

TEST_F(NoteStore, StoresAResentNoteOnceAndSaysItExists) {
    const auto delivery = make_delivery(outbox, today, {make_note(1, today), make_note(2, today)});
    EXPECT_THAT(statuses(writer.append(delivery)), ElementsAre(stored, stored));
    const auto again = writer.append(delivery);
    EXPECT_THAT(statuses(again), ElementsAre(exists, exists));
    EXPECT_EQ(again.have_seq, 2);
    EXPECT_EQ(count("note"), "2");
    EXPECT_EQ(count("stale_batch"), "1");
    EXPECT_EQ(count("stale_mark"), "0") << "a resend changes no day";
}

TEST_F(NoteStore, SettlesAnIdThatComesAgainUnderANewSeqBesideNewNotes) {
    const auto first = make_note(1, today);
    writer.append(make_delivery(outbox, today, {first}));
    auto again = first;
    again.note.seq = 7;  // the book cannot know it by its seq
    auto commented = make_note(8, today);
    commented.note.comment = "great plums";
    const auto outcome = writer.append(make_delivery(outbox, today, {again, commented, make_note(9, today)}));
    EXPECT_THAT(statuses(outcome), ElementsAre(refused, stored, stored));
    EXPECT_THAT(statuses(writer.append(make_delivery(outbox, today, {again, make_note(10, today)}))),
                ElementsAre(refused, stored));
    EXPECT_EQ(query("SELECT array_agg(seq ORDER BY seq) FROM note"), "{1,8,9,10}");
    EXPECT_EQ(count("note_comment"), "1");
}

TEST_F(NoteStore, MarksEachStoreDayOfACommit) {
    const auto tomorrow = day(2026, 11, 21);
    auto elsewhere = make_delivery(make_outbox_id(), today, {make_note(1, today), make_note(2, today)});
    elsewhere.store = "store-2";
    const std::vector<Delivery> set{elsewhere, make_delivery(outbox, today, {make_note(1, today), make_note(2, tomorrow)})};
    ASSERT_TRUE(writer.store.append(set).has_value()) << writer.session.last_failure();
    query("SELECT resolve_marks()");
    EXPECT_EQ(count("stale_batch"), "0");
    EXPECT_EQ(
        query("SELECT string_agg(store_id || ' ' || business_day, ', ' ORDER BY store_id, business_day) FROM stale_mark"),
        "store-1 2026-11-20, store-1 2026-11-21, store-2 2026-11-20");
}

TEST_F(NoteStore, RefusesTheSameIdWithOtherContentAndKeepsTheFirst) {
    auto first = make_note(1, today);
    writer.append(make_delivery(outbox, today, {first}));
    auto other = first;
    other.note.reason = "102";
    const auto outcome = writer.append(make_delivery(outbox, today, {other, make_note(2, today)}));
    EXPECT_THAT(statuses(outcome), ElementsAre(refused, stored));
    EXPECT_EQ(outcome.results[0].problem, "other_content");
    EXPECT_EQ(query("SELECT reason FROM note WHERE seq = 1"), "101");
    EXPECT_EQ(query("SELECT seq, problem FROM refusal"), "1|other_content");
}

TEST_F(NoteStore, TreatsALaterCorrectionOfTheClockAsTheSameContent) {
    auto placed = make_note(1, today);
    writer.append(make_delivery(outbox, today, {placed}));
    placed.tapped_at = *placed.tapped_at + std::chrono::hours{5};
    placed.business_day = day(2026, 11, 21);
    EXPECT_THAT(statuses(writer.append(make_delivery(outbox, today, {placed}))), ElementsAre(exists));
    EXPECT_EQ(query("SELECT business_day FROM note"), "2026-11-20");
}

TEST_F(NoteStore, SettlesTheSameNoteInTwoDeliveriesOfOneSet) {
    const auto placed = make_note(1, today);
    auto other = placed;
    other.note.source = Source::scan;
    const std::vector<Delivery> set{make_delivery(outbox, today, {placed}), make_delivery(outbox, today, {placed}),
                                    make_delivery(outbox, today, {other, make_note(2, today)})};
    const auto outcomes = writer.store.append(set);
    ASSERT_TRUE(outcomes.has_value()) << writer.session.last_failure();
    EXPECT_EQ(count("note"), "2");
    std::vector<NoteStatus> all;
    for (const auto& outcome : *outcomes) {
        EXPECT_EQ(outcome.have_seq, 2);
        all.push_back(outcome.results[0].status);
    }
    EXPECT_EQ(std::count(all.begin(), all.end(), stored), 1);
    EXPECT_EQ(std::count(all.begin(), all.end(), refused),
              query("SELECT source FROM note WHERE seq = 1") == "touch" ? 1 : 2);
}

TEST_F(NoteStore, KeepsAnUncountableNoteInQuarantineAndPassesItsSeq) {
    const auto odd = make_quarantined(2, today);
    const auto delivery = make_delivery(outbox, today, {make_note(1, today), odd, make_note(3, today)});
    const auto outcome = writer.append(delivery);
    EXPECT_THAT(statuses(outcome), ElementsAre(stored, quarantined, stored));
    EXPECT_EQ(outcome.results[1].problem, "day_unknown");
    EXPECT_EQ(outcome.have_seq, 3);
    EXPECT_THAT(statuses(writer.append(delivery)), ElementsAre(exists, quarantined, exists));
    EXPECT_EQ(count("quarantine"), "1");
    auto other = odd;
    other.note.reason = "102";
    EXPECT_THAT(statuses(writer.append(make_delivery(outbox, today, {other}))), ElementsAre(refused));
}

TEST_F(NoteStore, CountsAQuarantinedNoteOnceWhenItCanBePlacedLater) {
    auto placed = make_quarantined(1, today);
    writer.append(make_delivery(outbox, today, {placed}));
    EXPECT_EQ(count("unplaced_note"), "1");
    placed.business_day = today;
    placed.tapped_at = placed.note.tapped_at;
    EXPECT_THAT(statuses(writer.append(make_delivery(outbox, today, {placed}))), ElementsAre(stored));
    EXPECT_EQ(count("note"), "1");
    EXPECT_EQ(count("unplaced_note"), "0");
    placed.business_day.reset();
    EXPECT_THAT(statuses(writer.append(make_delivery(outbox, today, {placed}))), ElementsAre(exists)) << "the note wins";
}

TEST_F(NoteStore, KeepsAnUndoThatArrivesBeforeItsNote) {
    const auto placed = make_note(1, today);
    auto early = make_delivery(outbox, today, {});
    early.undos.push_back({make_outbox_id(), placed.note.note_id, at(today, 13)});
    EXPECT_THAT(statuses(writer.append(early)), ElementsAre(stored));
    EXPECT_THAT(statuses(writer.append(early)), ElementsAre(exists));
    writer.append(make_delivery(outbox, today, {placed, make_note(2, today)}));
    EXPECT_EQ(query("SELECT count(*) FROM day_remarks('store-1', '2026-11-20')"), "1");
}

TEST_F(NoteStore, IgnoresAnUndoOfAnotherLane) {
    const auto placed = make_note(1, today);
    writer.append(make_delivery(outbox, today, {placed}));
    auto foreign = make_delivery(make_outbox_id(), today, {});
    foreign.lane = 4;
    foreign.undos.push_back({make_outbox_id(), placed.note.note_id, at(today, 13)});
    writer.append(foreign);
    EXPECT_EQ(query("SELECT count(*) FROM day_remarks('store-1', '2026-11-20')"), "1");
}

TEST_F(NoteStore, QuarantinesAnUndoOfASealedDay) {
    const auto sealed = make_note(1, today);
    const auto open = make_note(2, day(2026, 11, 21));
    const auto absent = make_note(3, today);
    writer.append(make_delivery(outbox, today, {sealed, open}));
    query("DELETE FROM stale_mark");
    auto late = make_delivery(outbox, day(2026, 11, 22), {});
    late.sealed_before = day(2026, 11, 21);
    for (const auto* placed : {&sealed, &open, &absent}) {
        late.undos.push_back({make_outbox_id(), placed->note.note_id, at(today, 13)});
    }
    const auto outcome = writer.append(late);
    EXPECT_THAT(statuses(outcome), ElementsAre(quarantined, stored, quarantined));
    EXPECT_EQ(outcome.results[0].problem, "day_sealed");
    EXPECT_EQ(outcome.results[2].problem, "day_sealed") << "a note that is not there goes by its tap date";
    EXPECT_THAT(statuses(writer.append(late)), ElementsAre(quarantined, exists, quarantined));
    EXPECT_EQ(query("SELECT count(*) FROM note_undo WHERE problem = 'day_sealed'"), "2");
    EXPECT_EQ(query("SELECT count(*) FROM day_remarks('store-1', '2026-11-20')"), "1");
    EXPECT_EQ(query("SELECT count(*) FROM day_remarks('store-1', '2026-11-21')"), "0") << "its undo came in time";
    EXPECT_EQ(query("SELECT note_id FROM stale_mark WHERE note_id IS NOT NULL"), open.note.note_id.to_string());
}

TEST_F(NoteStore, GoesByTheBusinessDayOfANoteWhoseTapDateIsAnother) {
    auto placed = make_note(1, today);
    placed.business_day = day(2026, 11, 19);  // tapped after midnight UTC
    writer.append(make_delivery(outbox, today, {placed}));
    auto late = make_delivery(outbox, today, {});
    late.sealed_before = today;
    late.undos.push_back({make_outbox_id(), placed.note.note_id, at(today, 13)});
    EXPECT_THAT(statuses(writer.append(late)), ElementsAre(quarantined));
}

TEST_F(NoteStore, RefusesTheSameUndoIdWithOtherContentAndVoidsNoSecondNote) {
    const auto one = make_note(1, today);
    const auto two = make_note(2, today);
    auto delivery = make_delivery(outbox, today, {one, two});
    const Undo undo{make_outbox_id(), one.note.note_id, at(today, 13)};
    const Undo other_note{undo.undo_id, two.note.note_id, undo.undone_at};
    const Undo other_time{undo.undo_id, one.note.note_id, at(today, 14)};
    delivery.undos = {undo, undo};
    EXPECT_THAT(statuses(writer.append(delivery)), ElementsAre(stored, stored, stored, exists));
    auto again = make_delivery(outbox, today, {});
    again.undos = {other_note, other_time, undo};
    const auto outcome = writer.append(again);
    EXPECT_THAT(statuses(outcome), ElementsAre(refused, refused, exists));
    EXPECT_EQ(outcome.results[0].problem, "other_content");
    EXPECT_EQ(query("SELECT count(*) FROM day_remarks('store-1', '2026-11-20')"), "1");
    auto within = make_delivery(outbox, today, {});
    within.undos = {{make_outbox_id(), one.note.note_id, at(today, 15)}, {}};
    within.undos[1] = {within.undos[0].undo_id, two.note.note_id, at(today, 15)};
    const auto answers = statuses(writer.append(within));
    EXPECT_EQ(std::count(answers.begin(), answers.end(), stored), 1);
    EXPECT_EQ(std::count(answers.begin(), answers.end(), refused), 1);
}

TEST_F(NoteStore, TellsWhenTwoLanesAnswerWithOneOutbox) {
    EXPECT_FALSE(writer.append(make_delivery(outbox, today, {make_note(1, today)})).cloned_outbox);
    EXPECT_FALSE(writer.append(make_delivery(outbox, today, {make_note(2, today)})).cloned_outbox);
    auto clone = make_delivery(outbox, today, {make_note(2, today)});
    clone.lane = 7;
    const auto outcome = writer.append(clone);
    EXPECT_TRUE(outcome.cloned_outbox);
    EXPECT_THAT(statuses(outcome), ElementsAre(stored)) << "none is lost";
    EXPECT_EQ(query("SELECT lane, other_lane, cloned_at = heard_at FROM outbox"), "7|3|t");
    EXPECT_TRUE(writer.append(make_delivery(outbox, today, {make_note(3, today)})).cloned_outbox);
    Writer restarted(database, std::make_shared<OutboxBook>());
    auto other = make_delivery(outbox, today, {});
    other.lane = 8;
    EXPECT_TRUE(restarted.append(other).cloned_outbox);
}

TEST_F(NoteStore, TellsACloneFromItsStoredNotesAloneAfterARestart) {
    writer.append(make_delivery(outbox, today, {make_note(1, today)}));
    ASSERT_EQ(count("outbox"), "0");
    Writer restarted(database, std::make_shared<OutboxBook>());
    auto clone = make_delivery(outbox, today, {make_note(1, today)});
    clone.lane = 7;
    EXPECT_TRUE(restarted.append(clone).cloned_outbox);
}

TEST_F(NoteStore, TakesATerminalThatHasMovedForOne) {
    const auto before = make_delivery(outbox, today, {make_note(1, today)});
    auto after = make_delivery(outbox, today, {make_note(2, today)});
    after.lane = 4;
    query("INSERT INTO earlier_enrolment VALUES ('" + after.enrolment_id.to_string() + "', '" +
          before.enrolment_id.to_string() + "', 'store-1', 3, now())");
    query(
        "INSERT INTO district VALUES ('n', 'N'); INSERT INTO store VALUES ('store-1', 'n', 'E', '2026-01-01');"
        "INSERT INTO lane VALUES ('store-1', 4, now()); INSERT INTO enrolment VALUES ('store-1', '" +
        after.enrolment_id.to_string() + "', 4, 'd', now())");
    for (const auto* each : std::vector<const Delivery*>{&before, &after, &before, &after}) {
        EXPECT_FALSE(writer.append(*each).cloned_outbox);
    }
    EXPECT_EQ(query("SELECT count(*) FROM outbox WHERE cloned_at IS NOT NULL"), "0");
}

TEST_F(NoteStore, AnswersHaveSeqAcrossGapsRefusalsAndQuarantine) {
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {})).have_seq, 0);
    const auto one = make_note(1, today);
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {one, make_note(2, today)})).have_seq, 2);
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {make_note(4, today), make_note(7, today)})).have_seq, 2);
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {make_quarantined(3, today)})).have_seq, 4);
    auto clash = one;
    clash.note.seq = 5;
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {clash})).have_seq, 5);
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {make_note(6, today)})).have_seq, 7);

    Writer restarted(database, std::make_shared<OutboxBook>());
    EXPECT_EQ(restarted.append(make_delivery(outbox, today, {})).have_seq, 7) << "read back from the rows";
}

TEST_F(NoteStore, WritesCheckpointsSoThatARestartReadsLittle) {
    std::vector<domain::PlacedNote> notes;
    for (int seq = 1; seq <= 1300; ++seq) {
        notes.push_back(make_note(seq, today));
    }
    writer.append(make_delivery(outbox, today, notes));
    writer.append(make_delivery(outbox, today, {make_note(1301, today)}));
    EXPECT_EQ(query("SELECT have_seq FROM outbox"), "1300");
    Writer restarted(database, std::make_shared<OutboxBook>());
    EXPECT_EQ(restarted.append(make_delivery(outbox, today, {})).have_seq, 1301);
}

TEST_F(NoteStore, WritesPendingOnlyWhenItChanged) {
    auto delivery = make_delivery(outbox, today, {make_note(1, today)});
    writer.append(delivery);
    EXPECT_EQ(count("outbox"), "0");
    delivery = make_delivery(outbox, today, {make_note(2, today)});
    delivery.pending = 12;
    writer.append(delivery);
    EXPECT_EQ(query("SELECT pending, contact_day, xmin = (SELECT xmin FROM note WHERE seq = 2) FROM outbox"),
              "12|2026-11-20|t");
    delivery.notes = {make_note(3, today)};
    writer.append(delivery);
    EXPECT_EQ(query("SELECT xmin = (SELECT xmin FROM note WHERE seq = 2) FROM outbox"), "t") << "not written again";
    delivery.pending = 0;
    delivery.notes = {};
    writer.append(delivery);
    EXPECT_EQ(query("SELECT pending FROM outbox"), "0");
    EXPECT_EQ(query("SELECT business_day, lane FROM contact"), "2026-11-20|3");
}

TEST_F(NoteStore, KeepsANoteWhoseClockIsOutOfAllRange) {
    auto placed = make_quarantined(1, today);
    placed.note.note_id = make_id(Instant{std::chrono::milliseconds{(1LL << 48) - 1}});
    placed.note.tapped_at = std::chrono::sys_days{std::chrono::year{0} / 12 / 31};
    const auto delivery = make_delivery(outbox, today, {placed});
    EXPECT_THAT(statuses(writer.append(delivery)), ElementsAre(quarantined));
    EXPECT_THAT(statuses(writer.append(delivery)), ElementsAre(quarantined));
}

TEST_F(NoteStore, SurvivesTwoWritersWithTheSameNotesInAnyOrder) {
    constexpr int note_count = 600;
    std::vector<domain::PlacedNote> notes;
    for (int seq = 1; seq <= note_count; ++seq) {
        notes.push_back(make_note(seq, today));
    }
    std::atomic<int> stored_count = 0;
    std::atomic<int> failures = 0;
    const auto write = [&](unsigned seed) {
        Writer own(database, book);
        std::mt19937 random(seed);
        for (int round = 0; round < 15; ++round) {
            auto shuffled = notes;
            std::shuffle(shuffled.begin(), shuffled.end(), random);
            shuffled.resize(200);
            const std::vector<Delivery> set{make_delivery(outbox, today, shuffled)};
            const auto outcomes = own.store.append(set);
            if (outcomes.has_error()) {
                ++failures;
                continue;
            }
            for (const auto& result : outcomes->front().results) {
                stored_count += result.status == stored ? 1 : 0;
                failures += result.status == refused ? 1 : 0;
            }
        }
    };
    std::thread one(write, 1u);
    std::thread two(write, 2u);
    one.join();
    two.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(count("note"), std::to_string(stored_count));
    writer.append(make_delivery(outbox, today, notes));
    EXPECT_EQ(count("note"), std::to_string(note_count));
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {})).have_seq, note_count);
}

TEST_F(NoteStore, KnowsWhatTheOtherWriterStored) {
    Writer other(database, book);
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {make_note(1, today)})).have_seq, 1);
    EXPECT_EQ(other.append(make_delivery(outbox, today, {make_note(2, today)})).have_seq, 2);
    EXPECT_EQ(writer.append(make_delivery(outbox, today, {make_note(3, today)})).have_seq, 3);
}

}  // namespace
}  // namespace tillnote::test
