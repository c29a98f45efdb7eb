#include "tests/http/hostile_corpus.hpp"
#include "tests/http/test_server.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace tillnote::http {
namespace {

std::string with_host(const std::string& host_line) {
    return "GET /hello HTTP/1.1\r\n" + host_line + "\r\n";
}

std::string with_length(const std::string& lines, const std::string& body) {
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n" + body;
}

void expect_deserved_answer(TestServer& server, const HostileCase& sent) {
    auto client = server.connect();
    client.send(sent.bytes);
    const auto response = client.receive();
    ASSERT_TRUE(response) << "no answer";
    EXPECT_EQ(response->status, sent.status) << response->body;
    if (sent.status >= 400) {
        EXPECT_EQ(response->header("content-type"), "application/problem+json");
        EXPECT_THAT(response->body, testing::HasSubstr("\"detail\":\""));
    }
    if (sent.status == 405) {
        EXPECT_NE(response->header("allow"), "");
    }
    EXPECT_EQ(response->header("connection"), sent.closes ? "close" : "");
    if (sent.closes) {
        EXPECT_TRUE(client.sees_close());
        return;
    }
    client.send(get("/hello"));
    const auto next = client.receive();
    ASSERT_TRUE(next) << "the connection should have stayed open";
    EXPECT_EQ(next->body, "hello");
}

TEST(HostileRequests, GetTheAnswerTheyDeserve) {
    TestServer server;
    for (const HostileCase& sent : hostile_corpus().cases) {
        SCOPED_TRACE(testing::Message() << sent);
        expect_deserved_answer(server, sent);
        server.pass(std::chrono::milliseconds(10));  // no flood
    }
}

TEST(HostileCorpus, GivesEachOfAtLeastThreeHundredRequestsItsReason) {
    const HostileCorpus& corpus = hostile_corpus();
    EXPECT_GE(corpus.cases.size(), 300U);
    std::set<std::string> rules_used;
    std::set<std::string> bytes_seen;
    for (const HostileCase& each : corpus.cases) {
        EXPECT_TRUE(corpus.rules.contains(each.rule)) << each.rule;
        EXPECT_FALSE(each.what.empty()) << each.bytes;
        EXPECT_TRUE(bytes_seen.insert(each.bytes).second) << "twice: " << each.what;
        rules_used.insert(each.rule);
    }
    EXPECT_EQ(rules_used.size(), corpus.rules.size()) << "a rule without a request";
    EXPECT_TRUE(std::ranges::none_of(corpus.rules, [](const auto& rule) { return rule.second.empty(); }));
}

TEST(HostileRequest, NeverReachesTheHandlerThroughTheBodyOfARefusedOne) {
    TestServer server;
    auto client = server.connect();
    client.send(with_length("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + get("/hello")));
    const auto refused = client.receive();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 400);
    EXPECT_FALSE(client.receive());
    EXPECT_EQ(server.exchanges().size(), 1U);
}

TEST(HostileRequest, IsToldWhichHeaderIsWrong) {
    TestServer server;
    for (const auto& [lines, name] :
         std::vector<std::pair<std::string, std::string>>{{"Content-Length: 1\r\nContent-Length: 1\r\n", "Content-Length"},
                                                          {"Content-Length: 1, 1\r\n", "Content-Length"},
                                                          {"Content-Length: -1\r\n", "Content-Length"},
                                                          {"Content-Length: 99999999\r\n", "Content-Length"},
                                                          {"", "Content-Length"},
                                                          {"Transfer-Encoding: chunked\r\n", "Transfer-Encoding"},
                                                          {"Content-Length: 1\r\nHost: localhost\r\n", "Host"},
                                                          {"Content-Length: 1\r\nExpect: cake\r\n", "Expect"}}) {
        const auto response = server.ask(with_length(lines, "x"));
        ASSERT_TRUE(response);
        EXPECT_THAT(response->body, testing::HasSubstr("\"pointer\":\"" + name + "\"")) << lines;
    }
}

TEST(HostileRequest, StillGetsItsAnswerWhileItIsSendingTenMegabytes) {
    TestServer server;
    auto client = server.connect();
    EXPECT_TRUE(client.send(with_length("Content-Length: 10485760\r\n", std::string(10 * 1024 * 1024, 'x'))));
    const auto response = client.receive();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 413);
    client.end_sending();
    EXPECT_TRUE(client.sees_close());
}

TEST(HostileRequest, ForAnAllowedHostIsAnsweredOnlyThere) {
    TestServer server({}, {"tillnote.example"});
    EXPECT_EQ(server.ask(with_host("Host: Tillnote.Example:8480\r\n"))->status, 200);
    EXPECT_EQ(server.ask(with_host("Host: localhost\r\n"))->status, 421);
}

}  // namespace
}  // namespace tillnote::http
