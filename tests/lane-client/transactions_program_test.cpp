#include "tests/lane-client/program_fixture.hpp"

namespace tillnote::lane::test {
namespace {

/// begin and end by the command line.
class TransactionsOfTheProgram : public ProgramTest {};

TEST_F(TransactionsOfTheProgram, TakesTheTransactionInForceWithAndWithoutAnAgent) {
    for (const bool with_agent : {false, true}) {
        state_ = folder_.path() / (with_agent ? "with" : "without");
        std::optional<RunningAgent> agent;
        if (with_agent) {
            agent.emplace(state_);
        }
        EXPECT_EQ(run({"begin", "T-1"}).exit_code, 0);
        tap("101");
        EXPECT_EQ(run({"end"}).exit_code, 0);
        tap("102");
        EXPECT_EQ(run({"end"}).exit_code, 0) << "nothing to end is no failure";
        if (agent) {
            EXPECT_EQ(agent->stop(), 0);
        }
        EXPECT_TRUE(notes().at(0).with_transaction);
        EXPECT_FALSE(notes().at(1).with_transaction);
    }
    EXPECT_EQ(run({"begin", ""}).exit_code, 1);
    EXPECT_EQ(run({"begin", std::string(129, 'k')}).exit_code, 1);
}

TEST_F(TransactionsOfTheProgram, TellsStaffedTransactionsThoughTheAgentIsKilled) {
    TillnoteOverHttp server;
    {
        RunningAgent agent(state_);
        for (const char* key : {"T-1", "T-2", "T-3"}) {
            EXPECT_EQ(run({"begin", key}).exit_code, 0);
        }
        EXPECT_EQ(run({"end"}).exit_code, 0);
        agent.kill_hard();
    }
    enrol(server);
    RunningAgent agent(state_);
    EXPECT_TRUE(comes_true([&] {
        return server.with([](const FakeTillnote& tillnote) {
            std::int64_t sum = 0;
            for (const HeartbeatRequest& beat : tillnote.heartbeats) {
                for (const HourCount& hour : beat.transactions) {
                    sum += hour.count;
                }
            }
            return sum == 3;
        });
    }));
}

}  // namespace
}  // namespace tillnote::lane::test
