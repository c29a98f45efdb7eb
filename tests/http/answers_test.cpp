#include "tests/http/test_server.hpp"

#include <gmock/gmock.h>

#include <future>
#include <string>

namespace tillnote::http {
namespace {

TEST(Answer, ComesFromAnotherThread) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/held"));
    ASSERT_TRUE(comes_true([&] { return server.held_count() == 1; }));
    server.release(json_response(201, "{\"a\":1}"));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->header("content-type"), "application/json");
    EXPECT_EQ(response->body, "{\"a\":1}");
}

TEST(Answer, ReachesEveryOneOfAHundredThatWaited) {
    TestServer server;
    std::vector<RawClient> clients;
    for (int index = 0; index < 100; ++index) {
        clients.push_back(server.connect());
        clients.back().send(get("/held"));
    }
    ASSERT_TRUE(comes_true([&] { return server.held_count() == 100; }));
    for (int index = 0; index < 100; ++index) {
        server.release(json_response(200, "{}"));
    }
    for (auto& client : clients) {
        ASSERT_TRUE(client.receive());
    }
}

TEST(Answer, GivenTwiceCountsOnce) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/twice") + get("/hello"));
    EXPECT_EQ(client.receive()->body, "first");
    EXPECT_EQ(client.receive()->body, "hello");
}

TEST(Answer, IsMadeUpForAHandlerThatDropsItsResponder) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/dropped") + get("/hello"));
    const auto response = client.receive();
    EXPECT_EQ(response->status, 500);
    EXPECT_THAT(response->body, testing::HasSubstr("/problems/internal"));
    EXPECT_EQ(client.receive()->body, "hello");
    EXPECT_THAT(server.exchanges().front().failure, testing::HasSubstr("dropped"));
}

TEST(Answer, OfAThrowingHandlerIs500AndTellsTheLogOnly) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/throws") + get("/hello"));
    const auto response = client.receive();
    EXPECT_EQ(response->status, 500);
    EXPECT_THAT(response->body, testing::Not(testing::HasSubstr("secret bug")));
    EXPECT_EQ(client.receive()->body, "hello");
    EXPECT_THAT(server.exchanges().front().failure, testing::HasSubstr("a secret bug"));
}

TEST(Answer, WithALineBreakInAHeaderNeverReachesTheWire) {
    TestServer server;
    const auto response = server.ask(get("/split"));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 500);
    EXPECT_THAT(response->head, testing::Not(testing::HasSubstr("stolen")));
}

TEST(Answer, AfterTheClientHasGoneIsDropped) {
    TestServer server;
    {
        auto client = server.connect();
        client.send(get("/held"));
        ASSERT_TRUE(comes_true([&] { return server.held_count() == 1; }));
    }
    server.release(json_response(200, "{}"));
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 0; }));
    EXPECT_EQ(server.ask(get("/hello"))->body, "hello");
}

TEST(Answer, AfterTheServerHasGoneIsDropped) {
    Responder late;
    {
        Router router;
        router.add(Method::get, "/held", [&](const Request&, Responder responder) { late = std::move(responder); });
        auto server = Server::start({}, router, {});
        ASSERT_TRUE(server);
        RawClient client((*server)->port());
        client.send(get("/held"));
        ASSERT_TRUE(client.hears_nothing_for(std::chrono::milliseconds(50)));
        (*server)->stop(std::chrono::milliseconds(10));
        EXPECT_TRUE(client.sees_close());
    }
    ASSERT_TRUE(late) << "the request was held";
    late(json_response(200, "{}"));
}

TEST(Exchange, TellsRouteStatusAndPathButNotTheQuery) {
    TestServer server;
    auto client = server.connect();
    client.send(get("/items/7?token=secret") + get("/nowhere") + "nonsense\r\n\r\n");
    const auto first = client.receive();
    client.receive();
    client.receive();
    ASSERT_TRUE(comes_true([&] { return server.exchanges().size() == 3; }));
    const auto exchanges = server.exchanges();
    EXPECT_EQ(exchanges[0].method, "GET");
    EXPECT_EQ(exchanges[0].path, "/items/7");
    EXPECT_EQ(exchanges[0].route, "/items/{id}");
    EXPECT_EQ(exchanges[0].status, 200);
    EXPECT_EQ(exchanges[0].body_bytes, 1U);
    EXPECT_EQ(exchanges[0].request_id, first->header("x-request-id"));
    EXPECT_EQ(exchanges[1].route, "");
    EXPECT_EQ(exchanges[1].status, 404);
    EXPECT_EQ(exchanges[2].method, "");
    EXPECT_EQ(exchanges[2].status, 400);
    EXPECT_NE(exchanges[0].request_id, exchanges[1].request_id);
    EXPECT_EQ(exchanges[0].request_id.size(), 16U);
}

TEST(PostedWork, RunsOnTheSocketThread) {
    TestServer server;
    std::promise<std::thread::id> posted;
    server.server().post([&] { posted.set_value(std::this_thread::get_id()); });
    EXPECT_NE(posted.get_future().get(), std::this_thread::get_id());
}

}  // namespace
}  // namespace tillnote::http
