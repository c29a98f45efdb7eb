#include "tests/http/test_server.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <string>

namespace tillnote::http {
namespace {

constexpr int many = 256;  ///< 16 MiB, several times what the system's buffers of a socket take

/// Asks for many pieces, and returns when the socket thread has done for them what it can while nobody takes any.
void ask_and_take_nothing(TestServer& server, RawClient& client) {
    client.send(get("/pieces/" + std::to_string(many)));
    ASSERT_TRUE(comes_true([&] { return server.piece_count() > 0; }));
    // Other requests are answered meanwhile, and each takes its turn behind whatever the socket thread is busy with.
    for (int turn = 0; turn < 200; ++turn) {
        ASSERT_EQ(server.ask(get("/hello"))->body, "hello");
    }
}

TEST(LongBody, IsSentInChunksAndTheConnectionGoesOn) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/pieces/3") + get("/hello"));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->header("transfer-encoding"), "chunked");
    EXPECT_EQ(response->header("content-length"), "");
    EXPECT_EQ(response->body, "first," + std::string(3 * TestServer::piece_bytes, 'p'));
    EXPECT_EQ(client.receive()->body, "hello");
    EXPECT_EQ(server.exchanges().front().body_bytes, 6 + 3 * TestServer::piece_bytes);
    EXPECT_EQ(server.exchanges().front().failure, "");
}

TEST(LongBody, MayEndAfterItsBeginning) {
    TestServer server;
    const auto response = server.ask(get("/pieces/0"));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "first,");
}

/// What nobody takes is not made: the rest of the body exists nowhere.
TEST(LongBody, IsMadeNoFasterThanItIsTaken) {
    TestServer server;
    auto client = server.connect(4 * 1024);
    ASSERT_NO_FATAL_FAILURE(ask_and_take_nothing(server, client));
    EXPECT_LT(server.piece_count(), many / 2);
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body.size(), 6 + many * TestServer::piece_bytes);
    EXPECT_EQ(server.piece_count(), many + 1);
}

/// Nor does the kernel keep much of it: hundreds of readers who never read would have the socket thread copy for seconds.
TEST(LongBody, LiesInTheKernelByAFewPiecesOnly) {
    TestServer server;
    auto client = server.connect(4 * 1024);
    ASSERT_NO_FATAL_FAILURE(ask_and_take_nothing(server, client));
    EXPECT_LE(server.piece_count(), 8);
}

TEST(LongBody, HasNoPiecesForHead) {
    TestServer server;
    const auto response = server.ask("HEAD /pieces/9 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->header("transfer-encoding"), "chunked");
    EXPECT_EQ(response->body, "");
    EXPECT_EQ(server.piece_count(), 0);
}

/// A client must not take half a body for a whole one: the connection ends without the last chunk.
TEST(LongBody, ThatCannotBeMadeCutsTheConnection) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/torn"));
    EXPECT_FALSE(client.receive());
    EXPECT_TRUE(client.sees_close());
    ASSERT_TRUE(comes_true([&] { return !server.exchanges().empty(); }));
    EXPECT_THAT(server.exchanges().front().failure, testing::HasSubstr("a secret bug"));
}

TEST(LongBody, IsGivenUpWhenNobodyTakesIt) {
    ServerLimits limits;
    limits.write_deadline = std::chrono::milliseconds(200);
    TestServer server(limits);
    auto client = server.connect(4 * 1024);
    client.send(get("/pieces/" + std::to_string(many)));
    ASSERT_TRUE(comes_true([&] { return !server.exchanges().empty(); }));
    EXPECT_THAT(server.exchanges().front().failure, testing::HasSubstr("did not take"));
    const int made = server.piece_count();
    EXPECT_LT(made, many / 2);
    EXPECT_EQ(server.ask(get("/hello"))->body, "hello");
    EXPECT_EQ(server.piece_count(), made);
}

}  // namespace
}  // namespace tillnote::http
