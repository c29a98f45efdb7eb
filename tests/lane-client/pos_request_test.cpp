#include "lane-client/pos_request.hpp"

#include <gtest/gtest.h>

namespace tillnote::lane::test {
namespace {

const std::string sound = "POST /tap HTTP/1.1\r\nHost: 127.0.0.1:8482\r\nContent-Length: 2\r\n\r\n{}";

std::optional<Result<PosRequest>> take(std::string text) {
    return take_pos_request(text);
}

ErrorCode code_of(const std::string& text) {
    const auto taken = take(text);
    return taken && !*taken ? taken->error().code : ErrorCode{};
}

TEST(PosRequest, IsReadAtWhateverByteItIsCut) {
    for (std::size_t at = 0; at < sound.size(); ++at) {
        std::string received = sound.substr(0, at);
        EXPECT_FALSE(take_pos_request(received).has_value()) << at;
        received += sound.substr(at);
        const auto taken = take_pos_request(received);
        ASSERT_TRUE(taken && *taken) << at;
        EXPECT_EQ((*taken)->method, "POST");
        EXPECT_EQ((*taken)->target, "/tap");
        EXPECT_EQ((*taken)->field("host"), "127.0.0.1:8482");
        EXPECT_EQ((*taken)->body, "{}");
        EXPECT_TRUE(received.empty());
    }
}

TEST(PosRequest, LeavesTheNextOneInPlace) {
    std::string received = sound + "GET /status HTTP/1.1\r\nHost: x\r\nConnection: Close\r\n\r\n";
    EXPECT_TRUE(take_pos_request(received)->value().keep_alive);
    const auto second = take_pos_request(received);
    ASSERT_TRUE(second && *second);
    EXPECT_EQ((*second)->target, "/status");
    EXPECT_FALSE((*second)->keep_alive);
}

TEST(PosRequest, RefusesFramingThatTwoProgramsCouldReadDifferently) {
    const std::string host = "Host: x\r\n";
    for (const std::string& wrong : {
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length: 2, 2\r\n\r\n{}"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length: +2\r\n\r\n{}"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length: -2\r\n\r\n{}"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length: 0x2\r\n\r\n{}"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length: 02\r\n\r\n{}"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length: 00\r\n\r\n"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\nContent-Length : 2\r\n\r\n{}"),
             std::string("POST /tap HTTP/1.1\r\nHost: x\r\n Content-Length: 2\r\n\r\n{}"),
             std::string("GET / HTTP/1.1\r\n\r\n"),
             std::string("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
             std::string("GET / HTTP/1.0\r\nHost: x\r\n\r\n"),
             std::string("GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
             std::string("GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
             std::string("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
             std::string("GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n"),
             std::string("GET / HTTP/1.1\r\nHost: x\rX: y\r\n\r\n"),
             std::string("GET / HTTP/1.1\r\nHost: x\0y\r\n\r\n", 29),
             std::string("GET / HTTP/1.1\r\nno colon\r\nHost: x\r\n\r\n"),
             std::string("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n"),
             std::string("\r\n\r\n"),
         }) {
        EXPECT_EQ(code_of(wrong), ErrorCode::malformed_request) << wrong;
    }
}

TEST(PosRequest, RefusesWhatIsTooLong) {
    EXPECT_EQ(code_of("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(9000, 'x')), ErrorCode::too_large);
    EXPECT_EQ(code_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4097\r\n\r\n"), ErrorCode::too_large);
    EXPECT_EQ(code_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"),
              ErrorCode::malformed_request);
    EXPECT_EQ(code_of("POST / HTTP/1.1\r\nHost: x\r\n\r\n"), ErrorCode::length_required);
}

}  // namespace
}  // namespace tillnote::lane::test
