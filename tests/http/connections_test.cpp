#include "tests/http/test_server.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <string>

namespace tillnote::http {
namespace {

TEST(Connections, ServeOthersWhile200AreHalfOpen) {
    TestServer server;
    std::vector<RawClient> half_open;
    for (int index = 0; index < 200; ++index) {
        half_open.push_back(server.connect());
        half_open.back().send(index % 2 == 0 ? "GET /hello HT"
                                             : "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx");
    }
    auto client = server.connect();
    for (int round = 0; round < 50; ++round) {
        client.send(get("/hello"));
        ASSERT_EQ(client.receive()->body, "hello");
    }
    EXPECT_EQ(server.server().connection_count(), 201U);
    half_open.clear();
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 1; }));
}

TEST(Connections, AreRefusedPolitelyBeyondTheLimitAndTakenAgainBelowIt) {
    ServerLimits limits;
    limits.connections_max = 3;
    TestServer server(limits);
    std::vector<RawClient> clients;
    for (int index = 0; index < 3; ++index) {
        clients.push_back(server.connect());
        clients.back().send(get("/hello"));
        ASSERT_EQ(clients.back().receive()->status, 200);
    }
    {
        auto refused = server.connect();
        refused.send(get("/hello"));
        const auto response = refused.receive();
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, 503);
        EXPECT_EQ(response->header("retry-after"), "1");
        EXPECT_EQ(response->header("connection"), "close");
    }
    clients.pop_back();
    EXPECT_TRUE(comes_true([&] {
        const auto response = server.ask(get("/hello"));
        return response && response->status == 200;
    }));
}

TEST(Connections, AreAcceptedAgainAfterTheProcessRanOutOfDescriptors) {
    TestServer server;
    auto before = server.connect();
    before.send(get("/hello"));
    ASSERT_TRUE(before.receive());
    // Connected, but the server may open no further descriptor: the client's was the last.
    rlimit old{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &old), 0);
    const int probe = ::dup(0);
    ASSERT_GE(probe, 0);
    ::close(probe);
    const rlimit tight{.rlim_cur = static_cast<rlim_t>(probe) + 1, .rlim_max = old.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &tight), 0);
    auto waiting = server.connect();
    waiting.send(get("/hello"));

    rusage begin{};
    rusage end{};
    getrusage(RUSAGE_SELF, &begin);
    EXPECT_TRUE(waiting.hears_nothing_for(std::chrono::milliseconds(500)));
    getrusage(RUSAGE_SELF, &end);
    const auto busy_us =
        (end.ru_utime.tv_sec - begin.ru_utime.tv_sec + end.ru_stime.tv_sec - begin.ru_stime.tv_sec) * 1'000'000 +
        end.ru_utime.tv_usec - begin.ru_utime.tv_usec + end.ru_stime.tv_usec - begin.ru_stime.tv_usec;
    EXPECT_LT(busy_us, 250'000) << "the accept loop spins";
    before.send(get("/hello"));
    EXPECT_TRUE(before.receive()) << "connections already there are served on";

    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &old), 0);
    const auto response = waiting.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "hello");
}

TEST(Connections, ServeEightThreadsOfClientsAtOnce) {
    TestServer server;
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&, number] {
            auto client = server.connect();
            for (int round = 0; round < 60; ++round) {
                const auto body = std::to_string(number) + " " + std::to_string(round);
                client.send(round % 2 == 0 ? post("/echo", body) : get("/later"));
                const auto response = client.receive();
                right += response && response->body == (round % 2 == 0 ? body : "later") ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(right, 480);
    EXPECT_TRUE(comes_true([&] { return server.exchanges().size() == 480; }));
}

TEST(Connections, OfTwoServersDoNotMeet) {
    TestServer one;
    TestServer two;
    EXPECT_NE(one.server().port(), two.server().port());
    ASSERT_TRUE(one.ask(get("/hello")));
    EXPECT_TRUE(comes_true([&] { return one.exchanges().size() == 1; }));
    EXPECT_TRUE(two.exchanges().empty());
}

TEST(Listening, SaysWhyItCannot) {
    TestServer server;
    const Router router;
    ServerOptions taken;
    taken.port = server.server().port();
    const auto second = Server::start(taken, router, {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    EXPECT_NE(second.error().detail.find("in use"), std::string::npos) << second.error().detail;

    ServerOptions named;
    named.address = "localhost";
    const auto third = Server::start(named, router, {});
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, ErrorCode::invalid_field);
    EXPECT_EQ(third.error().field, "/server/address");
}

}  // namespace
}  // namespace tillnote::http
