#include "tests/lane-client/forwarding_fixture.hpp"

namespace tillnote::lane::test {
namespace {

/// What happens when the server has less than it once had, and to which outbox_id its answers belong.
class Healing : public ForwardingTest {};

TEST_F(Healing, NumbersNotesOfAnotherStoreFromOneInAnOutboxOfTheirOwn) {
    tap_many(2);
    move_to_another_store();
    tap_many(2);
    const auto stored = notes();
    EXPECT_EQ(stored[1].enrolment, first_enrolment);
    EXPECT_NE(stored[2].outbox_id, stored[1].outbox_id);
    EXPECT_EQ(stored[2].note.seq, 1);
    EXPECT_EQ(stored[3].outbox_id, stored[2].outbox_id);
    EXPECT_EQ(stored[3].note.seq, 2);
}

TEST_F(Healing, KeepsItsOutboxWhenItIsEnrolledAgainInTheSameStore) {
    tap_many(2);
    enrolments_.list.push_back(enrolment(second_enrolment, "token-2", "store-1"));
    rules_.enrolment = second_enrolment;
    rules_.same_store = enrolments_.find_keys_of_store_in_force();
    tap_many(1);
    EXPECT_EQ(notes().back().outbox_id, notes().front().outbox_id);
    EXPECT_EQ(notes().back().note.seq, 3);
}

TEST_F(Healing, SendsNothingTwiceAfterItMovedToAnotherStore) {
    tap_many(5);
    run();
    move_to_another_store();
    EXPECT_FALSE(beat());
    tap_many(5);
    EXPECT_EQ(run().outcome, Outcome::idle);
    const std::size_t before = server_.requests.size();
    for (int day = 0; day < 3; ++day) {
        clock_.pass(25h);
        EXPECT_FALSE(beat());
        EXPECT_EQ(run().outcome, Outcome::idle);
    }
    EXPECT_EQ(server_.requests.size(), before);
    clock_.pass(24h * 12);
    prune();
    EXPECT_EQ(notes().size(), 0U);
}

TEST_F(Healing, TellsANewStoreNothingOfTheNumbersOfTheOldOne) {
    tap_many(2);
    const Uuid old = notes().front().outbox_id;
    move_to_another_store();
    EXPECT_FALSE(beat());
    EXPECT_FALSE(server_.asked_about.contains(old));
}

TEST_F(Healing, ForgetsNotesFourteenDaysAfterTheirFirstDeliveryHoweverOftenTheyWereSent) {
    tap_many(30);
    server_.stuck_at = 10;
    run();
    for (int day = 0; day < 15; ++day) {
        clock_.pass(24h);
        beat();
        run();
        prune();
    }
    EXPECT_EQ(notes().size(), 0U);
    EXPECT_EQ(counts().delivered, 30);
}

TEST_F(Healing, BeginsANewOutboxBehindARejectedNote) {
    tap_many(10);
    const Uuid first_outbox = notes().front().outbox_id;
    refuse(notes().at(4).note.note_id);
    run();
    ASSERT_EQ(counts().rejected, 1);
    tap_note("101");
    EXPECT_NE(notes().back().outbox_id, first_outbox);
    EXPECT_EQ(notes().back().note.seq, 1);
}

TEST_F(Healing, HealsTheOutboxBeforeAndTheOneAfterARejectedNote) {
    tap_many(10);
    const Uuid poisoned = notes().at(4).note.note_id;
    refuse(poisoned);
    run();
    tap_many(6);
    run();
    ASSERT_FALSE(beat());
    ASSERT_EQ(server_.stored.size(), 15U);
    const auto ids = ids_of_notes();
    // Back to when two notes of the first outbox had come, and none of the second.
    server_.forget({ids.begin() + 2, ids.end()});
    EXPECT_TRUE(beat());
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 15U) << "those behind the rejected one, too";
    EXPECT_FALSE(server_.stored.contains(poisoned));
    EXPECT_FALSE(beat());
}

TEST_F(Healing, HealsAServerRestoredToTheTimeAfterARejectedNote) {
    tap_many(10);
    refuse(notes().at(4).note.note_id);
    run();
    tap_many(6);
    run();
    const auto ids = ids_of_notes();
    server_.forget({ids.begin() + 12, ids.end()});
    EXPECT_TRUE(beat());
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 15U);
}

TEST_F(Healing, BeginsANewOutboxWhereAGapCanNoLongerBeFilled) {
    tap_many(3);
    run();
    clock_.pass(24h * 10);
    tap_many(3);
    run();
    clock_.pass(24h * 5);
    prune();
    ASSERT_EQ(notes().size(), 3U);
    const Uuid outbox_id = notes().back().outbox_id;
    server_.stuck_at = 0;
    EXPECT_TRUE(beat());
    tap_note("101");
    EXPECT_NE(notes().back().outbox_id, outbox_id);
}

