#include "schema/text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tillnote {
namespace {

TEST(Text, CountsCodePointsNotBytes) {
    EXPECT_EQ(count_characters(""), 0U);
    EXPECT_EQ(count_characters("abc"), 3U);
    EXPECT_EQ(count_characters("a\xC3\xB1o"), 3U);
    EXPECT_EQ(count_characters("\xE2\x82\xAC\xF0\x9F\x8D\x8E"), 2U);
    EXPECT_EQ(count_characters(std::string_view("\0", 1)), 1U);
}

TEST(Text, FindsEveryKindOfInvalidUtf8) {
    for (const std::string_view bad :
         {"\x80", "\xC3", "\xC3(", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xE2\x82", "\xED\xA0\x80",
          "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "ok\xFE", "\xF0\x9F\x8D"}) {
        EXPECT_FALSE(count_characters(bad).has_value());
        EXPECT_FALSE(is_plain_text(bad, 0, 100));
    }
    for (const std::string_view good :
         {"\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "\xF0\x90\x80\x80", "\xE0\xA0\x80", "\xC2\x80"}) {
        EXPECT_EQ(count_characters(good), 1U);
    }
}

TEST(Text, PlainTextKeepsItsBoundsAndHasNoControlCharacters) {
    EXPECT_TRUE(is_plain_text("ab", 2, 2));
    EXPECT_FALSE(is_plain_text("a", 2, 2));
    EXPECT_FALSE(is_plain_text("abc", 2, 2));
    EXPECT_TRUE(is_plain_text("\xC3\xB1\xC3\xB1", 2, 2));
    for (const std::string_view bad : {"a\n", "a\t", "a\x1F", "a\x7F", "a\xC2\x80", "a\xC2\x9F"}) {
        EXPECT_FALSE(is_plain_text(bad, 1, 10));
    }
    EXPECT_FALSE(is_plain_text(std::string_view("a\0", 2), 1, 10));
    EXPECT_TRUE(is_plain_text("a\xC2\xA0", 1, 10));
}

TEST(Text, TakesFirstCharactersWithoutCuttingOne) {
    EXPECT_EQ(first_characters("\xC3\xB1o\xE2\x82\xAC!", 3), "\xC3\xB1o\xE2\x82\xAC");
    EXPECT_EQ(first_characters("ab", 5), "ab");
    EXPECT_EQ(first_characters("ab", 0), "");
}

TEST(Text, ReadsCharacterByCharacter) {
    const std::string_view text = "A\xC3\xB1\xE2\x82\xAC\xF0\x9F\x8D\x8E";
    std::size_t position = 0;
    for (const char32_t expected : {U'A', U'\u00F1', U'\u20AC', U'\U0001F34E'}) {
        EXPECT_EQ(next_character(text, position), expected);
    }
    EXPECT_EQ(position, text.size());
}

}  // namespace
}  // namespace tillnote
