#include "lane-client/outbox_salvage.hpp"
#include "tests/lane-client/forwarding_fixture.hpp"

#include <map>

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
    /// As the server counts: the last figure of each outbox_id and hour, added up.
    std::int64_t counted_by_server() {
        std::map<std::pair<Uuid, Instant>, std::int64_t> figures;
        for (const HeartbeatRequest& heartbeat : server_.heartbeats) {
            for (const HourCount& hour : heartbeat.transactions) {
                figures[{heartbeat.outbox_id, hour.hour_start}] = hour.count;
            }
        }
        std::int64_t sum = 0;
        for (const auto& [place, count] : figures) {
            sum += count;
        }
        return sum;
    }
    int rung_up_ = 0;
};

TEST_F(Heartbeat, CountsAnHourOnceThoughARejectionBeginsANewOutboxInIt) {
    tap_many(2);
    run();
    ring_up(2);
    server_.lose_heartbeat_answers = 1;
    static_cast<void>(beat_and_look());
    EXPECT_EQ(counted_by_server(), 2);
    const Uuid before = counts().outbox_id;
    refuse(tap_note("103"));
    run();
    ASSERT_NE(counts().outbox_id, before);
    ring_up(3);
    static_cast<void>(beat_and_look());
    EXPECT_EQ(counted_by_server(), 5);
    EXPECT_EQ(server_.heartbeats.back().outbox_id, counts().outbox_id) << "the newest word is of the outbox in use";
    const std::size_t told = server_.heartbeats.size();
    static_cast<void>(beat_and_look());
    EXPECT_EQ(server_.heartbeats.size(), told + 1) << "nothing is left to tell under the old one";
    clock_.pass(1h);
    ring_up(4);
    ASSERT_EQ(beat_and_look().size(), 1U) << "a new hour is told under the new one";
    EXPECT_EQ(counted_by_server(), 9);
}

TEST_F(Heartbeat, CountsEveryHourOnceThroughARepairThatBeginsANewOutbox) {
    tap_many(3);
    run();
    ring_up(2);
    static_cast<void>(beat_and_look());
    clock_.pass(1h);
    ring_up(1);
    static_cast<void>(beat_and_look());
    const Uuid before = counts().outbox_id;
    server_.stuck_at = 1000;
    EXPECT_FALSE(beat());
    ASSERT_NE(counts().outbox_id, before) << "a disk that was put back to an earlier day";
    server_.stuck_at.reset();
    server_.forget_after(1);
    EXPECT_TRUE(beat()) << "all hours are told again";
    ring_up(1);
    static_cast<void>(beat_and_look());
    EXPECT_EQ(counted_by_server(), 4);
}

TEST_F(Heartbeat, CountsAnHourOnceThoughADamagedFileIsReplacedInIt) {
    ring_up(2);
    static_cast<void>(beat_and_look());
    ASSERT_TRUE(outbox_.use([](Outbox& open) { return open.empty_log(); }));
    outbox_.close();
    ASSERT_TRUE(salvage_outbox(folder_.path() / "outbox.db", nullptr, SalvageReason::corrupt, clock_.now().wall));
    ring_up(1);
    static_cast<void>(beat_and_look());
    EXPECT_EQ(counted_by_server(), 3);
}

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

TEST_F(Heartbeat, TellsEveryHourAgainOnceADay) {
    ring_up(2);
    EXPECT_EQ(beat_and_look().size(), 1U);
    clock_.pass(1h);
    ring_up(3);
    EXPECT_EQ(beat_and_look().size(), 1U);
    EXPECT_TRUE(beat_and_look().empty());
    clock_.pass(23h);
    EXPECT_EQ(beat_and_look().size(), 2U) << "nobody says which hours a restored server has";
    EXPECT_EQ(counted_by_server(), 5);
    EXPECT_TRUE(beat_and_look().empty());
}

TEST_F(Heartbeat, TellsEveryHourAgainToAServerThatHasLostAnUndo) {
    tap_many(1);
    ASSERT_TRUE(try_undo());
    run();
    ring_up(2);
    EXPECT_EQ(beat_and_look().size(), 1U);
    server_.undone.clear();
    clock_.pass(10min);
    EXPECT_TRUE(beat_and_look().empty());
    EXPECT_EQ(beat_and_look().size(), 1U);
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