TEST_F(Healing, OffersOnlyOnceWhatIsBehindANoteThatIsRejectedOnTheSecondOffer) {
    tap_many(10);
    run();
    server_.forget_after(2);
    refuse(notes().at(4).note.note_id);
    EXPECT_TRUE(beat());
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 9U);
    clock_.pass(25h);
    EXPECT_FALSE(beat());
}

TEST_F(Healing, OffersDeliveredNotesAgainWhenTheServerWentBackToYesterday) {
    tap_many(30);
    run();
    server_.forget_after(10);
    ASSERT_TRUE(beat());
    EXPECT_EQ(counts().pending, 20);
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 30U);
    EXPECT_FALSE(beat());
}

TEST_F(Healing, DoesNotOfferInCirclesWhenTheServerNeverCatchesUp) {
    tap_many(30);
    server_.stuck_at = 10;
    EXPECT_EQ(run().outcome, Outcome::idle);
    const std::size_t before = server_.requests.size();
    for (int at = 0; at < 20; ++at) {
        clock_.pass(60s);
        EXPECT_FALSE(beat());
    }
    tap_note("101");
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.requests.size(), before + 1);
    clock_.pass(24h);
    EXPECT_TRUE(beat()) << "once a day it may ask again";
}

TEST_F(Healing, DoesNotTakeARejectedNotesGapForALoss) {
    tap_many(10);
    const Uuid poisoned = notes().at(4).note.note_id;
    server_.refuse_batch_with = [&](const NotesRequest& request) {
        return std::any_of(request.notes.begin(), request.notes.end(),
                           [&](const Note& note) { return note.note_id == poisoned; })
                   ? ErrorCode::invalid_field
                   : ErrorCode{};
    };
    run();
    ASSERT_EQ(counts().rejected, 1);
    EXPECT_FALSE(beat());
}

TEST_F(Healing, OffersUndosAndShowingsAgainToAServerThatLostNoNoteOfThisLane) {
    tap_many(3);
    ASSERT_TRUE(try_undo());
    show_many(3);
    run();
    ASSERT_FALSE(beat());
    // Back to when the notes had come: have_seq is right, and says nothing.
    server_.undone.clear();
    server_.shown.clear();
    clock_.pass(10min);
    EXPECT_TRUE(beat());
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.undone.size(), 1U);
    EXPECT_EQ(server_.shown.size(), 3U);
    EXPECT_FALSE(beat());
}

TEST_F(Healing, NoticesALossOfWhatWasDeliveredBetweenTwoHeartbeats) {
    show_many(2);
    run();
    ASSERT_FALSE(beat());
    show(3);
    const Uuid lost = show(4);
    run();
    server_.shown.erase(lost);
    // What comes after the restore is no sign of it.
    show(5);
    run();
    EXPECT_TRUE(beat());
    run();
    EXPECT_TRUE(server_.shown.contains(lost));
    EXPECT_EQ(server_.shown.size(), 5U);
}

TEST_F(Healing, NoticesALossThoughTheAnswerThatTellsOfItIsLost) {
    show_many(4);
    run();
    ASSERT_FALSE(beat());
    server_.shown.clear();
    clock_.pass(10min);
    server_.lose_answers = 1;
    EXPECT_FALSE(beat()) << "the newest is stored again, and nobody hears of it";
    EXPECT_EQ(server_.shown.size(), 1U);
    EXPECT_TRUE(beat());
    run();
    EXPECT_EQ(server_.shown.size(), 4U);
    EXPECT_FALSE(beat());
}

TEST_F(Healing, AsksOfTheNewestShowingOnlyNowAndThen) {
    show_many(2);
    run();
    ASSERT_FALSE(beat());
    const std::size_t before = server_.requests.size();
    for (int minute = 0; minute < 30; ++minute) {
        clock_.pass(1min);
        EXPECT_FALSE(beat());
    }
    EXPECT_EQ(server_.requests.size(), before + 3);
    EXPECT_EQ(server_.requests.back().showings.size(), 1U);
}

TEST_F(Healing, OffersEverythingOnceADayToAServerThatForgetsAllTheTime) {
    show_many(3);
    run();
    int offered = 0;
    for (int minute = 0; minute < 120; ++minute) {
        server_.shown.clear();
        offered += beat() ? 1 : 0;
        run();
        clock_.pass(1min);
    }
    EXPECT_EQ(offered, 1);
    clock_.pass(24h);
    EXPECT_TRUE(beat());
}

TEST_F(Healing, AsksAnotherStoreNothingOfTheShowingsOfTheOldOne) {
    show_many(2);
    run();
    move_to_another_store();
    const std::size_t before = server_.requests.size();
    EXPECT_FALSE(beat());
    EXPECT_EQ(server_.requests.size(), before);
}

TEST_F(Healing, BeginsANewOutboxWhenTheServerKnowsNumbersThisDiskNeverGave) {
    tap_many(1);
    const Uuid copied = notes().at(0).outbox_id;
    server_.stuck_at = 500;
    run();
    tap_note("201");
    EXPECT_NE(notes().back().outbox_id, copied);
    EXPECT_EQ(notes().back().note.seq, 1);
}

}  // namespace
}  // namespace tillnote::lane::test
