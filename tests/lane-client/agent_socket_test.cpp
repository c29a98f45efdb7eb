#include "lane-client/agent_socket.hpp"

#include "lane-client/agent_protocol.hpp"
#include "tests/lane-client/agent_connection.hpp"
#include "tests/lane-client/lane_fixture.hpp"

#include <map>
#include <memory>

#include <sys/stat.h>

namespace tillnote::lane::test {
namespace {

class AgentSocketTest : public ::testing::Test {
protected:
    AgentSocketTest() {
        auto opened = AgentSocket::open(folder_.path() / "agent.sock", [this](std::string_view line, bool may_wait) {
            ++asked_[std::string(line)];
            if (line.starts_with("wait") && may_wait && !happened_) {
                return std::optional<std::string>{};
            }
            return std::optional<std::string>(line == "long" ? std::string(900'000, 'x') : "answer to " + std::string(line));
        });
        socket_ = std::make_unique<AgentSocket>(std::move(opened.value()));
    }
    AgentConnection connect() { return AgentConnection(folder_.path() / "agent.sock"); }
    void serve_once(int wait_ms = 50) {
        std::vector<pollfd> watched;
        socket_->add_to(watched);
        ::poll(watched.data(), watched.size(), wait_ms);
        socket_->handle(watched);
        socket_->pass(std::chrono::steady_clock::now());
    }
    /// Serves until `connection` has a whole line; at most ten seconds.
    std::string ask(AgentConnection& connection) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (std::chrono::steady_clock::now() < deadline) {
            serve_once();
            if (auto line = connection.find_line()) {
                return *line;
            }
        }
        ADD_FAILURE() << "no answer";
        return {};
    }
    TemporaryFolder folder_;
    std::map<std::string, int> asked_;
    bool happened_ = false;
    std::unique_ptr<AgentSocket> socket_;
};

TEST_F(AgentSocketTest, ServesOthersWhileACallerWaits) {
    AgentConnection waiting = connect();
    AgentConnection other = connect();
    waiting.send("wait");
    other.send("tap");
    EXPECT_EQ(ask(other), "answer to tap");
    EXPECT_EQ(waiting.find_line(), std::nullopt);
    happened_ = true;
    EXPECT_EQ(ask(waiting), "answer to wait");
}

TEST_F(AgentSocketTest, AnswersACallerWhoseTimeIsOver) {
    AgentConnection waiting = connect();
    waiting.send("wait");
    while (!socket_->due()) {
        serve_once();
    }
    EXPECT_GT(*socket_->due(), std::chrono::steady_clock::now() + agent_wait_max - std::chrono::seconds{10});
    socket_->pass(*socket_->due());
    EXPECT_EQ(waiting.find_line(), "answer to wait");
    EXPECT_EQ(socket_->due(), std::nullopt);
}

TEST_F(AgentSocketTest, AnswersWhatWaitsWhenItsCallerAsksAgainAndKeepsTheOrder) {
    AgentConnection caller = connect();
    caller.send("wait");
    while (asked_["wait"] == 0) {
        serve_once();
    }
    EXPECT_EQ(caller.find_line(), std::nullopt);
    caller.send("wait longer");
    EXPECT_EQ(ask(caller), "answer to wait");
    EXPECT_EQ(caller.find_line(), std::nullopt);
    caller.send("third");
    EXPECT_EQ(ask(caller), "answer to wait longer");
    EXPECT_EQ(ask(caller), "answer to third");
    EXPECT_EQ(socket_->due(), std::nullopt);
}

TEST_F(AgentSocketTest, KnowsTheLastLineOfWhoIsConnected) {
    const auto is_any = [&](const std::string& line) {
        return socket_->is_any([&](std::string_view last) { return last == line; });
    };
    {
        AgentConnection caller = connect();
        caller.send("wait");
        AgentConnection other = connect();
        other.send("tap");
        EXPECT_EQ(ask(other), "answer to tap");
        EXPECT_TRUE(is_any("wait") && is_any("tap"));
        caller.send("wait longer");
        EXPECT_EQ(ask(caller), "answer to wait");
        EXPECT_FALSE(is_any("wait"));
        EXPECT_TRUE(is_any("wait longer"));
    }
    for (int at = 0; at < 100 && is_any("wait longer"); ++at) {
        serve_once();
    }
    EXPECT_FALSE(is_any("wait longer")) << "it has gone";
}

TEST_F(AgentSocketTest, SendsALongAnswerInPartsToASlowReader) {
    AgentConnection caller = connect();
    AgentConnection other = connect();
    caller.send("long");
    other.send("tap");
    EXPECT_EQ(ask(other), "answer to tap");
    EXPECT_EQ(ask(caller).size(), 900'000U);
}

TEST_F(AgentSocketTest, LetsTheOneIdleLongestMakeRoomAndNotWhoWaits) {
    AgentConnection watching = connect();
    watching.send("wait");
    AgentConnection idle = connect();
    AgentConnection lively = connect();
    idle.send("tap");
    EXPECT_EQ(ask(idle), "answer to tap");
    std::vector<AgentConnection> others;
    for (int at = 3; at < 64; ++at) {
        others.push_back(connect());
        serve_once();
    }
    for (AgentConnection* caller : {&others.front(), &others.back(), &lively}) {
        caller->send("tap");
        EXPECT_EQ(ask(*caller), "answer to tap");
    }
    AgentConnection one_more = connect();
    one_more.send("tap");
    EXPECT_EQ(ask(one_more), "answer to tap");
    EXPECT_THROW(static_cast<void>(idle.get_line()), std::runtime_error) << "it was closed";
    lively.send("tap");
    EXPECT_EQ(ask(lively), "answer to tap");
    happened_ = true;
    EXPECT_EQ(ask(watching), "answer to wait");
}

TEST_F(AgentSocketTest, WakesForNothingWhileNobodyWaits) {
    EXPECT_EQ(socket_->due(), std::nullopt);
}

TEST(AgentSocketFile, IsOpenToTheGroupWhereTheFolderIs) {
    for (const auto& [folder_mode, others] : std::map<mode_t, mode_t>{{0700, 0}, {0750, 0060}, {0755, 0}}) {
        const TemporaryFolder folder;
        const auto file = folder.path() / "agent.sock";
        ASSERT_EQ(::chmod(folder.path().c_str(), folder_mode), 0);
        const mode_t before = ::umask(077);
        auto opened = AgentSocket::open(file, [](std::string_view, bool) { return std::optional<std::string>{}; });
        ::umask(before);
        ASSERT_TRUE(opened);
        struct ::stat about{};
        ASSERT_EQ(::stat(file.c_str(), &about), 0);
        EXPECT_EQ(about.st_mode & 0077U, others) << std::oct << folder_mode;
    }
}

}  // namespace
}  // namespace tillnote::lane::test
