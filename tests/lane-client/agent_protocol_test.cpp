#include "lane-client/agent_protocol.hpp"

#include <gtest/gtest.h>

namespace tillnote::lane::test {
namespace {

TEST(AgentProtocol, WritesEveryRequestAsItIsRead) {
    const std::string id = "\"8f14e45f-ceea-467a-9538-1d2f8a3c4b5d\"";
    for (const std::string& line : {
             std::string(R"({"comment":"soft","do":"tap","reason":"101","source":"key","transaction":"T"})"),
             R"({"do":"undo","undo_id":)" + id + "}",
             R"({"do":"undo","note_id":)" + id + R"(,"undo_id":)" + id + "}",
             std::string(R"({"do":"scan","text":"~TN101"})"),
             std::string(R"({"do":"begin","transaction":"K"})"),
             std::string(R"({"do":"end"})"),
             std::string(R"({"do":"status"})"),
             std::string(R"({"do":"hurry"})"),
             std::string(R"({"do":"reload"})"),
             std::string(R"({"code":"ABCD-EFGH","do":"enrolling"})"),
             std::string(R"({"do":"enrolling"})"),
             std::string(R"({"do":"watch"})"),
             std::string(R"({"do":"watch","shows_asks":true,"since":7})"),
             std::string(R"({"do":"catalog"})"),
             R"({"answer":"yes","do":"answer","showing_id":)" + id + "}",
             R"({"do":"not_asked","showing_id":)" + id + "}",
             R"({"do":"message_seen","message_id":)" + id + "}",
         }) {
        const auto request = parse_agent_request(line);
        ASSERT_TRUE(request) << line << request.error().detail;
        EXPECT_EQ(to_line(*request), line);
    }
}

}  // namespace
}  // namespace tillnote::lane::test
