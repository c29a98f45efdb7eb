#include "tests/lane-client/loopback_port.hpp"
#include "tests/lane-client/program_fixture.hpp"

namespace tillnote::lane::test {
namespace {

using nlohmann::json;

/// A POS that calls the running agent.
class CallsOfThePos : public ProgramTest {
protected:
    Descriptor connect() {
        Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const sockaddr_in address = loopback(port_);
        const timeval patience{10, 0};
        ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        EXPECT_EQ(::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        return socket;
    }
    /// Everything the agent says until it closes.
    std::string exchange(const std::string& text) {
        const Descriptor socket = connect();
        EXPECT_EQ(::send(socket.number(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
        std::string answer;
        char part[4096];
        for (ssize_t length = 0; (length = ::recv(socket.number(), part, sizeof part, 0)) > 0;) {
            answer.append(part, static_cast<std::size_t>(length));
        }
        return answer;
    }
    std::string request(const std::string& line, const std::string& body, const std::string& more = {}) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\nAuthorization: Bearer " + token_ +
               "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more +
               "\r\n" + body;
    }
    std::string call(const std::string& line, const std::string& body) {
        return exchange(request(line, body, "Connection: close\r\n"));
    }
    static json body_of(const std::string& answer) { return json::parse(answer.substr(answer.find("\r\n\r\n") + 4)); }

    int port_ = find_free_port();
    std::string token_ = run({"http-token"}).out;
    std::vector<std::string> options_{"--http", std::to_string(port_), "--http-origin", "https://pos.example"};
};

TEST_F(CallsOfThePos, TapUndoAndTellTransactions) {
    RunningAgent agent(state_, options_);
    EXPECT_TRUE(call("POST /begin", R"({"transaction":"T-1"})").starts_with("HTTP/1.1 200 "));
    const json tapped = body_of(call("POST /tap", R"({"reason":"101"})"));
    EXPECT_EQ(tapped["ok"], true);
    EXPECT_EQ(body_of(call("POST /scan", R"({"text":"4006381333931"})"))["ignored"], true);
    const json scanned = body_of(call("POST /scan", R"({"text":"~TN102"})"));
    EXPECT_EQ(body_of(call("POST /undo", ""))["note_id"], scanned["note_id"]);
    EXPECT_TRUE(call("POST /end", "").starts_with("HTTP/1.1 200 "));
    const json told = body_of(call("GET /status", ""));
    EXPECT_EQ(told["pending"], 2);
    EXPECT_EQ(told["enrolled"], false);
    EXPECT_EQ(agent.stop(), 0);
    const auto stored = notes();
    ASSERT_EQ(stored.size(), 2U);
    EXPECT_EQ(stored[0].note.note_id.to_string(), tapped["note_id"]);
    EXPECT_EQ(stored[0].note.source, Source::http);
    EXPECT_TRUE(stored[0].with_transaction);
    EXPECT_TRUE(stored[1].undone);
}

TEST_F(CallsOfThePos, ServeSeveralRequestsOnOneConnection) {
    RunningAgent agent(state_, options_);
    const std::string both =
        exchange(request("POST /tap", R"({"reason":"101"})") + request("POST /end", "", "Connection: close\r\n"));
    EXPECT_NE(both.find("note_id"), std::string::npos);
    EXPECT_NE(both.find("Connection: close"), std::string::npos);
    EXPECT_EQ(both.find("HTTP/1.1 200"), 0U);
    EXPECT_NE(both.find("HTTP/1.1 200", 1), std::string::npos);
}

TEST_F(CallsOfThePos, CloseTheConnectionAfterBadFraming) {
    RunningAgent agent(state_, options_);
    const std::string answer = exchange("POST /tap HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" +
                                        request("POST /tap", R"({"reason":"101"})"));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
    EXPECT_EQ(answer.find("note_id"), std::string::npos);
    EXPECT_EQ(status()["pending"], 0);
}

TEST_F(CallsOfThePos, SurviveMoreConnectionsThanTheAgentKeeps) {
    RunningAgent agent(state_, options_);
    std::vector<Descriptor> silent;
    for (int at = 0; at < 100; ++at) {
        silent.push_back(connect());
    }
    EXPECT_TRUE(call("POST /tap", R"({"reason":"101"})").starts_with("HTTP/1.1 200 "));
    tap("102");
}

TEST_F(CallsOfThePos, WaitForTheirPortWhileTheAgentDoesEverythingElse) {
    auto first = std::make_unique<RunningAgent>(state_, options_);
    state_ = folder_.path() / "another";
    token_ = run({"http-token"}).out;
    RunningAgent agent(state_, options_);
    tap("101");
    EXPECT_EQ(status()["pending"], 1);
    first.reset();
    const auto listens = [this] {
        const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        const sockaddr_in address = loopback(port_);
        return ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    };
    ASSERT_TRUE(comes_true(listens));
    EXPECT_EQ(body_of(call("GET /status", ""))["pending"], 1);
}

TEST_F(CallsOfThePos, AreOffUnlessAskedForAndSayWhatIsWrong) {
    EXPECT_EQ(run({"agent", "--http", "0"}).exit_code, 2);
    EXPECT_EQ(run({"agent", "--http-origin", "https://pos.example"}).exit_code, 2);
    EXPECT_EQ(run({"agent", "--http", std::to_string(port_), "--http-origin", "pos.example"}).exit_code, 1);
}

}  // namespace
}  // namespace tillnote::lane::test
