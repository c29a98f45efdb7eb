#include "schema/error.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace tillnote {
namespace {

TEST(Error, EveryCodeHasARowOfItsOwnWithASlugAndATitle) {
    std::set<std::string_view> types;
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        const ErrorRow& row = error_row_at(index);
        EXPECT_EQ(&error_row(row.code), &row);
        EXPECT_TRUE(std::regex_match(std::string(row.type), std::regex("[a-z]+(-[a-z]+)*"))) << row.type;
        EXPECT_FALSE(row.title.empty());
        EXPECT_TRUE(types.insert(row.type).second) << row.type;
    }
    EXPECT_EQ(error_row_count(), static_cast<std::size_t>(ErrorCode::usage));
}

TEST(Error, RetryAfterIsOnlyForWhatPassesByItself) {
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        const ErrorRow& row = error_row_at(index);
        if (row.status != 0) {
            EXPECT_EQ(row.retry == Retry::after, row.status == 429 || row.status == 503) << row.type;
            EXPECT_TRUE(row.status >= 400 && row.status < 600) << row.type;
        }
    }
}

TEST(Error, WrongBatchesAreHalvedAndTroubleOfTheServerIsWaitedOut) {
    for (const ErrorCode code : {ErrorCode::malformed_json, ErrorCode::unknown_field, ErrorCode::invalid_field,
                                 ErrorCode::impossible_value, ErrorCode::too_large}) {
        EXPECT_EQ(error_row(code).lane, LaneReaction::halve_batch) << error_row(code).type;
    }
    for (const ErrorCode code :
         {ErrorCode::busy, ErrorCode::unavailable, ErrorCode::internal, ErrorCode::too_many_requests}) {
        EXPECT_EQ(error_row(code).lane, LaneReaction::back_off) << error_row(code).type;
    }
}

TEST(Error, UsingTheValueOfAMistakeIsABug) {
    const Result<int> mistake = Error{ErrorCode::busy, "full", ""};
    EXPECT_THROW(static_cast<void>(mistake.value()), std::logic_error);
}

TEST(Error, OpenApiListsExactlyTheTypesThatCrossHttp) {
    std::set<std::string> expected;
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        if (error_row_at(index).status != 0) {
            expected.insert("/problems/" + std::string(error_row_at(index).type));
        }
    }
    const std::string document = samples::read_file("schema/openapi.yaml");
    const auto begin = document.find("    ProblemType:");
    ASSERT_NE(begin, std::string::npos);
    const std::string part = document.substr(begin, document.find("\n    Problem:", begin) - begin);
    std::set<std::string> documented;
    const std::regex type("(/problems/[a-z-]+)");
    for (auto match = std::sregex_iterator(part.begin(), part.end(), type); match != std::sregex_iterator(); ++match) {
        documented.insert((*match)[1]);
    }
    EXPECT_EQ(documented, expected);
}

}  // namespace
}  // namespace tillnote
