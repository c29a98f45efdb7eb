#include "tests/http/test_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace tillnote::http {
namespace {

/// Eight hundred connections that keep the server waiting, and one that asks as everybody does.
class SlowAttack : public testing::Test {
protected:
    static constexpr std::size_t attackers_max = 800;
    static constexpr int rounds = 20;

    void begin(const std::string& first_bytes, int receive_buffer_bytes = 0) {
        for (std::size_t index = 0; index < attackers_max; ++index) {
            attackers.push_back(server.connect(receive_buffer_bytes));
            server.pass(std::chrono::milliseconds(10));  // they are slow in this, too
        }
        ASSERT_TRUE(comes_true([&] { return server.server().connection_count() == attackers_max + 1; }));
        for (RawClient& attacker : attackers) {
            ASSERT_TRUE(attacker.send(first_bytes));
        }
    }
    /// Each attacker sends a little more, again and again; whoever asks for something is answered every time.
    void attack(const std::string& little) {
        for (int round = 0; round < rounds; ++round) {
            for (RawClient& attacker : attackers) {
                attacker.send(little);
            }
            server.pass(std::chrono::milliseconds(10));
            auto client = server.connect();
            client.send(get("/hello"));
            const auto response = client.receive();
            ASSERT_TRUE(response) << "round " << round;
            EXPECT_EQ(response->body, "hello");
            lasting.send(post("/echo", "I am still here"));
            const auto lasting_response = lasting.receive();
            ASSERT_TRUE(lasting_response) << "round " << round;
            EXPECT_EQ(lasting_response->body, "I am still here");
        }
    }
    /// None holds its place for longer than a request may take.
    void expect_their_end() {
        EXPECT_TRUE(comes_true([&] { return server.server().connection_count() <= 1; }));
    }

    static ServerLimits limits() {
        ServerLimits limits;
        limits.header_deadline = std::chrono::milliseconds(3'000);
        limits.body_deadline = std::chrono::milliseconds(3'000);
        limits.write_deadline = std::chrono::milliseconds(3'000);
        return limits;
    }
    TestServer server{limits()};
    std::vector<RawClient> attackers;
    RawClient lasting = server.connect();
};

TEST_F(SlowAttack, OfHeadersThatNeverEndHoldsUpNobody) {
    ASSERT_TRUE(lasting.send(get("/hello")) && lasting.receive());
    begin("GET /hello HTTP/1.1\r\nHost: localhost\r\n");
    attack("X: 1\r\n");
    expect_their_end();
}

TEST_F(SlowAttack, OfBodiesThatComeByteByByteHoldsUpNobody) {
    ASSERT_TRUE(lasting.send(get("/hello")) && lasting.receive());
    begin("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");
    attack("x");
    expect_their_end();
}

TEST_F(SlowAttack, OfReadersWhoDoNotReadHoldsUpNobody) {
    ASSERT_TRUE(lasting.send(get("/hello")) && lasting.receive());
    begin(get("/pieces/1000"), 4'096);
    attack("");
    expect_their_end();
}

TEST_F(SlowAttack, OfConnectionsThatSayNothingHoldsUpNobody) {
    ASSERT_TRUE(lasting.send(get("/hello")) && lasting.receive());
    begin("");
    attack("");
}

}  // namespace
}  // namespace tillnote::http
