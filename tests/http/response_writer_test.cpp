#include "server/http/response_writer.hpp"

#include <gmock/gmock.h>

#include <string>

namespace tillnote::http {
namespace {

const ResponseFrame frame{.request_id = "0123456789abcdef", .date = "Sun, 22 Nov 2026 01:41:17 GMT"};

Response with_header(std::string name, std::string value) {
    return {.status = 200, .content_type = "text/plain", .body = "x", .headers = {{std::move(name), std::move(value)}}};
}

TEST(ResponseWriter, WritesStatusHeadersAndBodyInOnePiece) {
    std::string out;
    ASSERT_TRUE(append_response(out, with_header("ETag", "\"7\""), frame));
    EXPECT_THAT(out, testing::StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(out, testing::HasSubstr("\r\nETag: \"7\"\r\n"));
    EXPECT_THAT(out, testing::EndsWith("\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx"));
    EXPECT_THAT(out, testing::Not(testing::HasSubstr("Connection:")));
}

TEST(ResponseWriter, AppendsBehindWhatIsThere) {
    std::string out = "before";
    ASSERT_TRUE(append_response(out, json_response(204, ""), frame));
    EXPECT_THAT(out, testing::StartsWith("beforeHTTP/1.1 204 No Content\r\n"));
}

TEST(ResponseWriter, SendsInChunksWhatHasMoreToCome) {
    Response response = with_header("ETag", "\"7\"");
    response.more_body = [] { return std::string{}; };
    std::string out;
    ASSERT_TRUE(append_response(out, response, frame));
    EXPECT_THAT(out, testing::EndsWith("\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"));
    out.clear();
    append_chunk(out, std::string(26, 'y'));
    append_chunk(out, "");
    EXPECT_EQ(out, "1a\r\n" + std::string(26, 'y') + "\r\n0\r\n\r\n");
    response.body.clear();
    out.clear();
    ASSERT_TRUE(append_response(out, response, frame));
    EXPECT_THAT(out, testing::EndsWith("chunked\r\n\r\n")) << "an empty chunk would be the end";
    response.status = 304;
    EXPECT_FALSE(append_response(out, response, frame));
}

TEST(ResponseWriter, RefusesWhatAHandlerMayNotSay) {
    std::string out;
    EXPECT_FALSE(append_response(out, with_header("X", "a\r\nb"), frame));
    EXPECT_FALSE(append_response(out, with_header("X", std::string("a\0b", 3)), frame));
    EXPECT_FALSE(append_response(out, with_header("X Y", "a"), frame));
    EXPECT_FALSE(append_response(out, with_header("", "a"), frame));
    EXPECT_FALSE(append_response(out, with_header("content-length", "9"), frame));
    EXPECT_FALSE(append_response(out, with_header("Transfer-Encoding", "chunked"), frame));
    EXPECT_FALSE(append_response(out, with_header("Server", "x"), frame));
    EXPECT_FALSE(append_response(out, with_header("content-security-policy", "default-src *"), frame));
    EXPECT_FALSE(append_response(out, json_response(100, ""), frame));
    EXPECT_FALSE(append_response(out, json_response(0, ""), frame));
    EXPECT_FALSE(append_response(out, json_response(600, ""), frame));
    EXPECT_FALSE(append_response(out, {.status = 200, .content_type = "a\nb", .body = {}, .headers = {}}, frame));
    EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace tillnote::http
