#include "tests/http/tls_test_server.hpp"

#include <gmock/gmock.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace tillnote::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class TlsConnection : public TlsTest {};

TEST_F(TlsConnection, AnswersLikeAPlainOneAndTellsBrowsersToStayWithTls) {
    TestServer server({}, {}, fresh_context());
    const auto response = ask(server, get("/hello"));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "hello");
    EXPECT_EQ(response->header("strict-transport-security"), "max-age=31536000");
    TestServer plain;
    EXPECT_EQ(plain.ask(get("/hello"))->header("strict-transport-security"), "");
}

TEST_F(TlsConnection, SaysSoOnErrorsToo) {
    TestServer server({}, {}, fresh_context());
    for (const auto& request : {get("/nowhere"), std::string("nonsense\r\n\r\n"), get("/throws"), post("/hello", "")}) {
        const auto response = ask(server, request);
        ASSERT_TRUE(response) << request;
        EXPECT_EQ(response->header("strict-transport-security"), "max-age=31536000") << request;
    }
}

TEST_F(TlsConnection, CarriesManyRequestsPipelinedOnesAndLongBodies) {
    TestServer server({}, {}, fresh_context());
    for (const int protocol : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto offered = offer();
        offered.protocol_max = protocol;
        auto client = server.connect();
        ASSERT_TRUE(client.start_tls(offered)) << client.tls_failure();
        const std::string long_body(200'000, 'x');
        client.send(get("/hello") + post("/echo", long_body) + get("/later") + get("/pieces/20"));
        EXPECT_EQ(client.receive()->body, "hello");
        EXPECT_EQ(client.receive()->body, long_body);
        EXPECT_EQ(client.receive()->body, "later");
        EXPECT_EQ(client.receive()->body.size(), 6 + 20 * TestServer::piece_bytes);
        client.send(get("/big"));
        EXPECT_EQ(client.receive()->body, std::string(4 * 1024 * 1024, 'b'));
    }
}

TEST_F(TlsConnection, TakesARequestByteByByte) {
    TestServer server({}, {}, fresh_context());
    auto client = server.connect();
    ASSERT_TRUE(client.start_tls(offer()));
    const auto request = post("/echo", "body", "Expect: 100-continue\r\n");
    for (const char byte : request) {
        client.send({&byte, 1});
    }
    auto response = client.receive();
    if (response && response->status == 100) {
        response = client.receive();
    }
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "body");
}

TEST_F(TlsConnection, AnswersAClientThatHasEndedItsSide) {
    TestServer server({}, {}, fresh_context());
    auto client = server.connect();
    ASSERT_TRUE(client.start_tls(offer()));
    client.send(get("/held"));
    ASSERT_TRUE(comes_true([&] { return server.held_count() == 1; }));
    client.end_tls_sending();
    server.release(json_response(200, "{}"));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "{}");
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 0; }));
}

TEST_F(TlsConnection, ClosesWhenTheSocketEndsInTheMiddle) {
    TestServer server({}, {}, fresh_context());
    auto client = server.connect();
    ASSERT_TRUE(client.start_tls(offer()));
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab");
    client.end_sending();
    EXPECT_TRUE(client.sees_close());
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 0; }));
    EXPECT_TRUE(server.exchanges().empty()) << "half a body is no request";
}

TEST_F(TlsConnection, EndsASlowHandshakeAtItsDeadlineAndServesOthersMeanwhile) {
    ServerLimits limits;
    limits.handshake_deadline = milliseconds(400);
    limits.header_deadline = limits.idle_deadline = milliseconds(60'000);
    TestServer server(limits, {}, fresh_context());
    const auto began = steady_clock::now();
    std::vector<RawClient> slow;
    for (int index = 0; index < 200; ++index) {
        slow.push_back(server.connect());
        // The beginning of a ClientHello that never ends; or nothing at all.
        slow.back().send(index % 2 == 0 ? std::string_view("\x16\x03\x01\x02\x00\x01", 6) : std::string_view());
    }
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 200; })) << "counted before the handshake";
    ASSERT_TRUE(ask(server, get("/hello")));
    EXPECT_TRUE(slow.front().sees_close());
    EXPECT_GE(steady_clock::now() - began, milliseconds(400));
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 0; }));
    EXPECT_TRUE(server.exchanges().size() == 1);
}

TEST_F(TlsConnection, CountsTowardsTheCapFromTheFirstByteAndIsRefusedPolitelyBeyondIt) {
    ServerLimits limits;
    limits.connections_max = 2;
    TestServer server(limits, {}, fresh_context());
    const auto silent = server.connect();
    auto open = server.connect();
    ASSERT_TRUE(open.start_tls(offer()));
    const auto refused = ask(server, get("/hello"));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503);
    EXPECT_EQ(refused->header("retry-after"), "1");
    open.send(get("/hello"));
    EXPECT_EQ(open.receive()->body, "hello");
}

