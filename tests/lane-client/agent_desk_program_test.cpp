#include "tests/lane-client/agent_connection.hpp"
#include "tests/lane-client/program_fixture.hpp"

#include <thread>

namespace tillnote::lane::test {
namespace {

using nlohmann::json;

/// What a display of the lane sees of the running agent.
class DisplayOfTheAgent : public ProgramTest {
protected:
    json ask(const json& request) {
        AgentConnection connection(state_ / "agent.sock");
        connection.send(request.dump());
        return json::parse(connection.get_line());
    }
    json watch() { return ask({{"do", "watch"}}); }
    /// Watches until the display would show `wanted`; at most ten seconds.
    bool comes_to_show(const std::function<bool(const json&)>& wanted) {
        return comes_true([&] { return wanted(watch()); });
    }
};

TEST_F(DisplayOfTheAgent, IsToldTheAgreedWordsAndNoOthers) {
    RunningAgent agent(state_);
    tap("101");
    const json seen = watch();
    std::set<std::string> names;
    for (const auto& entry : seen.items()) {
        names.insert(entry.key());
    }
    EXPECT_EQ(names,
              (std::set<std::string>{"ok", "revision", "enrolled", "store", "lane", "refused", "pending", "rejected",
                                     "server_reachable", "catalog_version", "code", "transaction", "ask", "messages"}));
    EXPECT_EQ(seen["enrolled"], false);
    EXPECT_TRUE(seen["store"].is_null());
    EXPECT_EQ(seen["pending"], 1);
    EXPECT_EQ(seen["server_reachable"], false);
    EXPECT_EQ(seen["messages"], json::array());
}

TEST_F(DisplayOfTheAgent, IsAnsweredWhenSomethingDiffersAndHoldsNobodyUp) {
    RunningAgent agent(state_);
    const json before = watch();
    AgentConnection display(state_ / "agent.sock");
    display.send(json{{"do", "watch"}, {"since", before["revision"]}}.dump());
    EXPECT_EQ(run({"status"}).exit_code, 0);
    EXPECT_EQ(display.find_line(), std::nullopt) << "nothing has changed";
    tap("101");
    const json after = json::parse(display.get_line());
    EXPECT_EQ(after["pending"], 1);
    EXPECT_GT(after["revision"], before["revision"]);
}

TEST_F(DisplayOfTheAgent, IsAnsweredAtOnceByAnotherAgentThanTheOneItKnew) {
    json before;
    {
        RunningAgent agent(state_);
        before = watch();
    }
    RunningAgent agent(state_);
    EXPECT_EQ(ask({{"do", "watch"}, {"since", before["revision"]}})["ok"], true);
}

TEST_F(DisplayOfTheAgent, ShowsStoreServerAndTransaction) {
    TillnoteOverHttp server;
    enrol(server);
    RunningAgent agent(state_);
    EXPECT_TRUE(comes_to_show([](const json& seen) { return seen["server_reachable"] == true; }));
    EXPECT_EQ(run({"begin", "T-1"}).exit_code, 0);
    const json seen = watch();
    EXPECT_EQ(seen["enrolled"], true);
    EXPECT_EQ(seen["store"], "store-1");
    EXPECT_EQ(seen["lane"], 7);
    EXPECT_EQ(seen["transaction"], true);
    EXPECT_EQ(seen["catalog_version"], "c1");
    EXPECT_EQ(run({"end"}).exit_code, 0);
    EXPECT_EQ(watch()["transaction"], false);
    server.with([](FakeTillnote& tillnote) { tillnote.refused_tokens = {"token-of-the-lane"}; });
    tap("101");
    EXPECT_TRUE(comes_to_show([](const json& shown) { return shown["refused"] == true && shown["enrolled"] == true; }));
}

TEST_F(DisplayOfTheAgent, GetsTheCatalogAsTheServerGivesIt) {
    RunningAgent agent(state_);
    EXPECT_TRUE(ask({{"do", "catalog"}})["catalog"].is_null());
    TillnoteOverHttp server;
    enrol(server);
    EXPECT_TRUE(comes_true([&] { return !ask({{"do", "catalog"}})["catalog"].is_null(); }));
    const auto catalog = parse_lane_catalog(ask({{"do", "catalog"}})["catalog"].dump());
    ASSERT_TRUE(catalog) << catalog.error().detail;
    EXPECT_EQ(catalog->catalog.reasons.size(), 9U);
}

TEST_F(DisplayOfTheAgent, ShowsTheCodeOfAnEnrolmentUntilItIsDecided) {
    RunningAgent agent(state_);
    TillnoteOverHttp server;
    server.polls_before_approval = 1'000'000;
    std::thread enrolling([&] { EXPECT_EQ(run({"enrol", server.url()}).exit_code, 0); });
    EXPECT_TRUE(comes_to_show([](const json& seen) { return seen["code"] == "ABCD-EFGH"; }));
    server.polls_before_approval = 0;
    enrolling.join();
    EXPECT_TRUE(watch()["code"].is_null());
    EXPECT_EQ(watch()["enrolled"], true);
    server.deny = true;
    EXPECT_EQ(run({"enrol", server.url()}).exit_code, 1);
    EXPECT_TRUE(watch()["code"].is_null());
}

TEST_F(DisplayOfTheAgent, ShowsAMessageUntilItWasSeenThoughTheAgentIsKilled) {
    const std::string id = "00000000-0000-4000-8000-0000000000f1";
    TillnoteOverHttp server;
    server.with([&](FakeTillnote& tillnote) {
        tillnote.messages = {{Uuid::parse(id).value(), "Yogurt pulled. Thank you.", "Yogur retirado. Gracias."}};
    });
    enrol(server);
    {
        RunningAgent agent(state_);
        EXPECT_TRUE(comes_to_show([](const json& seen) { return seen["messages"].size() == 1; }));
        EXPECT_EQ(watch()["messages"][0]["text_es"], "Yogur retirado. Gracias.");
        EXPECT_EQ(ask({{"do", "message_seen"}, {"message_id", id}}), (json{{"ok", true}}));
        EXPECT_EQ(watch()["messages"], json::array());
        agent.kill_hard();
    }
    RunningAgent agent(state_);
    EXPECT_TRUE(comes_to_show([](const json& seen) { return seen["server_reachable"] == true; }));
    EXPECT_EQ(watch()["messages"], json::array()) << "once per shift, and the server has said it again";
}

TEST_F(DisplayOfTheAgent, IsToldWhatIsWrongWithItsRequest) {
    RunningAgent agent(state_);
    const json unknown = ask({{"do", "dance"}});
    EXPECT_EQ(unknown["ok"], false);
    EXPECT_EQ(unknown["error"], "invalid-field");
    EXPECT_EQ(ask({{"do", "watch"}, {"since", "x"}})["ok"], false);
    EXPECT_EQ(ask({{"do", "message_seen"}, {"message_id", "x"}})["ok"], false);
    EXPECT_EQ(ask({{"do", "scan"}, {"text", "4006381333931"}}), (json{{"ok", true}, {"ignored", true}}));
    EXPECT_EQ(ask({{"do", "scan"}, {"text", "~TN101"}})["repeat"], false);
}

TEST_F(DisplayOfTheAgent, UndoesTheNoteItNamesThoughAnotherCameAfterIt) {
    RunningAgent agent(state_);
    const json first = ask({{"do", "tap"}, {"reason", "101"}, {"source", "touch"}});
    const json second = ask({{"do", "tap"}, {"reason", "102"}, {"source", "key"}});
    json undo{{"do", "undo"}, {"undo_id", "00000000-0000-4000-8000-0000000000d1"}, {"note_id", first["note_id"]}};
    EXPECT_EQ(ask(undo)["note_id"], first["note_id"]);
    EXPECT_EQ(ask(undo)["note_id"], first["note_id"]) << "sent again after a lost answer";
    undo["undo_id"] = "00000000-0000-4000-8000-0000000000d2";
    EXPECT_EQ(ask(undo)["error"], "impossible-value");
    undo.erase("note_id");
    EXPECT_EQ(ask(undo)["note_id"], second["note_id"]) << "the last one, as ever";
}

}  // namespace
}  // namespace tillnote::lane::test
