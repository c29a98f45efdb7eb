#include "tests/http/tls_test_server.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote::http {
namespace {

using std::chrono::milliseconds;

constexpr const char* here = "127.0.0.1";
constexpr const char* elsewhere = "127.0.0.2";

ServerLimits few_at_once() {
    ServerLimits limits;
    limits.connections_per_address = {.burst = 5, .interval = milliseconds(10)};
    return limits;
}

/// One request on a connection of its own; the status, 0 where it was closed without a word.
int ask(const TestServer& server, const char* source = here) {
    auto client = server.connect(0, source);
    client.send(get("/hello"));
    const auto response = client.receive();
    return response ? response->status : 0;
}

int answered(const TestServer& server, int connections, const char* source = here) {
    int count = 0;
    for (int index = 0; index < connections; ++index) {
        count += ask(server, source) == 200 ? 1 : 0;
    }
    return count;
}

TEST(Arrivals, OfOneAddressAreFewAtOnceAndOthersAreServedMeanwhile) {
    TestServer server(few_at_once());
    EXPECT_EQ(answered(server, 5), 5);
    auto refused = server.connect();
    refused.send(get("/hello"));
    const auto response = refused.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 429);
    EXPECT_EQ(response->header("retry-after"), "10");
    EXPECT_EQ(response->header("connection"), "close");
    EXPECT_NE(response->body.find("/problems/too-many-requests"), std::string::npos);
    EXPECT_EQ(answered(server, 20), 0);
    EXPECT_EQ(server.crowded(Crowding::address_too_often), 21);
    EXPECT_EQ(ask(server, elsewhere), 200);
}

TEST(Arrivals, AreTakenAgainAsTimePasses) {
    TestServer server(few_at_once());
    EXPECT_EQ(answered(server, 6), 5);
    server.pass(milliseconds(9));
    EXPECT_EQ(answered(server, 1), 0) << "who is refused is not counted again, nor let in early";
    server.pass(milliseconds(11));
    EXPECT_EQ(answered(server, 3), 2);
    server.pass(milliseconds(60'000));
    EXPECT_EQ(answered(server, 6), 5);
}

TEST(Arrivals, TakeNothingFromAConnectionThatIsThere) {
    TestServer server(few_at_once());
    auto client = server.connect();
    client.send(get("/hello"));
    ASSERT_TRUE(client.receive());
    EXPECT_EQ(answered(server, 10), 4);
    for (int request = 0; request < 50; ++request) {
        client.send(get("/hello"));
        ASSERT_EQ(client.receive()->status, 200);
    }
}

TEST(Arrivals, OfAProxyOrThisMachineAreNotCounted) {
    TestServer server(few_at_once(), {}, nullptr,
                      [](ServerOptions& options) { options.uncapped = {Network::parse(here).value()}; });
    EXPECT_EQ(answered(server, 50), 50);
    EXPECT_EQ(answered(server, 50, elsewhere), 5);
}

TEST(Arrivals, MayBeFourHundredAtOnceByDefault) {
    TestServer server;
    EXPECT_EQ(answered(server, 410), 400);
    server.pass(std::chrono::seconds(1));
    EXPECT_EQ(answered(server, 110), 100);
}

class ArrivalsOverTls : public TlsTest {
protected:
    bool shakes_hands(const TestServer& server, const char* source = here) const {
        auto client = server.connect(0, source);
        return client.start_tls(offer()).has_value();
    }
};

TEST_F(ArrivalsOverTls, AreRefusedBeforeTheHandshake) {
    TestServer server(few_at_once(), {}, fresh_context());
    int hands = 0;
    for (int index = 0; index < 25; ++index) {
        hands += shakes_hands(server) ? 1 : 0;
    }
    EXPECT_EQ(hands, 5);
    EXPECT_EQ(server.crowded(Crowding::address_too_often), 20);
    EXPECT_TRUE(server.handshake_failures().empty());
    EXPECT_TRUE(shakes_hands(server, elsewhere));
    server.pass(milliseconds(10));
    EXPECT_TRUE(shakes_hands(server));
    EXPECT_FALSE(shakes_hands(server));
}

TEST_F(ArrivalsOverTls, OfAProxyAreNotCounted) {
    TestServer server(few_at_once(), {}, fresh_context(),
                      [](ServerOptions& options) { options.uncapped = {Network::parse(here).value()}; });
    for (int index = 0; index < 20; ++index) {
        ASSERT_TRUE(shakes_hands(server)) << index;
    }
}

}  // namespace
}  // namespace tillnote::http
