#include "server/http/target.hpp"

#include <gtest/gtest.h>

namespace tillnote::http {
namespace {

TEST(Target, DecodesPathAndQuery) {
    const auto target = parse_target("/stores/caf%C3%A9%20one/x+y?from=2026-11-01&q=a%2Bb+c&flag&=v&&x=1=2");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/stores/caf\xc3\xa9 one/x+y");
    const std::vector<std::pair<std::string, std::string>> expected{
        {"from", "2026-11-01"}, {"q", "a+b c"}, {"flag", ""}, {"", "v"}, {"x", "1=2"}};
    EXPECT_EQ(target->query, expected);
}

TEST(Target, KeepsAQuestionMarkInsideTheQuery) {
    const auto target = parse_target("/a?b=c?d/e");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->query.front().second, "c?d/e");
}

TEST(Target, AcceptsAnEncodedSlashInTheQueryOnly) {
    EXPECT_TRUE(parse_target("/a?b=%2Fc"));
    EXPECT_FALSE(parse_target("/a%2Fb"));
}

TEST(Target, RefusesBytesThatAreNotUtf8) {
    for (const auto* bad : {"/%80", "/%c3", "/%c3%28", "/%c0%80", "/%e0%80%80", "/%ed%bf%bf", "/%f0%80%80%80",
                            "/%f4%90%80%80", "/%f5%80%80%80", "/%e2%82", "/%fe"}) {
        const auto target = parse_target(bad);
        ASSERT_FALSE(target) << bad;
        EXPECT_EQ(target.error().code, ErrorCode::malformed_request);
    }
    for (const auto* good :
         {"/%7e", "/%c2%80", "/%e0%a0%80", "/%ed%9f%bf", "/%ef%bf%bf", "/%f0%90%80%80", "/%f4%8f%bf%bf"}) {
        EXPECT_TRUE(parse_target(good)) << good;
    }
}

TEST(Target, RefusesTheEmptyOne) {
    EXPECT_FALSE(parse_target(""));
}

}  // namespace
}  // namespace tillnote::http
