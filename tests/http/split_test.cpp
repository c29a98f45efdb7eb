#include "server/http/header_scan.hpp"
#include "tests/http/test_server.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote::http {
namespace {

TEST(HeaderScan, GivesTheSameVerdictWhereverTheBytesAreCut) {
    const auto good = get("/hello", "X: 1\r\n");
    for (std::size_t cut = 1; cut < good.size(); ++cut) {
        HeaderScan scan;
        ASSERT_EQ(scan.look_at(std::string_view(good).substr(0, cut)), HeaderScan::Verdict::incomplete) << cut;
        ASSERT_EQ(scan.look_at(good + "rest"), HeaderScan::Verdict::complete) << cut;
        ASSERT_EQ(scan.header_bytes(), good.size()) << cut;
    }
}

TEST(HeaderScan, RefusesBadLineEndsWhereverTheBytesAreCut) {
    for (const std::string bad : {"GET / HTTP/1.1\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
                                  "GET / HTTP/1.1\r\nHost: a\r\n\r \n", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n"}) {
        for (std::size_t cut = 1; cut < bad.size(); ++cut) {
            HeaderScan scan;
            const bool early = scan.look_at(std::string_view(bad).substr(0, cut)) == HeaderScan::Verdict::refused;
            EXPECT_TRUE(early || scan.look_at(bad) == HeaderScan::Verdict::refused) << bad << cut;
        }
    }
}

// Every cut once over the wire: two packets with a moment between them, many connections side by side.
TEST(SplitRequest, IsUnderstoodWhereverHeaderOrBodyIsCut) {
    TestServer server;
    const auto request = post("/echo", "the body of this request", "X-Extra: value\r\n");
    std::vector<RawClient> clients;
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
        clients.push_back(server.connect());
        ASSERT_TRUE(clients.back().send(std::string_view(request).substr(0, cut)));
    }
    // The first parts have been read once a later request has been answered, for one thread reads all sockets in turn.
    ASSERT_TRUE(comes_true([&] { return server.server().connection_count() == clients.size(); }));
    ASSERT_EQ(server.ask(get("/hello"))->status, 200);
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
        auto& client = clients[cut - 1];
        ASSERT_TRUE(client.send(std::string_view(request).substr(cut)));
        const auto response = client.receive();
        ASSERT_TRUE(response) << cut;
        EXPECT_EQ(response->status, 200) << cut;
        EXPECT_EQ(response->body, "the body of this request") << cut;
    }
}

TEST(SplitRequest, IsUnderstoodByteByByte) {
    TestServer server;
    auto client = server.connect();
    for (const char byte : post("/echo", "slow but sure")) {
        ASSERT_TRUE(client.send({&byte, 1}));
    }
    EXPECT_EQ(client.receive()->body, "slow but sure");
}

TEST(SplitRequest, HasABodyUpToTheLimit) {
    TestServer server;
    auto client = server.connect();
    const std::string body(256 * 1024, 'z');
    ASSERT_TRUE(client.send(post("/echo", body)));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, body);
}

}  // namespace
}  // namespace tillnote::http
