#include "tests/lane-client/forwarding_fixture.hpp"

namespace tillnote::lane::test {
namespace {

class Heartbeat : public ForwardingTest {
protected:
    void ring_up(int count) {
        for (int at = 0; at < count; ++at) {
            begin("T-" + std::to_string(++rung_up_));
            end();
        }
    }
    std::vector<HourCount> beat_and_look() {
        static_cast<void>(send_heartbeat(server_, outbox_, clock_, enrolments_));
        return server_.heartbeats.back().transactions;
    }
    int rung_up_ = 0;
};

TEST_F(Heartbeat, TellsAbsoluteFiguresUntilTheServerHasTheLastOne) {
    ring_up(3);
    ASSERT_EQ(beat_and_look().size(), 1U);
    EXPECT_EQ(server_.heartbeats.back().transactions[0].count, 3);
    EXPECT_TRUE(beat_and_look().empty()) << "it has this figure";
    ring_up(2);
    ASSERT_EQ(beat_and_look().size(), 1U);
    EXPECT_EQ(server_.heartbeats.back().transactions[0].count, 5) << "absolute, so saying it twice counts nothing twice";
    clock_.pass(3h);
    EXPECT_TRUE(beat_and_look().empty());
}

TEST_F(Heartbeat, TellsAFigureAgainWhoseAnswerWasLost) {
    ring_up(1);
    server_.lose_heartbeat_answers = 1;
    EXPECT_EQ(beat_and_look().size(), 1U);
    EXPECT_EQ(beat_and_look().size(), 1U);
    EXPECT_TRUE(beat_and_look().empty());
}

TEST_F(Heartbeat, TellsWhatWasRungUpOverTwoDaysWithoutANetwork) {
    for (int hour = 0; hour < 47; ++hour) {
        ring_up(2);
        clock_.pass(1h);
    }
    const auto told = beat_and_look();
    ASSERT_EQ(told.size(), 47U);
    for (const HourCount& hour : told) {
        EXPECT_EQ(hour.count, 2);
    }
}

TEST_F(Heartbeat, AddsUpWhatALaneCountedUnderSeveralEnrolments) {
    rules_.enrolment = Uuid{};
    ring_up(1);
    rules_.enrolment = first_enrolment;
    ring_up(1);
    ASSERT_EQ(beat_and_look().size(), 1U);
    EXPECT_EQ(server_.heartbeats.back().transactions[0].count, 2);
}

TEST_F(Heartbeat, TellsAnotherStoreNothingOfWhatWasRungUpInTheOldOne) {
    ring_up(4);
    move_to_another_store();
    EXPECT_TRUE(beat_and_look().empty());
}

TEST_F(Heartbeat, TellsEveryHourAgainToAServerThatHasLostNotes) {
    tap_many(3);
    run();
    ring_up(2);
    EXPECT_EQ(beat_and_look().size(), 1U);
    server_.forget_after(1);
    EXPECT_TRUE(beat());
    ASSERT_EQ(beat_and_look().size(), 1U);
    EXPECT_EQ(server_.heartbeats.back().transactions[0].count, 2);
}

}  // namespace
}  // namespace tillnote::lane::test
