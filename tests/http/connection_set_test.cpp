#include "tests/http/test_server.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tillnote::http {
namespace {

constexpr const char* elsewhere = "127.0.0.2";

ServerLimits limits_of(std::size_t all, std::size_t per_address) {
    ServerLimits limits;
    limits.connections_max = all;
    limits.connections_per_address_max = per_address;
    return limits;
}

int ask(RawClient& client) {
    client.send(get("/hello"));
    const auto response = client.receive();
    return response ? response->status : 0;
}

/// `count` that have been answered once and now wait.
std::vector<RawClient> idle_clients(TestServer& server, int count, const char* source) {
    std::vector<RawClient> clients;
    for (int index = 0; index < count; ++index) {
        clients.push_back(server.connect(0, source));
        EXPECT_EQ(ask(clients.back()), 200);
    }
    return clients;
}

TEST(ConnectionSet, RefusesAnAddressBeyondItsShareAndNobodyElse) {
    TestServer server(limits_of(100, 4));
    auto clients = idle_clients(server, 4, "127.0.0.1");
    {
        auto one_more = server.connect();
        one_more.send(get("/hello"));
        const auto refused = one_more.receive();
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->status, 429);
        EXPECT_EQ(refused->header("retry-after"), "10");
        EXPECT_EQ(refused->header("connection"), "close");
        EXPECT_NE(refused->body.find("/problems/too-many-requests"), std::string::npos);
    }
    EXPECT_EQ(server.crowded(Crowding::address_full), 1);
    auto other = server.connect(0, elsewhere);
    EXPECT_EQ(ask(other), 200);
    EXPECT_EQ(ask(clients.front()), 200) << "those that are there go on";
    clients.pop_back();
    EXPECT_TRUE(comes_true([&] {
        auto again = server.connect();
        return ask(again) == 200;
    }));
}

TEST(ConnectionSet, TellsFewAndClosesTheRestOfAFloodWithoutAWord) {
    TestServer server(limits_of(1'000, 4));
    std::vector<RawClient> flood;
    for (int index = 0; index < 200; ++index) {
        flood.push_back(server.connect());
    }
    EXPECT_TRUE(comes_true([&] { return server.crowded(Crowding::address_full) == 196; }));
    EXPECT_LE(server.server().connection_count(), 4U + 64U);
    auto other = server.connect(0, elsewhere);
    EXPECT_EQ(ask(other), 200);
}

TEST(ConnectionSet, ClosesWhoHasWaitedLongestWhenPlacesGetFew) {
    TestServer server(limits_of(16, 16));
    auto clients = idle_clients(server, 15, "127.0.0.1");
    // Seven eighths of sixteen stay.
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 14; }));
    EXPECT_EQ(server.crowded(Crowding::idle_closed), 1);
    EXPECT_TRUE(clients.front().sees_close()) << "the first of them";
    for (std::size_t index = 1; index < clients.size(); ++index) {
        EXPECT_EQ(ask(clients[index]), 200) << index;
    }
}

TEST(ConnectionSet, MakesRoomAtTheCrowdedAddressOnly) {
    TestServer server(limits_of(1'000, 8));
    auto patient = idle_clients(server, 6, elsewhere);
    auto clients = idle_clients(server, 8, "127.0.0.1");
    EXPECT_TRUE(comes_true([&] { return server.server().connection_count() == 13; }));
    EXPECT_TRUE(clients.front().sees_close());
    for (RawClient& client : patient) {
        EXPECT_EQ(ask(client), 200) << "longer idle, but not there";
    }
}

TEST(ConnectionSet, ClosesNobodyWhoIsAtWork) {
    auto limits = limits_of(16, 16);
    limits.header_deadline = std::chrono::milliseconds(60'000);
    TestServer server(limits);
    std::vector<RawClient> working;
    for (int index = 0; index < 15; ++index) {
        working.push_back(server.connect());
        working.back().send("GET /hello HTTP/1.1\r\n");
    }
    auto idle = server.connect();
    EXPECT_EQ(ask(idle), 200);
    EXPECT_TRUE(idle.sees_close());
    for (RawClient& client : working) {
        client.send("Host: localhost\r\n\r\n");
        const auto response = client.receive();
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, 200);
    }
}

}  // namespace
}  // namespace tillnote::http
