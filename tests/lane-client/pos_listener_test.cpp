#include "lane-client/pos_listener.hpp"

#include "tests/lane-client/loopback_port.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/resource.h>

namespace tillnote::lane::test {
namespace {

/// This process can open no further descriptor while it lives.
class NoDescriptors {
public:
    NoDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const Descriptor next(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0));
        rlimit none = before_;
        none.rlim_cur = static_cast<rlim_t>(next.number());
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;
    ~NoDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

class PosListenerTest : public ::testing::Test {
protected:
    PosService make_service() const {
        return PosService({port_, "token", {}}, [](const AgentRequest&) { return AgentAnswer{}; }, [] { return "{}"; });
    }
    /// Whether something was ready within ten seconds, or at once.
    bool serve_once(int wait_ms = 10'000) {
        std::vector<pollfd> watched;
        listener_.add_to(watched);
        const bool ready = ::poll(watched.data(), watched.size(), wait_ms) > 0;
        listener_.handle(watched);
        return ready;
    }

    int port_ = find_free_port();
    PosListener listener_{port_, make_service()};
};

TEST_F(PosListenerTest, RestsInsteadOfSpinningWithoutDescriptors) {
    const Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(port_);
    ASSERT_EQ(::connect(client.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    {
        const NoDescriptors none;
        ASSERT_TRUE(serve_once());
        EXPECT_FALSE(serve_once(0)) << "the caller still waits, and must not wake the agent again and again";
        ASSERT_TRUE(listener_.due().has_value());
    }
    const std::string request = "GET /status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    ASSERT_EQ(::send(client.number(), request.data(), request.size(), MSG_NOSIGNAL), static_cast<ssize_t>(request.size()));
    listener_.pass(*listener_.due());
    ASSERT_TRUE(serve_once());
    ASSERT_TRUE(serve_once());
    char answer[64];
    EXPECT_GT(::recv(client.number(), answer, sizeof answer, 0), 0) << "it has been served all the same";
}

TEST_F(PosListenerTest, TriesATakenPortAgainUntilItIsFree) {
    std::optional<PosListener> first(std::move(listener_));
    PosListener second(port_, make_service());
    ASSERT_TRUE(second.due().has_value());
    for (int at = 0; at < 20; ++at) {
        const auto before = *second.due();
        second.pass(before);
        ASSERT_TRUE(second.due().has_value()) << "still taken";
        EXPECT_LE(*second.due(), std::chrono::steady_clock::now() + std::chrono::minutes{1});
    }
    first.reset();
    second.pass(*second.due());
    EXPECT_EQ(second.due(), std::nullopt) << "it listens, and wakes for nothing";
    const Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_in address = loopback(port_);
    EXPECT_EQ(::connect(client.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

}  // namespace
}  // namespace tillnote::lane::test
