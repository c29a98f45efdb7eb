#include "tests/http/test_server.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote::http {
namespace {

TEST(KeepAlive, ServesOneConnectionManyTimes) {
    TestServer server;
    auto client = server.connect();
    for (int round = 0; round < 100; ++round) {
        ASSERT_TRUE(client.send(post("/echo", std::to_string(round))));
        ASSERT_EQ(client.receive()->body, std::to_string(round));
    }
    EXPECT_EQ(server.server().connection_count(), 1U);
}

TEST(KeepAlive, AnswersPipelinedRequestsInOrderAndLosesNone) {
    TestServer server;
    auto client = server.connect();
    std::string all;
    for (int index = 0; index < 500; ++index) {
        all += index % 3 == 0   ? post("/echo", "body " + std::to_string(index))
               : index % 3 == 1 ? get("/items/" + std::to_string(index))
                                : get("/later");
    }
    std::thread sender([&] { EXPECT_TRUE(client.send(all)); });
    for (int index = 0; index < 500; ++index) {
        const auto response = client.receive();
        ASSERT_TRUE(response) << index;
        EXPECT_EQ(response->body, index % 3 == 0   ? "body " + std::to_string(index)
                                  : index % 3 == 1 ? std::to_string(index)
                                                   : "later");
    }
    sender.join();
}

TEST(KeepAlive, EndsAfterConnectionCloseInAnyList) {
    TestServer server;
    for (const std::string value : {"close", "CLOSE", "keep-alive, close", "foo ,\tclose ,bar"}) {
        auto client = server.connect();
        client.send(get("/hello", "Connection: " + value + "\r\n") + get("/hello"));
        const auto response = client.receive();
        ASSERT_TRUE(response);
        EXPECT_EQ(response->header("connection"), "close");
        EXPECT_FALSE(client.receive()) << "the second request came after close";
        EXPECT_TRUE(client.sees_close());
    }
}

TEST(KeepAlive, AnswersAClientThatHasEndedSending) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/later"));
    client.end_sending();
    EXPECT_EQ(client.receive()->body, "later");
    EXPECT_TRUE(client.sees_close());
}

TEST(ExpectContinue, IsAnsweredBeforeTheBodyIsSent) {
    TestServer server;
    auto client = server.connect();
    const auto request = post("/echo", "body", "Expect: 100-continue\r\n");
    client.send(std::string_view(request).substr(0, request.size() - 4));
    const auto interim = client.receive();
    ASSERT_TRUE(interim);
    EXPECT_EQ(interim->status, 100);
    client.send("body");
    EXPECT_EQ(client.receive()->body, "body");
}

TEST(ExpectContinue, IsNotSentWhenTheBodyIsAlreadyThere) {
    TestServer server;
    const auto response = server.ask(post("/echo", "body", "Expect: 100-continue\r\n"));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
}

TEST(ExpectContinue, IsRefusedWithTheFinalStatusWhenTheBodyIsTooLarge) {
    TestServer server;
    auto client = server.connect();
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive()->status, 413);
}

TEST(Head, HasTheLengthButNotTheBodyOfGet) {
    TestServer server;
    auto client = server.connect();
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/hello"));
    const auto head = client.receive(true);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->header("content-length"), "5");
    EXPECT_EQ(head->header("content-type"), "text/plain");
    EXPECT_EQ(client.receive()->body, "hello");
}

TEST(Head, HasNoBodyInErrorsEither) {
    TestServer server;
    auto client = server.connect();
    client.send("HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/hello"));
    EXPECT_EQ(client.receive(true)->status, 404);
    EXPECT_EQ(client.receive()->body, "hello");

    auto misdirected = server.connect();
    misdirected.send("HEAD /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    EXPECT_EQ(misdirected.receive(true)->status, 421);
    EXPECT_FALSE(misdirected.receive(true));
}

TEST(NoContent, HasNeitherBodyNorLength) {
    TestServer server;
    auto client = server.connect();
    client.send("DELETE /items/1 HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/unchanged") + get("/hello"));
    const auto deleted = client.receive();
    EXPECT_EQ(deleted->status, 204);
    EXPECT_FALSE(deleted->headers.contains("content-length"));
    const auto unchanged = client.receive();
    EXPECT_EQ(unchanged->status, 304);
    EXPECT_FALSE(unchanged->headers.contains("content-length"));
    EXPECT_EQ(unchanged->header("etag"), "\"1\"");
    EXPECT_EQ(client.receive()->body, "hello");
}

}  // namespace
}  // namespace tillnote::http
