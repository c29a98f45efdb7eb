#include "server/http/security_headers.hpp"

#include "tests/http/test_server.hpp"

#include <gmock/gmock.h>

#include <string>

namespace tillnote::http {
namespace {

void expect_security_headers(const RawResponse& response, std::string_view cache_control = "no-store") {
    EXPECT_EQ(
        response.header("content-security-policy"),
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    EXPECT_EQ(response.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(response.header("referrer-policy"), "same-origin");
    EXPECT_EQ(response.header("x-frame-options"), "DENY");
    EXPECT_EQ(response.header("cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(response.header("cross-origin-resource-policy"), "same-origin");
    EXPECT_THAT(response.header("permissions-policy"), testing::HasSubstr("camera=()"));
    EXPECT_EQ(response.header("cache-control"), cache_control);
    EXPECT_THAT(response.header("date"), testing::EndsWith(" GMT"));
    EXPECT_THAT(response.header("x-request-id"), testing::MatchesRegex("[0-9a-f]{16}"));
    EXPECT_FALSE(response.headers.contains("server"));
    EXPECT_FALSE(response.headers.contains("access-control-allow-origin"));
}

TEST(SecurityHeaders, AreOnEveryKindOfResponse) {
    TestServer server;
    for (const auto& request :
         {get("/hello"), get("/later"), get("/unchanged"), get("/dropped"), get("/throws"), get("/split"), get("/nowhere"),
          post("/hello", ""), std::string("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"),
          std::string("DELETE /items/1 HTTP/1.1\r\nHost: localhost\r\n\r\n"),
          std::string("BREW /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"), std::string("nonsense\r\n\r\n"),
          std::string("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
          std::string("POST /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"), std::string("GET /\n"),
          std::string("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\n\r\n")}) {
        SCOPED_TRACE(request);
        const auto response = server.ask(request);
        ASSERT_TRUE(response);
        expect_security_headers(*response);
    }
}

TEST(SecurityHeaders, LeaveAHandlersOwnCacheControlAlone) {
    TestServer server;
    expect_security_headers(*server.ask(get("/cached")), "max-age=60");
}

TEST(SecurityHeaders, AreOnTimeoutsAndRefusals) {
    ServerLimits limits;
    limits.handler_deadline = std::chrono::milliseconds(50);
    limits.header_deadline = std::chrono::milliseconds(50);
    limits.connections_max = 1;
    TestServer server(limits);
    auto first = server.connect();
    first.send(get("/held"));
    ASSERT_TRUE(comes_true([&] { return server.held_count() == 1; }));
    const auto refused = server.ask(get("/hello"));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503);
    expect_security_headers(*refused);
    const auto late = first.receive();
    ASSERT_TRUE(late);
    EXPECT_EQ(late->status, 503);
    expect_security_headers(*late);
}

TEST(SecurityHeaders, BelongToTheConnection) {
    EXPECT_TRUE(owned_by_connection("content-length"));
    EXPECT_TRUE(owned_by_connection("CONTENT-SECURITY-POLICY"));
    EXPECT_TRUE(owned_by_connection("Transfer-Encoding"));
    EXPECT_FALSE(owned_by_connection("Cache-Control"));
    EXPECT_FALSE(owned_by_connection("Set-Cookie"));
}

}  // namespace
}  // namespace tillnote::http
