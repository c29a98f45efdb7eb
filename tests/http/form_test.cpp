#include "server/http/form.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote::http {
namespace {

TEST(Form, DecodesPlusAndEscapesInNamesAndValues) {
    const auto form = parse_form("e+mail=ana%40example.org&%C3%A9=%2b");
    ASSERT_TRUE(form);
    const std::vector<std::pair<std::string, std::string>> expected{{"e mail", "ana@example.org"}, {"\xc3\xa9", "+"}};
    EXPECT_EQ(*form, expected);
}

TEST(Form, RefusesBrokenEscapesNulAndForeignEncodings) {
    for (const std::string bad : {"a=%", "a=%1", "%zz=1", "a=%00", "a=%ff"}) {
        const auto form = parse_form(bad);
        ASSERT_FALSE(form) << bad;
        EXPECT_EQ(form.error().code, ErrorCode::invalid_field);
    }
}

TEST(Form, HoldsAHundredFieldsAndNoMore) {
    std::string text = "a=1";
    for (int index = 1; index < 100; ++index) {
        text += "&a=1";
    }
    ASSERT_TRUE(parse_form(text));
    EXPECT_EQ(parse_form(text)->size(), 100U);
    EXPECT_FALSE(parse_form(text + "&a=1"));
}

}  // namespace
}  // namespace tillnote::http
