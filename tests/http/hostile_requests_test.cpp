#include "tests/http/test_server.hpp"

#include <gmock/gmock.h>

#include <ostream>
#include <string>
#include <vector>

namespace tillnote::http {
namespace {

struct Case {
    std::string why;
    std::string bytes;
    int status;
    bool closes;
};

std::ostream& operator<<(std::ostream& out, const Case& each) {
    return out << each.why;
}

std::string with_header(const std::string& lines) {
    return "GET /hello HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n";
}

std::string with_target(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

std::string with_host(const std::string& host_line) {
    return "GET /hello HTTP/1.1\r\n" + host_line + "\r\n";
}

std::string with_length(const std::string& lines, const std::string& body) {
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n" + body;
}

std::string lines_of(int count) {
    std::string lines;
    for (int index = 0; index < count; ++index) {
        lines.append("X").append(std::to_string(index)).append(": 1\r\n");
    }
    return lines;
}

const std::string nul(1, '\0');

std::vector<Case> framing_cases() {
    return {
        {"chunked body", with_length("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400, true},
        {"chunked with Content-Length", with_length("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400,
         true},
        {"Content-Length after chunked", with_length("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "abcd"), 400,
         true},
        {"identity transfer encoding", with_length("Transfer-Encoding: identity\r\nContent-Length: 1\r\n", "x"), 400, true},
        {"chunked in odd case", with_length("tRANSFER-eNCODING: ChUnKeD\r\n", "0\r\n\r\n"), 400, true},
        {"obfuscated chunked", with_length("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 400, true},
        {"empty transfer encoding", with_length("Transfer-Encoding:\r\nContent-Length: 1\r\n", "x"), 400, true},
        {"transfer encoding with vertical tab",
         with_length("Transfer-Encoding: \x0b"
                     "chunked\r\n",
                     "0\r\n\r\n"),
         400, true},
        {"transfer encoding on GET", with_header("Transfer-Encoding: chunked\r\n"), 400, true},
        {"POST without a length", with_length("", ""), 411, true},
        {"PUT without a length", "PUT /echo HTTP/1.1\r\nHost: localhost\r\n\r\n", 411, true},
        {"PATCH without a length", "PATCH /echo HTTP/1.1\r\nHost: localhost\r\n\r\n", 411, true},
        {"two different lengths", with_length("Content-Length: 1\r\nContent-Length: 2\r\n", "xx"), 400, true},
        {"two equal lengths", with_length("Content-Length: 1\r\nContent-Length: 1\r\n", "x"), 400, true},
        {"a list of lengths", with_length("Content-Length: 1, 1\r\n", "x"), 400, true},
        {"a plus sign", with_length("Content-Length: +1\r\n", "x"), 400, true},
        {"a minus sign", with_length("Content-Length: -1\r\n", "x"), 400, true},
        {"a hexadecimal length", with_length("Content-Length: 0x1\r\n", "x"), 400, true},
        {"a length with a fraction", with_length("Content-Length: 1.0\r\n", "x"), 400, true},
        {"a length with an exponent", with_length("Content-Length: 1e0\r\n", "x"), 400, true},
        {"a length with a leading zero", with_length("Content-Length: 01\r\n", "x"), 400, true},
        {"an empty length", with_length("Content-Length:\r\n", "x"), 400, true},
        {"a length with a space inside", with_length("Content-Length: 1 0\r\n", "x"), 400, true},
        {"a length of letters", with_length("Content-Length: one\r\n", "x"), 400, true},
        {"a length over the limit", with_length("Content-Length: 262145\r\n", ""), 413, true},
        {"a length beyond 64 bits", with_length("Content-Length: 18446744073709551617\r\n", ""), 400, true},
        {"a length of 100 digits", with_length("Content-Length: 1" + std::string(99, '0') + "\r\n", ""), 400, true},
        {"a length over the limit on GET", with_header("Content-Length: 262145\r\n"), 413, true},
        {"an unknown expectation", with_length("Expect: 200-maybe\r\nContent-Length: 1\r\n", "x"), 400, true},
        {"a body of no bytes", with_length("Content-Length: 0\r\n", ""), 200, false},
        {"a body of one byte", with_length("Content-Length: 1\r\n", "x"), 200, false},
        {"a length between spaces", with_length("Content-Length:   1 \t \r\n", "x"), 200, false},
        {"a length in lower case", with_length("content-length: 1\r\n", "x"), 200, false},
        {"a body on GET", with_header("Content-Length: 4\r\n") + "body", 200, false},
        {"a body on DELETE", "DELETE /items/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody", 204, false},
    };
}

std::vector<Case> host_cases() {
    return {
        {"no Host", with_host(""), 400, true},
        {"an empty Host", with_host("Host:\r\n"), 400, true},
        {"two Hosts", with_host("Host: localhost\r\nHost: localhost\r\n"), 400, true},
        {"a second Host in other case", with_host("Host: localhost\r\nhOST: evil.example\r\n"), 400, true},
        {"a foreign Host", with_host("Host: evil.example\r\n"), 421, true},
        {"a Host that only begins well", with_host("Host: localhost.evil.example\r\n"), 421, true},
        {"a Host with a trailing dot", with_host("Host: localhost.\r\n"), 421, true},
        {"a list of Hosts", with_host("Host: localhost, evil.example\r\n"), 400, true},
        {"a Host with a user", with_host("Host: localhost@evil.example\r\n"), 400, true},
        {"a Host with a path", with_host("Host: localhost/x\r\n"), 400, true},
        {"a Host with a space", with_host("Host: local host\r\n"), 400, true},
        {"a Host with a port of letters", with_host("Host: localhost:http\r\n"), 400, true},
        {"a Host with a port too long", with_host("Host: localhost:123456\r\n"), 400, true},
        {"a Host with two ports", with_host("Host: localhost:80:80\r\n"), 400, true},
        {"an IPv6 Host without brackets", with_host("Host: ::1\r\n"), 400, true},
        {"an IPv6 Host with an open bracket", with_host("Host: [::1\r\n"), 400, true},
        {"bytes after the bracket", with_host("Host: [::1]x\r\n"), 400, true},
        {"another IPv6 Host", with_host("Host: [::2]\r\n"), 421, true},
        {"Host in upper case", with_host("HOST: LOCALHOST\r\n"), 200, false},
        {"Host with a port", with_host("Host: 127.0.0.1:8480\r\n"), 200, false},
        {"an IPv6 Host", with_host("Host: [::1]:8480\r\n"), 200, false},
        {"Host without a space", with_host("Host:localhost\r\n"), 200, false},
    };
}

std::vector<Case> line_cases() {
    return {
        {"bare LF after the request line", "GET /hello HTTP/1.1\nHost: localhost\r\n\r\n", 400, true},
        {"bare LF after a header", "GET /hello HTTP/1.1\r\nHost: localhost\nX: 1\r\n\r\n", 400, true},
        {"bare LF for the empty line", "GET /hello HTTP/1.1\r\nHost: localhost\r\n\n", 400, true},
        {"LF only throughout", "GET /hello HTTP/1.1\nHost: localhost\n\n", 400, true},
        {"bare CR in a value", with_header("X: a\rb\r\n"), 400, true},
        {"two CR before LF", with_header("X: a\r\r\n"), 400, true},
        {"NUL in a value", with_header("X: a" + nul + "b\r\n"), 400, true},
        {"NUL in a name", with_header("X" + nul + "Y: b\r\n"), 400, true},
        {"NUL in the target", with_target("/hello" + nul), 400, true},
        {"escape character in a value", with_header("X: \x1b[31m\r\n"), 400, true},
        {"DEL in a value", with_header("X: \x7f\r\n"), 400, true},
        {"a folded line with a space", with_header("X: a\r\n b\r\n"), 400, true},
        {"a folded line with a tab", with_header("X: a\r\n\tb\r\n"), 400, true},
        {"a folded first header", "GET /hello HTTP/1.1\r\n Host: localhost\r\n\r\n", 400, true},
        {"a fold that hides a length", with_length("X: a\r\n Content-Length: 9\r\nContent-Length: 1\r\n", "x"), 400, true},
        {"space before the colon", with_length("Content-Length : 1\r\n", "x"), 400, true},
        {"tab before the colon", with_length("Content-Length\t: 1\r\n", "x"), 400, true},
        {"space inside a name", with_header("X Y: 1\r\n"), 400, true},
        {"a header without a name", with_header(": 1\r\n"), 400, true},
        {"a header without a colon", with_header("nonsense\r\n"), 400, true},
        {"a name with a bracket", with_header("X(1): 1\r\n"), 400, true},
        {"a name with a quote", with_header("\"X\": 1\r\n"), 400, true},
        {"a name with a high byte", with_header("X\xc3\xa9: 1\r\n"), 400, true},
        {"an empty line first", "\r\n" + with_target("/hello"), 400, true},
        {"a bare LF first", "\n" + with_target("/hello"), 400, true},
        {"a space first", " " + with_target("/hello"), 400, true},
        {"65 headers", with_header(lines_of(64)), 413, true},
        {"a header of 17 KiB", with_header("X: " + std::string(17 * 1024, 'x') + "\r\n"), 413, true},
        {"a header without end", "GET /hello HTTP/1.1\r\nX: " + std::string(64 * 1024, 'x'), 413, true},
        {"a request line without end", "GET /" + std::string(64 * 1024, 'x'), 413, true},
        {"a TLS hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), 400, true},
        {"an empty value", with_header("X:\r\n"), 200, false},
        {"a value with high bytes", with_header("X: caf\xc3\xa9\r\n"), 200, false},
        {"a tab inside a value", with_header("X: a\tb\r\n"), 200, false},
        {"an unasked upgrade", with_header("Connection: Upgrade\r\nUpgrade: websocket\r\n"), 200, false},
        {"an unasked HTTP/2 upgrade",
         with_header("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n"), 200, false},
    };
}

std::vector<Case> request_line_cases() {
    return {
        {"HTTP/1.0", "GET /hello HTTP/1.0\r\nHost: localhost\r\n\r\n", 400, true},
        {"HTTP/1.0 for health", "GET /health HTTP/1.0\r\n\r\n", 200, true},
        {"HTTP/1.0 for health with a foreign Host", "GET /health HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421, true},
        {"HTTP/1.2", "GET /hello HTTP/1.2\r\nHost: localhost\r\n\r\n", 400, true},
        {"HTTP/2.0", "GET /hello HTTP/2.0\r\nHost: localhost\r\n\r\n", 400, true},
        {"the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, true},
        {"HTTP/0.9", "GET /hello\r\n\r\n", 400, true},
        {"version in lower case", "GET /hello http/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"version with two digits", "GET /hello HTTP/1.10\r\nHost: localhost\r\n\r\n", 400, true},
        {"version with a space after", "GET /hello HTTP/1.1 \r\nHost: localhost\r\n\r\n", 400, true},
        {"two spaces after the method", "GET  /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"two spaces after the target", "GET /hello  HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"tabs for spaces", "GET\t/hello\tHTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"no method", " /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"method with a bracket", "G{T /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"method in lower case", "get /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, true},
        {"TRACE", "TRACE /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, true},
        {"OPTIONS", "OPTIONS /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, true},
        {"an invented method", "BREW /hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, true},
        {"an invented method on an unknown path", "BREW /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n", 404, true},
        {"CONNECT", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"absolute form", with_target("http://localhost/hello"), 400, true},
        {"absolute form to elsewhere", with_target("http://evil.example/hello"), 400, true},
        {"no target", "GET HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, true},
        {"a target without a slash", with_target("hello"), 400, true},
        {"a known method of another path", post("/hello", ""), 405, false},
        {"an unknown path", with_target("/nowhere"), 404, false},
    };
}

std::vector<Case> target_cases() {
    return {
        {"dot segments", with_target("/items/../hello"), 400, true},
        {"a single dot", with_target("/./hello"), 400, true},
        {"encoded dots", with_target("/items/%2e%2E/hello"), 400, true},
        {"dots at the end", with_target("/items/.."), 400, true},
        {"an encoded slash", with_target("/items/a%2Fb"), 400, true},
        {"an encoded slash in lower case", with_target("/items/a%2fb"), 400, true},
        {"a backslash", with_target("/items\\1"), 400, true},
        {"an encoded backslash", with_target("/items/..%5c1"), 400, true},
        {"an encoded NUL", with_target("/items/a%00"), 400, true},
        {"an encoded line break", with_target("/items/a%0d%0aX:1"), 400, true},
        {"an escape cut short", with_target("/items/a%4"), 400, true},
        {"an escape without digits", with_target("/items/a%"), 400, true},
        {"an escape of letters", with_target("/items/a%zz"), 400, true},
        {"an escape of the unicode kind", with_target("/items/%u0041"), 400, true},
        {"bytes that are not UTF-8", with_target("/items/%ff"), 400, true},
        {"an overlong slash", with_target("/items/%c0%af"), 400, true},
        {"a surrogate", with_target("/items/%ed%a0%80"), 400, true},
        {"raw bytes of UTF-8", with_target("/items/caf\xc3\xa9"), 400, true},
        {"a fragment", with_target("/hello#part"), 400, true},
        {"an angle bracket", with_target("/items/<script>"), 400, true},
        {"a NUL in the query", with_target("/hello?a=%00"), 400, true},
        {"a broken escape in the query", with_target("/hello?a=%g1"), 400, true},
        {"a target of 2049 bytes", with_target("/items/" + std::string(2042, 'a')), 413, true},
        {"a target of 2048 bytes", with_target("/items/" + std::string(2041, 'a')), 200, false},
        {"an encoded letter", with_target("/%68ello"), 200, false},
        {"encoded UTF-8", with_target("/items/caf%C3%A9"), 200, false},
        {"a name that begins with dots", with_target("/items/..a"), 200, false},
        {"a query", with_target("/hello?a=1&b=two+words&c"), 200, false},
        {"an empty parameter", with_target("/items/"), 404, false},
        {"an empty segment", with_target("//hello"), 404, false},
        {"a slash at the end", with_target("/hello/"), 404, false},
    };
}

class HostileRequests : public testing::TestWithParam<Case> {
protected:
    static void SetUpTestSuite() { server = std::make_unique<TestServer>(); }
    static void TearDownTestSuite() { server.reset(); }
    static std::unique_ptr<TestServer> server;
};

std::unique_ptr<TestServer> HostileRequests::server;

TEST_P(HostileRequests, GetTheStatusTheyDeserve) {
    const auto& [why, bytes, status, closes] = GetParam();
    auto client = server->connect();
    client.send(bytes);
    const auto response = client.receive();
    ASSERT_TRUE(response) << "no answer";
    EXPECT_EQ(response->status, status) << response->body;
    if (status >= 400) {
        EXPECT_EQ(response->header("content-type"), "application/problem+json");
        EXPECT_THAT(response->body, testing::HasSubstr("\"detail\":\""));
    }
    if (status == 405) {
        EXPECT_NE(response->header("allow"), "");
    }
    EXPECT_EQ(response->header("connection"), closes ? "close" : "");
    if (closes) {
        EXPECT_TRUE(client.sees_close());
        return;
    }
    client.send(get("/hello"));
    const auto next = client.receive();
    ASSERT_TRUE(next) << "the connection should have stayed open";
    EXPECT_EQ(next->body, "hello");
}

INSTANTIATE_TEST_SUITE_P(Framing, HostileRequests, testing::ValuesIn(framing_cases()));
INSTANTIATE_TEST_SUITE_P(Host, HostileRequests, testing::ValuesIn(host_cases()));
INSTANTIATE_TEST_SUITE_P(Lines, HostileRequests, testing::ValuesIn(line_cases()));
INSTANTIATE_TEST_SUITE_P(RequestLine, HostileRequests, testing::ValuesIn(request_line_cases()));
INSTANTIATE_TEST_SUITE_P(TargetForms, HostileRequests, testing::ValuesIn(target_cases()));

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
