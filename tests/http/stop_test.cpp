#include "tests/http/test_server.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace tillnote::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TEST(Stop, LetsARunningRequestFinishAndSaysClose) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/held"));
    ASSERT_TRUE(comes_true([&] { return server.held_count() == 1; }));
    std::thread stopper([&] { server.server().stop(milliseconds(10'000)); });
    auto idle = server.connect();
    EXPECT_TRUE(idle.sees_close());
    server.release(json_response(200, "{}"));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->header("connection"), "close");
    EXPECT_TRUE(client.sees_close());
    stopper.join();
    EXPECT_EQ(server.server().connection_count(), 0U);
}

TEST(Stop, ClosesIdleConnectionsAtOnce) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/hello"));
    ASSERT_TRUE(client.receive());
    const auto began = steady_clock::now();
    server.server().stop(milliseconds(10'000));
    EXPECT_LT(steady_clock::now() - began, milliseconds(2'000));
    EXPECT_TRUE(client.sees_close());
}

TEST(Stop, CutsWhatIsLeftAtTheDeadline) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/held"));
    ASSERT_TRUE(comes_true([&] { return server.held_count() == 1; }));
    const auto began = steady_clock::now();
    server.server().stop(milliseconds(200));
    const auto took = steady_clock::now() - began;
    EXPECT_GE(took, milliseconds(200));
    EXPECT_LT(took, milliseconds(3'000));
    EXPECT_TRUE(client.sees_close());
    server.release(json_response(200, "{}"));
}

TEST(Stop, LetsARequestThatIsStillArrivingFinish) {
    TestServer server;
    auto client = server.connect();
    const auto request = post("/echo", "body");
    client.send(std::string_view(request).substr(0, request.size() - 2));
    ASSERT_EQ(server.ask(get("/hello"))->status, 200);
    auto idle = server.connect();
    std::thread stopper([&] { server.server().stop(milliseconds(10'000)); });
    EXPECT_TRUE(idle.sees_close());
    client.send("dy");
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "body");
    EXPECT_EQ(response->header("connection"), "close");
    stopper.join();
}

TEST(Stop, RefusesNewConnections) {
    TestServer server;
    const auto port = server.server().port();
    server.server().stop(milliseconds(0));
    EXPECT_THROW(RawClient client(port), std::runtime_error);
}

TEST(Stop, MayBeCalledTwiceAndFromTwoThreads) {
    TestServer server;
    std::thread other([&] { server.server().stop(milliseconds(100)); });
    server.server().stop(milliseconds(100));
    other.join();
    server.server().stop(milliseconds(100));
    EXPECT_EQ(server.server().connection_count(), 0U);
}

}  // namespace
}  // namespace tillnote::http
