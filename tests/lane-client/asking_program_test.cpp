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
        return ask(connection, request);
    }
    static json ask(AgentConnection& connection, const json& request) {
        connection.send(request.dump());
        return json::parse(connection.get_line());
    }
    /// Whether a transaction that begins now is asked.
    bool is_asked(const std::string& transaction) {
        EXPECT_EQ(run({"begin", transaction}).exit_code, 0);
        return !ask({{"do", "watch"}})["ask"].is_null();
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
        AgentConnection display(state_ / "agent.sock");
        EXPECT_TRUE(ask(display, {{"do", "watch"}, {"shows_asks", true}})["ask"].is_null());
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

TEST_F(AskOfTheDay, IsNotShownWhereNoDisplayWouldShowIt) {
    TillnoteOverHttp server;
    server.asks = {sample_ask(1)};
    enrol(server);
    const RunningAgent agent(state_);
    AgentConnection script(state_ / "agent.sock");
    const json before = ask(script, {{"do", "watch"}});
    script.send(json{{"do", "watch"}, {"since", before["revision"]}}.dump());
    EXPECT_FALSE(is_asked("T-1")) << "a script that watches is no display";
    {
        AgentConnection strip(state_ / "agent.sock");
        static_cast<void>(ask(strip, {{"do", "watch"}, {"shows_asks", true}}));
        EXPECT_TRUE(is_asked("T-2"));
        static_cast<void>(ask(strip, {{"do", "watch"}, {"shows_asks", false}}));
        EXPECT_FALSE(is_asked("T-3")) << "it is hidden";
        static_cast<void>(ask(strip, {{"do", "watch"}, {"shows_asks", true}}));
        EXPECT_TRUE(is_asked("T-4"));
    }
    EXPECT_FALSE(is_asked("T-5")) << "it has gone";
}

}  // namespace
}  // namespace tillnote::lane::test
