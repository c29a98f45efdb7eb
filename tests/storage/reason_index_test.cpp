#include "server/storage/reason_index.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote::test {
namespace {

using storage::ReasonIndex;

std::vector<Reason> reasons_of(const std::vector<std::string>& codes) {
    std::vector<Reason> reasons;
    for (const std::string& code : codes) {
        reasons.emplace_back().code = code;
    }
    return reasons;
}

TEST(ReasonIndex, FindsEveryCodeOfTheLongestCatalog) {
    std::vector<std::string> codes;
    for (int number = 0; number < 3'000; ++number) {
        codes.push_back(std::to_string(number));
        codes.push_back("Deli-counter-" + std::to_string(number));
    }
    const auto reasons = reasons_of(codes);
    const ReasonIndex index(reasons);
    for (std::size_t at = 0; at < codes.size(); ++at) {
        EXPECT_EQ(index.find(codes[at]), at) << codes[at];
    }
    EXPECT_FALSE(index.find("3000"));
    EXPECT_FALSE(index.find("Deli-counter-3000"));
    EXPECT_FALSE(index.find(""));
}

/// Sixteen letters fit into the key that is compared first.
TEST(ReasonIndex, TellsLongCodesApartByTheirLastLetter) {
    const auto reasons = reasons_of({"abcdefghijklmnop", "abcdefghijklmnopqrsA", "abcdefghijklmnopqrsB", "abcdefgh"});
    const ReasonIndex index(reasons);
    EXPECT_EQ(index.find("abcdefghijklmnopqrsA"), 1);
    EXPECT_EQ(index.find("abcdefghijklmnopqrsB"), 2);
    EXPECT_EQ(index.find("abcdefgh"), 3);
    EXPECT_FALSE(index.find("abcdefghijklmnopqrsC"));
    EXPECT_FALSE(index.find("abcdefghijklmno"));
}

TEST(ReasonIndex, CountsTheFirstOfTwoEqualCodesAndAnEmptyListHasNone) {
    const auto reasons = reasons_of({"103", "101", "103"});
    EXPECT_EQ(ReasonIndex(reasons).find("103"), 0);
    const auto none = reasons_of({});
    EXPECT_FALSE(ReasonIndex(none).find("103"));
}

}  // namespace
}  // namespace tillnote::test
