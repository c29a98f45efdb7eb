#include "tests/lane-client/agent_connection.hpp"
#include "tests/lane-client/program_fixture.hpp"
#include "tests/lane-client/sample_ask.hpp"

namespace tillnote::lane::test {
namespace {

using nlohmann::json;

/// An ask of the day from the catalog to the server, through the running agent and a display.
class AskOfTheDay : public ProgramTest {
protected:
    json ask(const json& request) {
        AgentConnection connection(state_ / "agent.sock");
        connection.send(request.dump());
        return json::parse(connection.get_line());
    }
};

TEST_F(AskOfTheDay, IsShownAnsweredAndDeliveredThoughTheAgentIsKilled) {
    std::string first;
    TillnoteOverHttp server;
    server.asks = {sample_ask(1)};
    enrol(server);
    server.with([](FakeTillnote& tillnote) { tillnote.answer_with = HttpAnswer{503, "", std::nullopt, ""}; });
    {
        RunningAgent agent(state_);
        const json before = ask({{"do", "watch"}});
        EXPECT_TRUE(before["ask"].is_null());
        EXPECT_EQ(run({"begin", "T-1"}).exit_code, 0);
        const json shown = ask({{"do", "watch"}})["ask"];
        first = shown["showing_id"];
        EXPECT_EQ(shown["ask_id"], "00000000-0000-4000-8000-0000000000a5");
        EXPECT_EQ(shown["question_en"], "Did you find the new bakery?");
        EXPECT_EQ(shown["answers"][0]["label_es"], "Sí");
        EXPECT_EQ(ask({{"do", "answer"}, {"showing_id", first}, {"answer", "yes"}}), (json{{"ok", true}}));
        EXPECT_TRUE(ask({{"do", "watch"}})["ask"].is_null());
        EXPECT_EQ(ask({{"do", "not_asked"}, {"showing_id", first}})["ok"], false) << "it has been answered";
        EXPECT_EQ(run({"begin", "T-2"}).exit_code, 0);
        EXPECT_FALSE(ask({{"do", "watch"}})["ask"].is_null());
        agent.kill_hard();
    }
    server.with([](FakeTillnote& tillnote) { tillnote.answer_with.reset(); });
    const RunningAgent agent(state_);
    EXPECT_EQ(run({"flush", "--timeout", "10"}).exit_code, 0);
    server.with([&](FakeTillnote& tillnote) {
        ASSERT_EQ(tillnote.shown.size(), 2U);
        for (const auto& [id, showing] : tillnote.shown) {
            const bool is_first = id.to_string() == first;
            EXPECT_EQ(showing.outcome, is_first ? ShowingOutcome::answered : ShowingOutcome::expired);
            EXPECT_EQ(showing.answer, is_first ? std::optional<std::string>("yes") : std::nullopt);
        }
    });
}

TEST_F(AskOfTheDay, IsNotShownWhereNoDisplayWatches) {
    TillnoteOverHttp server;
    server.asks = {sample_ask(1)};
    enrol(server);
    const RunningAgent agent(state_);
    EXPECT_EQ(run({"begin", "T-1"}).exit_code, 0);
    EXPECT_TRUE(ask({{"do", "watch"}})["ask"].is_null());
    EXPECT_EQ(run({"begin", "T-2"}).exit_code, 0);
    EXPECT_FALSE(ask({{"do", "watch"}})["ask"].is_null());
}

}  // namespace
}  // namespace tillnote::lane::test
