#include "server/http/message.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace tillnote::http {
namespace {

TEST(Problem, HasTheShapeOfTheContract) {
    const auto response =
        problem_response({ErrorCode::invalid_field, "Give a reason of the catalog.", "/notes/3/reason"}, "00c0ffee00000001");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(nlohmann::json::parse(response.body),
              nlohmann::json::parse(R"({"type":"/problems/invalid-field","title":"A field is missing or has the wrong form",
                  "status":400,"detail":"Give a reason of the catalog.","request_id":"00c0ffee00000001","retry":"no",
                  "errors":[{"pointer":"/notes/3/reason","message":"Give a reason of the catalog."}]})"));
    EXPECT_TRUE(response.headers.empty());
}

TEST(Problem, LeavesErrorsOutWhenNoFieldIsMeant) {
    const auto json = nlohmann::json::parse(problem_response({ErrorCode::not_found, "x", {}}, "1").body);
    EXPECT_FALSE(json.contains("errors"));
}

TEST(Problem, AddsRetryAfterExactlyWhereTheTableSaysAfter) {
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        const auto& row = error_row_at(index);
        if (row.status == 0) {
            continue;
        }
        const auto response = problem_response({row.code, "x", {}}, "1");
        EXPECT_EQ(response.status, row.status);
        ASSERT_EQ(response.headers.size(), row.retry == Retry::after ? 1U : 0U) << row.type;
        if (row.retry == Retry::after) {
            EXPECT_EQ(response.headers.front().first, "Retry-After");
            EXPECT_GT(std::stoi(response.headers.front().second), 0);
        }
    }
}

TEST(Problem, NeverShowsAnErrorThatIsNotForTheWire) {
    const auto response = problem_response({ErrorCode::disk_full, "the disk of lane 3", "/x"}, "1");
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body.find("lane 3"), std::string::npos);
}

TEST(Problem, StaysJsonWhateverTheDetailHolds) {
    const std::string detail("quote \" backslash \\ line\n bad utf-8 \xff end", 42);
    const auto json = nlohmann::json::parse(problem_response({ErrorCode::not_found, detail, {}}, "1").body);
    EXPECT_NE(json["detail"].get<std::string>().find("quote \" backslash \\ line\n"), std::string::npos);
}

}  // namespace
}  // namespace tillnote::http
