#include "tests/lane-client/program_fixture.hpp"

#include <fstream>
#include <set>

#include <sys/stat.h>

namespace tillnote::lane::test {
namespace {

class Program : public ProgramTest {};

TEST_F(Program, PrintsTheNoteIdOfATapWithoutAnAgent) {
    const Finished done = run({"tap", "101"});
    EXPECT_EQ(done.exit_code, 0) << done.err;
    const auto id = Uuid::parse(done.out);
    ASSERT_TRUE(id) << done.out;
    EXPECT_EQ(notes().at(0).note.note_id, *id);
}

TEST_F(Program, KeepsItsFolderAndFilesToItsUser) {
    TillnoteOverHttp server;
    enrol(server);
    tap("101");
    struct ::stat about{};
    ASSERT_EQ(::stat(state_.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0700U);
    for (const auto& entry : fs::directory_iterator(state_)) {
        ASSERT_EQ(::stat(entry.path().c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0077U, 0U) << entry.path();
    }
}

TEST_F(Program, TakesARepeatForTheSameTapAndSaysSo) {
    for (const bool with_agent : {false, true}) {
        state_ = folder_.path() / (with_agent ? "with" : "without");
        std::optional<RunningAgent> agent;
        if (with_agent) {
            agent.emplace(state_);
        }
        const std::string first = tap("101");
        const Finished second = run({"tap", "101"});
        EXPECT_EQ(second.exit_code, 0);
        EXPECT_EQ(second.out, first);
        EXPECT_NE(second.err, "");
        EXPECT_NE(tap("102"), first);
    }
}

TEST_F(Program, UndoesTheLastNoteByCommandAndByCode999) {
    const std::string first = tap("101");
    const std::string second = tap("102");
    EXPECT_EQ(run({"tap", "999"}).out, second);
    RunningAgent agent(state_);
    EXPECT_EQ(run({"undo"}).out, first);
    const Finished none = run({"undo"});
    EXPECT_EQ(none.exit_code, 1);
    EXPECT_NE(none.err.find("nothing to undo"), std::string::npos);
}

TEST_F(Program, LeavesWithTwoOnWrongUsage) {
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{},
                                                                                       {"tap"},
                                                                                       {"tip", "101"},
                                                                                       {"tap", "101", "--source", "camera"},
                                                                                       {"flush", "--timeout", "x"},
                                                                                       {"undo", "5"}}) {
        EXPECT_EQ(run(wrong).exit_code, 2);
    }
}

TEST_F(Program, SaysWhyAndSavesNothingWhenATapIsRefused) {
    for (const std::vector<std::string>& refused :
         std::vector<std::vector<std::string>>{{"tap", "no such"},
                                               {"tap", "101", "--comment", "hello"},
                                               {"tap", "101", "--transaction", std::string(129, 'k')}}) {
        const Finished done = run(refused);
        EXPECT_EQ(done.exit_code, 1);
        EXPECT_EQ(done.out, "");
        EXPECT_NE(done.err.find("Nothing was saved"), std::string::npos) << done.err;
    }
    EXPECT_TRUE(notes().empty());
}

TEST_F(Program, FailsVisiblyWhenTheStateFolderCannotBeUsed) {
    std::ofstream(folder_.path() / "a file") << "x";
    const Finished in_a_file = run_lane({"--state", (folder_.path() / "a file").string(), "tap", "101"});
    EXPECT_EQ(in_a_file.exit_code, 1);
    EXPECT_EQ(in_a_file.out, "");
    fs::create_directories(state_ / "outbox.db");
    const Finished on_a_folder = run({"tap", "101"});
    EXPECT_EQ(on_a_folder.exit_code, 1);
    EXPECT_NE(on_a_folder.err.find("Nothing was saved"), std::string::npos) << on_a_folder.err;
}

TEST_F(Program, TellsItsStatusInTheAgreedWordsAndNoOthers) {
    tap("101");
    const auto before = status();
    const std::set<std::string> names{"enrolled",          "store",           "lane", "pending", "rejected", "delivered",
                                      "oldest_pending_at", "server_reachable"};
    std::set<std::string> found;
    for (const auto& entry : before.items()) {
        found.insert(entry.key());
    }
    EXPECT_EQ(found, names);
    EXPECT_EQ(before["enrolled"], false);
    EXPECT_EQ(before["pending"], 1);
    EXPECT_TRUE(before["store"].is_null());
    TillnoteOverHttp server;
    enrol(server);
    EXPECT_EQ(run({"flush", "--timeout", "10"}).exit_code, 0);
    const auto after = status();
    EXPECT_EQ(after["enrolled"], true);
    EXPECT_EQ(after["store"], "store-1");
    EXPECT_EQ(after["lane"], 7);
    EXPECT_EQ(after["pending"], 0);
    EXPECT_EQ(after["delivered"], 1);
    EXPECT_EQ(after["server_reachable"], true);
    EXPECT_TRUE(after["oldest_pending_at"].is_null());
}

TEST_F(Program, DeliversTapsMadeBeforeTheEnrolment) {
    const std::string id = tap("101");
    EXPECT_EQ(run({"flush", "--timeout", "1"}).exit_code, 1) << "not enrolled yet";
    TillnoteOverHttp server;
    enrol(server);
    EXPECT_EQ(run({"flush", "--timeout", "10"}).exit_code, 0);
    EXPECT_TRUE(
        server.with([&](const FakeTillnote& tillnote) { return tillnote.stored.contains(Uuid::parse(id).value()); }));
}

TEST_F(Program, ChecksReasonsAndCommentsAgainstTheCatalogOfItsStore) {
    TillnoteOverHttp server;
    server.accepts = "comment";
    enrol(server);
    const Finished unknown = run({"tap", "777"});
    EXPECT_EQ(unknown.exit_code, 1);
    EXPECT_NE(unknown.err.find("777"), std::string::npos);
    EXPECT_EQ(run({"tap", "101", "--comment", "pan duro"}).exit_code, 0);
    EXPECT_EQ(run({"tap", "102", "--comment", "4111111111111111"}).exit_code, 1);
    EXPECT_EQ(notes().size(), 1U);
    for (const auto& entry : fs::directory_iterator(state_)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string content(std::istreambuf_iterator<char>(file), {});
        EXPECT_EQ(content.find("41111111"), std::string::npos) << entry.path();
    }
}

TEST_F(Program, SaysWhyAnEnrolmentFailed) {
    TillnoteOverHttp server;
    server.deny = true;
    const Finished denied = run({"enrol", server.url()});
    EXPECT_EQ(denied.exit_code, 1);
    EXPECT_EQ(denied.out, "code ABCD-EFGH");
    EXPECT_NE(denied.err.find("denied"), std::string::npos);
    EXPECT_EQ(run({"enrol", "http://tillnote.example"}).exit_code, 1);
    EXPECT_EQ(status()["enrolled"], false);
}

TEST_F(Program, EnrolsWithAnIssuedTokenAndPresentsItTheNextTime) {
    TillnoteOverHttp server;
    std::ofstream(folder_.path() / "token") << "issued-token\n";
    const Finished done = run({"enrol", server.url(), "--token-file", (folder_.path() / "token").string()});
    ASSERT_EQ(done.exit_code, 0) << done.err;
    tap("101");
    EXPECT_EQ(run({"flush", "--timeout", "10"}).exit_code, 0);
    EXPECT_EQ(server.with([](const FakeTillnote& tillnote) { return tillnote.tokens.back(); }), "issued-token");
    enrol(server);
    bool presented = false;
    for (const auto& request : server.requests()) {
        presented = presented || request.body.find(R"("previous_token":"issued-token")") != std::string::npos;
    }
    EXPECT_TRUE(presented);
}

TEST_F(Program, ForwardsEachTapThroughTheAgent) {
    TillnoteOverHttp server;
    enrol(server);
    RunningAgent agent(state_);
    std::set<std::string> ids;
    for (int at = 1; at <= 9; ++at) {
        ids.insert(tap(std::to_string(100 + at)));
    }
    EXPECT_TRUE(comes_true([&] { return server.stored_count() == 9; }));
    EXPECT_EQ(run({"flush", "--timeout", "10"}).exit_code, 0);
    EXPECT_EQ(status()["delivered"], 9);
    EXPECT_EQ(agent.stop(), 0);
}

TEST_F(Program, TellsTheAgentOfANewEnrolment) {
    RunningAgent agent(state_);
    tap("101");
    TillnoteOverHttp server;
    enrol(server);
    EXPECT_TRUE(comes_true([&] { return server.stored_count() == 1; }));
}

TEST_F(Program, KeepsTappingAfterRevocationAndDeliversWhenEnrolledAgain) {
    TillnoteOverHttp server;
    enrol(server);
    RunningAgent agent(state_);
    server.with([](FakeTillnote& tillnote) { tillnote.refused_tokens = {"token-of-the-lane"}; });
    tap("101");
    EXPECT_TRUE(comes_true([&] { return status()["enrolled"] == false; }));
    EXPECT_NE(run({"status"}).out.find("ask your manager"), std::string::npos);
    tap("102");
    EXPECT_EQ(status()["pending"], 2);
    EXPECT_EQ(status()["store"], "store-1");
    server.with([](FakeTillnote& tillnote) { tillnote.refused_tokens.clear(); });
    EXPECT_EQ(run({"flush", "--timeout", "10"}).exit_code, 0);
    EXPECT_EQ(server.stored_count(), 2U);
}

TEST_F(Program, DeliversWhenTheServerComesBack) {
    int port = 0;
    {
        TillnoteOverHttp server;
        port = server.port();
        enrol(server);
    }
    RunningAgent agent(state_);
    tap("101");
    EXPECT_EQ(run({"flush", "--timeout", "0.3"}).exit_code, 1);
    EXPECT_EQ(status()["server_reachable"], false);
    TillnoteOverHttp back(port);
    EXPECT_EQ(run({"flush", "--timeout", "10"}).exit_code, 0);
    EXPECT_EQ(back.stored_count(), 1U);
}

TEST_F(Program, LeavesTheCatalogFileAloneWhileTheServerHasNoOther) {
    TillnoteOverHttp server;
    enrol(server);
    struct ::stat before{};
    ASSERT_EQ(::stat((state_ / "catalog.json").c_str(), &before), 0);
    status();
    EXPECT_EQ(server.catalogs_unchanged, 1);
    struct ::stat after{};
    ASSERT_EQ(::stat((state_ / "catalog.json").c_str(), &after), 0);
    EXPECT_EQ(before.st_ino, after.st_ino);
    fs::remove(state_ / "catalog.json");
    status();
    EXPECT_TRUE(fs::exists(state_ / "catalog.json")) << "a tag without its catalog is worth nothing";
}

TEST_F(Program, FetchesTheCatalogAnewWhenItsTagBelongsToAnotherOne) {
    TillnoteOverHttp server;
    enrol(server);
    std::ofstream(state_ / "catalog.json", std::ios::app) << " ";
    status();
    EXPECT_EQ(server.catalogs_unchanged, 0);
    status();
    EXPECT_EQ(server.catalogs_unchanged, 1);
}

TEST_F(Program, EndsAFlushInTimeThoughTheServerIsSilent) {
    TillnoteOverHttp server;
    enrol(server);
    tap("101");
    server.silent = true;
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(run({"flush", "--timeout", "1"}).exit_code, 1);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{4});
}

TEST_F(Program, EnrolsWithAServerThatIsBusyForAMoment) {
    TillnoteOverHttp server;
    server.enrolments_refused = 2;
    server.catalogs_refused = 2;
    enrol(server);
    EXPECT_TRUE(fs::exists(state_ / "catalog.json"));
    state_ = folder_.path() / "by token";
    server.catalogs_refused = 2;
    std::ofstream(folder_.path() / "token") << "issued-token\n";
    const Finished done = run({"enrol", server.url(), "--token-file", (folder_.path() / "token").string()});
    EXPECT_EQ(done.exit_code, 0) << done.err;
}

TEST_F(Program, WaitsForItsTurnWhenManyEnrolAtOnceAndSaysSo) {
    TillnoteOverHttp server;
    server.enrolments_in_turn = 1;
    const Finished done = run({"enrol", server.url()});
    EXPECT_EQ(done.exit_code, 0) << "longer than for a server that is busy: " << done.err;
    EXPECT_EQ(done.out, "code ABCD-EFGH");
    EXPECT_NE(done.err.find("waits for its turn"), std::string::npos) << done.err;
}

TEST_F(Program, GivesEnrollingUpWithAServerThatStaysBusy) {
    TillnoteOverHttp server;
    server.enrolments_refused = 1'000'000;
    const auto begin = std::chrono::steady_clock::now();
    const Finished done = run({"enrol", server.url()});
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_NE(done.err.find("busy"), std::string::npos) << done.err;
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{15});
}

