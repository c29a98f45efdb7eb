#include "tests/http/test_server.hpp"

#include <gmock/gmock.h>

#include <string>

namespace tillnote::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Long for everything but what a test shortens, so that only the one deadline can be the reason.
ServerLimits patient() {
    ServerLimits limits;
    limits.header_deadline = limits.body_deadline = limits.idle_deadline = milliseconds(60'000);
    limits.handler_deadline = limits.write_deadline = milliseconds(60'000);
    limits.body_bytes_per_second_min = 0;
    return limits;
}

TEST(Deadline, EndsAHeaderThatNeverEnds) {
    auto limits = patient();
    limits.header_deadline = milliseconds(150);
    TestServer server(limits);
    auto client = server.connect();
    const auto began = steady_clock::now();
    client.send("GET /hello HTTP/1.1\r\nHost: loc");
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 408);
    EXPECT_GE(steady_clock::now() - began, milliseconds(150));
    client.end_sending();
    EXPECT_TRUE(client.sees_close());
}

TEST(Deadline, IsNotPutOffByOneByteAtATime) {
    auto limits = patient();
    limits.header_deadline = milliseconds(300);
    TestServer server(limits);
    auto client = server.connect();
    client.send("GET /hello HTTP/1.1\r\nX: ");
    std::optional<RawResponse> response;
    while (client.hears_nothing_for(milliseconds(20))) {
        client.send("x");
    }
    response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 408);
}

TEST(Deadline, ClosesAConnectionThatNeverSaysAnything) {
    auto limits = patient();
    limits.header_deadline = milliseconds(100);
    TestServer server(limits);
    auto client = server.connect();
    EXPECT_TRUE(client.sees_close());
    EXPECT_TRUE(server.exchanges().empty());
}

TEST(Deadline, ClosesAnIdleConnectionAfterItsRequest) {
    auto limits = patient();
    limits.idle_deadline = milliseconds(100);
    TestServer server(limits);
    auto client = server.connect();
    client.send(get("/hello"));
    ASSERT_TRUE(client.receive());
    EXPECT_TRUE(client.sees_close());
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 0; }));
}

TEST(Deadline, EndsABodyThatNeverEnds) {
    auto limits = patient();
    limits.body_deadline = milliseconds(150);
    TestServer server(limits);
    auto client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabc");
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 408);
    EXPECT_THAT(response->body, testing::HasSubstr("body"));
}

TEST(Deadline, CutsASenderBelowTheMinimumRateLongBeforeTheBodyDeadline) {
    auto limits = patient();
    limits.body_deadline = milliseconds(8'000);  // so the rate counts from 2 s on
    limits.body_bytes_per_second_min = 1'000'000;
    limits.write_deadline = milliseconds(400);
    TestServer server(limits);
    auto client = server.connect();
    const auto began = steady_clock::now();
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc");
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 408);
    EXPECT_LT(steady_clock::now() - began, milliseconds(7'000));
    EXPECT_GE(steady_clock::now() - began, milliseconds(2'000));
}

TEST(Deadline, AnswersForAHandlerThatTakesTooLongAndDropsItsLateAnswer) {
    auto limits = patient();
    limits.handler_deadline = milliseconds(100);
    TestServer server(limits);
    auto client = server.connect();
    client.send(get("/held"));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 503);
    EXPECT_EQ(response->header("retry-after"), "2");
    EXPECT_THAT(response->body, testing::HasSubstr("/problems/unavailable"));
    server.release(json_response(200, "{}"));
    client.end_sending();
    EXPECT_TRUE(client.sees_close());
    EXPECT_EQ(server.exchanges().size(), 1U);
    EXPECT_FALSE(server.exchanges().front().failure.empty());
}

TEST(Deadline, ClosesOnAReaderWhoDoesNotRead) {
    auto limits = patient();
    limits.write_deadline = milliseconds(200);
    TestServer server(limits);
    auto client = server.connect(4096);
    client.send(get("/big"));
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 1; }));
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 0; }));
    ASSERT_EQ(server.exchanges().size(), 1U);
    EXPECT_FALSE(server.exchanges().front().failure.empty());
}

TEST(SlowReader, GetsTheWholeAnswerWithinTheWriteDeadline) {
    TestServer server(patient());
    auto client = server.connect(4096);
    client.send(get("/big"));
    ASSERT_TRUE(comes_true([&] { return server.server().connection_count() == 1; }));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, std::string(4 * 1024 * 1024, 'b'));
}

TEST(SlowReader, HoldsUpNobodyElse) {
    TestServer server(patient());
    auto slow = server.connect(4096);
    slow.send(get("/big"));
    for (int round = 0; round < 20; ++round) {
        ASSERT_EQ(server.ask(get("/hello"))->body, "hello");
    }
}

}  // namespace
}  // namespace tillnote::http
