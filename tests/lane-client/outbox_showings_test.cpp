#include "lane-client/outbox_salvage.hpp"
#include "tests/lane-client/forwarding_fixture.hpp"

namespace tillnote::lane::test {
namespace {

class OutboxShowings : public ForwardingTest {};

TEST_F(OutboxShowings, AreDeliveredWithNotesAHundredAtOnce) {
    tap_many(2);
    show_many(150);
    step();
    EXPECT_EQ(server_.requests.at(0).notes.size(), 2U);
    EXPECT_EQ(server_.requests.at(0).showings.size(), 100U);
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.requests.size(), 2U);
    EXPECT_EQ(server_.shown.size(), 150U);
}

TEST_F(OutboxShowings, AreSentAgainWhenTheAnswerWasLost) {
    show_many(3);
    server_.lose_answers = 1;
    run();
    EXPECT_EQ(counts().showings, 3);
    run();
    EXPECT_EQ(counts().showings, 0);
    EXPECT_EQ(server_.shown.size(), 3U);
}

TEST_F(OutboxShowings, AreNotTakenForDeliveredByAnAnswerThatLeavesThemOut) {
    show_many(1);
    server_.answer_with = HttpAnswer{200, "application/json", std::nullopt, R"({"have_seq":0,"results":[]})"};
    EXPECT_EQ(run().outcome, Outcome::waiting);
    EXPECT_EQ(counts().showings, 1);
}

TEST_F(OutboxShowings, RejectOnlyTheOneThatCannotBeRead) {
    tap_many(5);
    show_many(20);
    const Uuid poisoned = show(77);
    server_.refuse_batch_with = [&](const NotesRequest& request) {
        return std::any_of(request.showings.begin(), request.showings.end(),
                           [&](const Showing& showing) { return showing.showing_id == poisoned; })
                   ? ErrorCode::invalid_field
                   : ErrorCode{};
    };
    EXPECT_EQ(run().outcome, Outcome::idle);
    EXPECT_EQ(server_.stored.size(), 5U);
    EXPECT_EQ(server_.shown.size(), 20U);
    EXPECT_EQ(counts().rejected, 1);
}

TEST_F(OutboxShowings, StayWithTheStoreTheyWereShownIn) {
    tap_many(1);
    show(1);
    move_to_another_store();
    show(2);
    run();
    ASSERT_EQ(server_.requests.size(), 2U);
    EXPECT_EQ(server_.requests[0].enrolment_id, first_enrolment);
    EXPECT_EQ(server_.requests[1].enrolment_id, std::nullopt) << "the token's own";
    EXPECT_NE(server_.requests[0].outbox_id, server_.requests[1].outbox_id);
}

TEST_F(OutboxShowings, AreOfferedAgainToAServerThatHasLostNotes) {
    tap_many(3);
    show(1);
    run();
    server_.forget_after(1);
    server_.shown.clear();
    EXPECT_TRUE(beat());
    run();
    EXPECT_EQ(server_.shown.size(), 1U);
}

TEST_F(OutboxShowings, AreForgottenFourteenDaysAfterTheirDelivery) {
    show(1);
    run();
    clock_.pass(24h * 15);
    show(2);
    prune();
    EXPECT_TRUE(outbox_.use([](Outbox& open) -> Result<void> {
        EXPECT_EQ(open.find_asked("").value().size(), 1U);
        return {};
    }));
    EXPECT_EQ(counts().showings, 1) << "what waits never expires";
}

TEST_F(OutboxShowings, AreCopiedIntoTheFileThatReplacesADamagedOne) {
    show(1);
    ASSERT_TRUE(outbox_.use([](Outbox& open) { return open.empty_log(); }));
    outbox_.close();
    ASSERT_TRUE(salvage_outbox(folder_.path() / "outbox.db", nullptr, SalvageReason::corrupt, clock_.now().wall));
    run();
    EXPECT_EQ(server_.shown.size(), 1U);
}

}  // namespace
}  // namespace tillnote::lane::test
