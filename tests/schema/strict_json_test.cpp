#include "schema/strict_json.hpp"

#include <gtest/gtest.h>

namespace tillnote {
namespace {

TEST(StrictJson, ReadsWhatRfc8259Allows) {
    for (const std::string_view good :
         {"null", "true", "0", "-1", "1.5e3", "\"x\"", "[]", "{}", " {\"a\" : [1, {\"b\":null}]} \r\n\t", "[[[[[[[[]]]]]]]]",
          "\"\\ud83c\\udf4e \\u0001\"", "\"\xF0\x9F\x8D\x8E\"", "{\"\":1}"}) {
        EXPECT_TRUE(parse_strict_json(good).has_value()) << good;
    }
}

TEST(StrictJson, KeepsNestedValuesWhereTheyBelong) {
    const auto document = parse_strict_json(R"({"a":[1,{"b":[true,"x"]},2],"c":{"d":-3}})").value();
    EXPECT_EQ(dump_json(document), R"({"a":[1,{"b":[true,"x"]},2],"c":{"d":-3}})");
}

TEST(StrictJson, RefusesEverythingElse) {
    for (const std::string_view bad : {"",
                                       " ",
                                       "{",
                                       "}",
                                       "[1,]",
                                       "{\"a\":1,}",
                                       "{'a':1}",
                                       "{a:1}",
                                       "{\"a\":1} x",
                                       "{}{}",
                                       "nul",
                                       "NaN",
                                       "Infinity",
                                       "-Infinity",
                                       "01",
                                       "+1",
                                       ".5",
                                       "1.",
                                       "0x10",
                                       "1e400",
                                       "/* c */{}",
                                       "{} // c",
                                       "\"a\nb\"",
                                       "\"\t\"",
                                       "\"\\x41\"",
                                       "\"\\ud800\"",
                                       "\"\\udc00\"",
                                       "\"\\ud800x\"",
                                       "\"\\ud800\\ud800\"",
                                       "\"\xC3\"",
                                       "\"\xED\xA0\x80\"",
                                       "\"\xC0\x80\"",
                                       "\"\xFF\"",
                                       "\"\xF5\x80\x80\x80\"",
                                       "\"\\u0000\"",
                                       "{\"a\\u0000\":1}",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"x\":{\"a\":1,\"\\u0061\":2}}",
                                       "{\"\":1,\"\":2}",
                                       "{\"a\":1,\"b\":{\"a\":1},\"a\":2}",
                                       "[{\"a\":1},{\"b\":1,\"b\":1}]",
                                       "\xEF\xBB\xBF{}",
                                       "\xFE\xFF",
                                       "[[[[[[[[[]]]]]]]]]",
                                       "{\"a\":[[[[[[[{}]]]]]]]}",
                                       "<html></html>"}) {
        const auto parsed = parse_strict_json(bad);
        ASSERT_TRUE(parsed.has_error()) << bad;
        EXPECT_EQ(parsed.error().code, ErrorCode::malformed_json) << bad;
        EXPECT_FALSE(parsed.error().detail.empty());
    }
    EXPECT_TRUE(parse_strict_json(std::string_view("{}\0", 3)).has_error());
    EXPECT_TRUE(parse_strict_json(std::string_view("{}\0{", 4)).has_error());
    EXPECT_TRUE(parse_strict_json(std::string_view("\"a\0b\"", 5)).has_error());
}

TEST(StrictJson, TakesOneNameInDifferentObjects) {
    const auto document = parse_strict_json(R"({"a":{"a":1,"b":{"a":2}},"\u0062":[{"a":3},{"a":4}]})").value();
    EXPECT_EQ(dump_json(document), R"({"a":{"a":1,"b":{"a":2}},"b":[{"a":3},{"a":4}]})");
}

TEST(StrictJson, TellsMembersApartWhoseNamesBeginWithAnEscape) {
    const auto different = parse_strict_json(R"({"\u0061b":1,"\u0061c":2,"\nd":{"\u0061b":3},"x\u0061":4,"xb":5})");
    ASSERT_TRUE(different) << different.error().detail;
    EXPECT_EQ(dump_json(*different), R"({"ab":1,"ac":2,"\nd":{"ab":3},"xa":4,"xb":5})");
    for (const std::string_view twice :
         {R"({"\u0061b":1,"other":2,"ab":3})", R"({"ab":1,"\u0061b":2})", R"({"\u0061b":1,"\nc":[],"\u0061b":2})"}) {
        const auto refused = parse_strict_json(twice);
        ASSERT_TRUE(refused.has_error()) << twice;
        EXPECT_NE(refused.error().detail.find("\"ab\" is given twice"), std::string::npos) << refused.error().detail;
    }
}

TEST(StrictJson, SaysWhatIsWrongAndWhere) {
    EXPECT_NE(parse_strict_json("{\"a\":1,}").error().detail.find("byte 8"), std::string::npos);
    EXPECT_NE(parse_strict_json("{\"abc\":1,\"abc\":2}").error().detail.find("\"abc\""), std::string::npos);
    EXPECT_NE(parse_strict_json("[[[[[[[[[1]]]]]]]]]").error().detail.find("8 levels"), std::string::npos);
}

TEST(StrictJson, SurvivesHostileSizes) {
    EXPECT_TRUE(parse_strict_json(std::string(200'000, '[')).has_error());
    std::string members = "{";
    for (int member = 0; member < 20'000; ++member) {
        members.append("\"").append(std::to_string(member)).append("\":0,");
    }
    EXPECT_TRUE(parse_strict_json(members + "\"x\":0}").has_value());
    EXPECT_TRUE(parse_strict_json(members + "\"7\":0}").has_error());
    const std::string long_name(100'000, 'n');
    const auto twice = parse_strict_json("{\"" + long_name + "\":1,\"" + long_name + "\":1}");
    ASSERT_TRUE(twice.has_error());
    EXPECT_LT(twice.error().detail.size(), 200U);
}

TEST(StrictJson, DumpReplacesAWrongByteInsteadOfThrowing) {
    EXPECT_EQ(dump_json(nlohmann::json("a\xFF")), "\"a\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace tillnote