TEST_F(Program, LetsOneAgentRunOnAStateFolder) {
    RunningAgent agent(state_);
    const Finished second = run({"agent"});
    EXPECT_EQ(second.exit_code, 1);
    EXPECT_NE(second.err.find("already runs"), std::string::npos);
    EXPECT_EQ(agent.stop(), 0);
    RunningAgent next(state_);
    EXPECT_EQ(next.stop(), 0);
}

TEST_F(Program, RunsInAFolderWithALongPath) {
    state_ = folder_.path() / std::string(120, 'd') / "state";
    RunningAgent agent(state_);
    const std::string id = tap("101");
    EXPECT_EQ(agent.stop(), 0);
    EXPECT_EQ(notes().at(0).note.note_id.to_string(), id);
}

TEST_F(Program, StoresTapsOfEightProcessesAtOnceWithoutAnAgent) {
    const auto ticked = tap_from_eight(6);
    EXPECT_EQ(ticked.size(), 48U);
    expect_all_stored_in_order(ticked);
}

TEST_F(Program, StoresTapsOfEightProcessesAtOnceThroughTheAgent) {
    RunningAgent agent(state_);
    const auto ticked = tap_from_eight(6);
    EXPECT_EQ(ticked.size(), 48U);
    EXPECT_EQ(agent.stop(), 0);
    expect_all_stored_in_order(ticked);
}

TEST_F(Program, LosesNoTickedNoteWhenTheAgentIsKilledDuringTaps) {
    std::atomic<bool> done{false};
    std::thread killer([&] {
        while (!done) {
            RunningAgent agent(state_);
            std::this_thread::sleep_for(std::chrono::milliseconds{40});
            agent.kill_hard();
        }
    });
    const auto ticked = tap_from_eight(8);
    done = true;
    killer.join();
    EXPECT_EQ(ticked.size(), 64U) << "with no agent, taps open the outbox themselves";
    expect_all_stored_in_order(ticked);
}

TEST_F(Program, GoesOnTappingWhenTheOutboxIsDestroyed) {
    tap("101");
    std::ofstream(state_ / "outbox.db", std::ios::trunc) << std::string(8192, 'x');
    fs::remove(state_ / "outbox.db-wal");
    const std::string id = tap("102");
    EXPECT_EQ(notes().back().note.note_id.to_string(), id);
}

}  // namespace
}  // namespace tillnote::lane::test
