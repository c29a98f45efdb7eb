#include "lane-client/lane_desk.hpp"

#include <gtest/gtest.h>

namespace tillnote::lane::test {
namespace {

AgentRequest scan(const std::string& text) {
    AgentRequest request;
    request.kind = AgentRequest::Kind::scan;
    request.text = text;
    return request;
}

AgentRequest tap(const std::string& reason) {
    AgentRequest request;
    request.kind = AgentRequest::Kind::tap;
    request.tap.reason = reason;
    return request;
}

TEST(IsTap, TellsACustomersTapFromAnUndo) {
    EXPECT_TRUE(is_tap(tap("101")));
    EXPECT_TRUE(is_tap(scan("~TN101\r")));
    EXPECT_FALSE(is_tap(tap("999")));
    EXPECT_FALSE(is_tap(scan("~TN999")));
    EXPECT_FALSE(is_tap(scan("4006381333931")));
    EXPECT_FALSE(is_tap(AgentRequest{}));
}

}  // namespace
}  // namespace tillnote::lane::test