TEST_F(TlsConnection, IsNotShakenByGarbage) {
    TestServer server({}, {}, fresh_context());
    std::string many(70'000, '\xff');
    for (const auto& garbage :
         {std::string("\0\0\0\0\0\0\0\0", 8), std::string("\x16\x03\x01\xff\xff"), std::string("\x80\x2e\x01\x00\x02", 5),
          std::string("SSH-2.0-OpenSSH_9.2\r\n"), std::string("\x15\x03\x03\x00\x02\x02\x28", 7),
          std::string("\x17\x03\x03\x00\x05hello", 10), many}) {
        auto client = server.connect();
        client.send(garbage);
        client.end_sending();
        EXPECT_TRUE(client.sees_close());
    }
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 0; }));
    EXPECT_EQ(ask(server, get("/hello"))->body, "hello");
    EXPECT_EQ(server.exchanges().size(), 1U);
}

TEST_F(TlsConnection, ToldAtTheWrongPortWhatIsWrong) {
    TestServer server({}, {}, fresh_context());
    for (const auto& request : {get("/hello"), post("/echo", std::string(50'000, 'x'))}) {
        const auto response = server.ask(request);
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, 421);
        EXPECT_THAT(response->body, testing::HasSubstr("https://"));
        EXPECT_EQ(response->header("strict-transport-security"), "") << "means nothing in clear";
        EXPECT_EQ(response->header("connection"), "close");
    }
    TestServer plain;
    auto client = plain.connect();
    EXPECT_FALSE(client.start_tls(offer()));
    EXPECT_THAT(client.tls_failure(), testing::HasSubstr("wrong version number"));
}

TEST_F(TlsConnection, SaysGoodbyeWhenItClosesAnIdleClient) {
    ServerLimits limits;
    limits.idle_deadline = milliseconds(100);
    TestServer server(limits, {}, fresh_context());
    auto client = server.connect();
    ASSERT_TRUE(client.start_tls(offer()));
    client.send(get("/hello"));
    ASSERT_TRUE(client.receive());
    EXPECT_TRUE(client.sees_close());
    EXPECT_TRUE(client.was_told_the_end());
}

TEST_F(TlsConnection, ClosesOnAReaderWhoDoesNotRead) {
    ServerLimits limits;
    limits.write_deadline = milliseconds(200);
    TestServer server(limits, {}, fresh_context());
    auto client = server.connect(4096);
    ASSERT_TRUE(client.start_tls(offer()));
    client.send(get("/big"));
    EXPECT_TRUE(comes_true([&] { return server.exchanges().size() == 1 && server.server().connection_count() == 0; }));
    EXPECT_FALSE(server.exchanges().front().failure.empty());
}

TEST_F(TlsConnection, LetsOthersTurnWhileAClientOnlyUpdatesItsKeys) {
    TestServer server({}, {}, fresh_context());
    auto busy = server.connect();
    ASSERT_TRUE(busy.start_tls(offer()));
    std::atomic<bool> done{false};
    std::thread thread([&] {
        while (!done && busy.update_key()) {
        }
    });
    for (int round = 0; round < 20; ++round) {
        EXPECT_EQ(ask(server, get("/hello"))->body, "hello");
    }
    done = true;
    thread.join();
}

TEST_F(TlsConnection, ServesEightThreadsOfClientsAtOnce) {
    TestServer server({}, {}, fresh_context());
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number) {
        threads.emplace_back([&, number] {
            auto client = server.connect();
            static_cast<void>(client.start_tls(offer()));
            for (int round = 0; round < 40; ++round) {
                const auto body = std::to_string(number) + " " + std::to_string(round);
                client.send(round % 2 == 0 ? post("/echo", body) : get("/later"));
                const auto response = client.receive();
                right += response && response->body == (round % 2 == 0 ? body : "later") ? 1 : 0;
            }
        });
    }
    std::ranges::for_each(threads, &std::thread::join);
    EXPECT_EQ(right, 320);
}

TEST_F(TlsConnection, IsClosedByAStopInTheMiddleOfItsHandshake) {
    TestServer server({}, {}, fresh_context());
    auto client = server.connect();
    client.send(std::string_view("\x16\x03\x01\x02\x00\x01", 6));
    ASSERT_TRUE(comes_true([&] { return server.server().connection_count() == 1; }));
    const auto began = steady_clock::now();
    server.server().stop(milliseconds(10'000));
    EXPECT_LT(steady_clock::now() - began, milliseconds(2'000));
}

}  // namespace
}  // namespace tillnote::http
