#include "lane-client/strip/strip_model.hpp"
#include "tests/lane-client/agent_connection.hpp"
#include "tests/lane-client/lane_program.hpp"
#include "tests/lane-client/strip/running_strip.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <set>

namespace tillnote::strip::test {
namespace {

using nlohmann::json;

// The lock-out makes a strip take at most four presses a second; ten lanes side by side take a day's in half a minute.
constexpr int lanes = 10;
constexpr int presses = 1000;
constexpr int double_presses = 200;

/// A lane as it stands in a store: the strip's program, the agent's program, and no server in reach.
class PressedLane {
public:
    explicit PressedLane(const std::string& server) {
        const auto enrolled = lane::test::run_lane({"--state", state(), "enrol", server});
        EXPECT_EQ(enrolled.exit_code, 0) << enrolled.err;
        agent_.emplace(state());
        connection_.emplace(strip_.folder.path() / "agent.sock");
        strip_.start();
    }

    /// One press on the first or second key, in a transaction of its own; waits for the note and for its tick.
    void press(int key) {
        in_a_transaction(key, [&] { strip_.touch(reason_place(key)); });
    }
    /// A second press follows at once: a bounce on the same key, or a slip to the other one.
    void press_twice(int key, bool slips) {
        in_a_transaction(key, [&] {
            strip_.touch(reason_place(key));
            strip_.touch(reason_place(slips ? 1 - key : key));
        });
    }
    /// Ends the agent; all that its outbox holds.
    std::vector<lane::StoredNote> stop_and_read_notes() {
        strip_.stop();
        connection_.reset();
        EXPECT_EQ(agent_->stop(), 0);
        const lane::test::FakeClock clock;
        lane::OutboxKeeper outbox(strip_.folder.path() / "outbox.db", clock);
        std::vector<lane::StoredNote> found;
        EXPECT_TRUE(outbox.use([&](lane::Outbox& open) -> Result<void> {
            found = open.last_notes(presses + double_presses).value();
            return open.check();
        }));
        return found;
    }

private:
    [[nodiscard]] std::string state() const { return strip_.folder.path().string(); }

    json ask(const json& request) {
        connection_->send(request.dump());
        return json::parse(connection_->get_line());
    }
    template <typename Touch>
    void in_a_transaction(int key, const Touch& touch) {
        EXPECT_EQ(ask({{"do", "begin"}, {"transaction", "T-" + std::to_string(++transactions_)}}), (json{{"ok", true}}));
        ASSERT_TRUE(comes_true([&] { return std::chrono::steady_clock::now() >= takes_presses_at_; }));
        touch();
        ASSERT_TRUE(comes_true([&] { return ask({{"do", "watch"}})["pending"] == transactions_; })) << transactions_;
        ASSERT_TRUE(strip_.becomes(reason_place(key), Look::ticked)) << transactions_;
        // The press was before its tick, so the lock-out ends before this.
        takes_presses_at_ = std::chrono::steady_clock::now() + lock_out;
        EXPECT_EQ(ask({{"do", "end"}}), (json{{"ok", true}}));
    }

    RunningStrip strip_{false, Edge::bottom, Behind::whom_the_test_starts};
    std::optional<lane::test::RunningAgent> agent_;
    std::optional<lane::test::AgentConnection> connection_;
    int transactions_ = 0;
    std::chrono::steady_clock::time_point takes_presses_at_{};
};

std::vector<std::unique_ptr<PressedLane>> start_lanes() {
    const lane::test::TillnoteOverHttp server;
    std::vector<std::unique_ptr<PressedLane>> started;
    for (int at = 0; at < lanes; ++at) {
        started.push_back(std::make_unique<PressedLane>(server.url()));
    }
    return started;
}

TEST(OnePressOneNote, HoldsForAThousandPressesAndTwoHundredDoubleOnes) {
    const auto pressed = start_lanes();
    for (int round = 0; round < presses / lanes; ++round) {
        for (const auto& lane : pressed) {
            ASSERT_NO_FATAL_FAILURE(lane->press(round % 2));
        }
    }
    for (int round = 0; round < double_presses / lanes; ++round) {
        for (const auto& lane : pressed) {
            ASSERT_NO_FATAL_FAILURE(lane->press_twice(round % 2, round % 4 < 2));
        }
    }
    std::set<Uuid> ids;
    std::size_t transactions = 0;
    for (const auto& lane : pressed) {
        // Requests go in order, so a note of the last second press would come before this one's.
        ASSERT_NO_FATAL_FAILURE(lane->press(0));
        std::set<std::string> remark_keys;
        for (const lane::StoredNote& note : lane->stop_and_read_notes()) {
            EXPECT_EQ(note.note.source, Source::touch);
            EXPECT_TRUE(note.with_transaction);
            remark_keys.insert(note.note.remark_key);
            ids.insert(note.note.note_id);
        }
        transactions += remark_keys.size();
    }
    EXPECT_EQ(ids.size(), presses + double_presses + lanes);
    EXPECT_EQ(transactions, ids.size()) << "each note in the transaction it was pressed in";
}

}  // namespace
}  // namespace tillnote::strip::test
