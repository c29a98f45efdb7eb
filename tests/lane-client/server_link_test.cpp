#include "lane-client/server_link.hpp"
#include "tests/lane-client/lane_fixture.hpp"
#include "tests/support/scripted_http_server.hpp"

#include <atomic>
#include <thread>

namespace tillnote::lane::test {
namespace {

using namespace std::chrono_literals;
using tillnote::test::ScriptedAnswer;
using tillnote::test::ScriptedHttpServer;
using tillnote::test::ScriptedRequest;

constexpr LinkDeadlines short_deadlines{500ms, 500ms, 500ms};

std::unique_ptr<Server> link_to(const ScriptedHttpServer& server, const std::string& certificates = {}) {
    return make_server_link(parse_server_address(server.url()).value(), certificates, short_deadlines);
}

HttpCall post(std::string body) {
    return {"POST", "/v1/notes", "secret", {}, std::move(body)};
}

TEST(ServerLink, SendsWhatTheServersFramingGateWants) {
    ScriptedHttpServer server([](const ScriptedRequest&) { return ScriptedAnswer{}; });
    ASSERT_TRUE(link_to(server)->exchange(post("{}")));
    const auto request = server.requests().at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1/notes");
    EXPECT_EQ(request.header("host"), "127.0.0.1:" + std::to_string(server.port()));
    EXPECT_EQ(request.header("authorization"), "Bearer secret");
    EXPECT_EQ(request.header("content-type"), "application/json");
    EXPECT_EQ(request.header("content-length"), "2");
    EXPECT_EQ(request.header("transfer-encoding"), "");
    EXPECT_EQ(request.body, "{}");
}

TEST(ServerLink, KeepsOneConnectionForManyCalls) {
    ScriptedHttpServer server(
        [](const ScriptedRequest& request) { return ScriptedAnswer{200, "application/json", request.body}; });
    const auto link = link_to(server);
    for (int at = 0; at < 20; ++at) {
        EXPECT_EQ(link->exchange(post(std::to_string(at))).value().body, std::to_string(at));
    }
    EXPECT_EQ(server.connections(), 1);
}

TEST(ServerLink, OpensAConnectionAgainThatTheServerHasClosedMeanwhile) {
    ScriptedHttpServer server([](const ScriptedRequest&) {
        ScriptedAnswer answer;
        answer.close_after = true;
        return answer;
    });
    const auto link = link_to(server);
    for (int at = 0; at < 5; ++at) {
        EXPECT_TRUE(link->exchange(post("{}")));
    }
    EXPECT_EQ(server.connections(), 5);
}

TEST(ServerLink, ReadsStatusTypeAndRetryAfter) {
    ScriptedHttpServer server([](const ScriptedRequest&) {
        return ScriptedAnswer{503, "Application/Problem+JSON; charset=utf-8", "{}", {{"Retry-After", "30"}}};
    });
    const auto answer = link_to(server)->exchange(post("{}")).value();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.content_type, "application/problem+json");
    EXPECT_EQ(answer.retry_after, 30s);
}

TEST(ServerLink, IgnoresARetryAfterItCannotRead) {
    ScriptedHttpServer server([](const ScriptedRequest&) {
        return ScriptedAnswer{503, "text/plain", "", {{"Retry-After", "Fri, 31 Dec 2027 23:59:59 GMT"}}};
    });
    EXPECT_EQ(link_to(server)->exchange(post("{}")).value().retry_after, std::nullopt);
}

TEST(ServerLink, CallsNoAnswerWholeThatWasCutAnywhere) {
    const std::string body = R"({"have_seq":1,"results":[]})";
    std::atomic<std::size_t> cut{0};
    std::size_t whole = 0;
    {
        ScriptedAnswer answer{200, "application/json", body};
        whole = std::string("HTTP/1.1 200 Scripted\r\nContent-Type: application/json\r\nContent-Length: \r\n\r\n").size() +
                std::to_string(body.size()).size() + body.size();
    }
    ScriptedHttpServer server([&](const ScriptedRequest&) {
        ScriptedAnswer answer{200, "application/json", body};
        answer.cut_after_bytes = cut.load();
        return answer;
    });
    for (cut = 0; cut < whole; ++cut) {
        const auto answer = link_to(server)->exchange(post("{}"));
        ASSERT_FALSE(answer) << "cut after " << cut;
        ASSERT_EQ(answer.error().code, ErrorCode::unreachable);
    }
    cut = whole;
    EXPECT_EQ(link_to(server)->exchange(post("{}")).value().body, body);
}

TEST(ServerLink, GivesUpOnASilentServerAtItsDeadline) {
    ScriptedHttpServer server([](const ScriptedRequest&) {
        ScriptedAnswer answer;
        answer.silent = true;
        return answer;
    });
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = link_to(server)->exchange(post("{}"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::unreachable);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, 400ms);
}

TEST(ServerLink, EndsAllItsStepsAtTheOneDeadlineTheyShare) {
    ScriptedHttpServer server([](const ScriptedRequest&) {
        ScriptedAnswer answer;
        answer.silent = true;
        return answer;
    });
    const auto begin = std::chrono::steady_clock::now();
    const LinkDeadlines shared{10s, 10s, 10s, begin + 300ms};
    const auto link = make_server_link(parse_server_address(server.url()).value(), {}, shared);
    for (int at = 0; at < 3; ++at) {
        EXPECT_FALSE(link->exchange(post("{}")));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
}

TEST(ServerLink, HandsTheTagOfAnAnswerOnAsItCame) {
    ScriptedHttpServer server(
        [](const ScriptedRequest&) { return ScriptedAnswer{200, "application/json", "{}", {{"ETag", "W/\"a b\""}}}; });
    EXPECT_EQ(link_to(server)->exchange(post("{}")).value().etag, "W/\"a b\"");
}

TEST(ServerLink, SaysUnreachableWhereNobodyListens) {
    std::string url;
    {
        ScriptedHttpServer gone([](const ScriptedRequest&) { return ScriptedAnswer{}; });
        url = gone.url();
    }
    const auto answer = make_server_link(parse_server_address(url).value(), {}, short_deadlines)->exchange(post("{}"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::unreachable);
}

TEST(ServerLink, IsEndedFromAnotherThread) {
    ScriptedHttpServer server([](const ScriptedRequest&) {
        ScriptedAnswer answer;
        answer.silent = true;
        return answer;
    });
    const auto link = make_server_link(parse_server_address(server.url()).value(), {}, {10s, 10s, 600s});
    std::thread other([&] {
        while (server.requests().empty()) {
            std::this_thread::yield();
        }
        link->cancel();
    });
    EXPECT_FALSE(link->exchange(post("{}")));
    other.join();
    EXPECT_FALSE(link->exchange(post("{}"))) << "cancelled for good";
}

TEST(ServerAddress, TakesHttpForThisMachineOnly) {
    for (const char* fine : {"http://127.0.0.1:8480", "http://localhost:8480/", "http://[::1]:80", "http://127.9.9.9"}) {
        EXPECT_TRUE(parse_server_address(fine)) << fine;
    }
    for (const char* wrong :
         {"http://10.0.0.1:8480", "http://tillnote.example", "http://localhost.example", "http://[::2]:80"}) {
        const auto refused = parse_server_address(wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_NE(refused.error().detail.find("https"), std::string::npos);
    }
}

TEST(ServerAddress, RefusesWhatIsNotAnAddress) {
    for (const char* wrong :
         {"", "tillnote.example", "ftp://a", "https://", "https://a/b", "https://a:0", "https://a:65536", "https://a:b",
          "https://a b", "https://user@a", "https://[::1", "https://[::1]x", "https://a:"}) {
        EXPECT_FALSE(parse_server_address(wrong)) << wrong;
    }
}

TEST(ServerAddress, WritesItselfAsItIsRead) {
    for (const char* url : {"https://tillnote.example:443", "http://127.0.0.1:8480", "https://[::1]:8443"}) {
        EXPECT_EQ(parse_server_address(url).value().to_string(), url);
    }
    EXPECT_EQ(parse_server_address("https://tillnote.example").value().host_header(), "tillnote.example");
    EXPECT_EQ(parse_server_address("https://[::1]:8443").value().host_header(), "[::1]:8443");
}

}  // namespace
}  // namespace tillnote::lane::test
