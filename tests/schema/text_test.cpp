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

TEST(Text, PlainTextHasNothingThatCannotBeSeen) {
    for (const std::string_view hidden :
         {"\u202E", "\u202A", "\u2066", "\u2069", "\u200E", "\u061C", "\u200B", "\u2060",     "\uFEFF",     "\u00AD",
          "\u180E", "\u3164", "\u2028", "\u2029", "\uFFF9", "\uFFFE", "\uFDD0", "\U000E0041", "\U000E0100", "\U0010FFFF"}) {
        const std::string text = "pay" + std::string(hidden) + "pal";
        EXPECT_FALSE(is_plain_text(text, 1, 20)) << text;
        EXPECT_EQ(make_plain_text(text), "paypal") << text;
        EXPECT_TRUE(is_text_line(text, 1, 20)) << "a note is not refused for it";
    }
}

TEST(Text, PlainTextIsWhateverPeopleWrite) {
    for (const std::string_view written :
         {"Pl\u00E1tanos a 0,59 \u20AC", "n\u0303", "Vi\u1EC7t, Vie\u0323\u0302t",
          "\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645",
          "\u0E19\u0E49\u0E33", "\u2764\uFE0F\u200D\U0001F525", "\U0001F469\u200D\U0001F469\u200D\U0001F467",
          "\u20091\u00A0000\u3000"}) {
        EXPECT_TRUE(is_plain_text(written, 1, 40)) << written;
        EXPECT_EQ(make_plain_text(written), written);
    }
}

TEST(Text, PlainTextHeapsNoMoreThanFourMarksOnALetter) {
    const auto heaped = [](std::string_view mark, int count) {
        std::string text = "Z";
        for (int index = 0; index < count; ++index) {
            text += mark;
        }
        return text + "a";
    };
    for (const std::string_view mark : {"\u0335", "\u20DD", "\u0E49", "\u1DC4", "\u200D", "\uFE0F", "\u05B8", "\uFE20"}) {
        EXPECT_TRUE(is_plain_text(heaped(mark, 4), 1, 100)) << mark;
        EXPECT_FALSE(is_plain_text(heaped(mark, 5), 1, 100)) << mark;
        EXPECT_EQ(make_plain_text(heaped(mark, 60)), heaped(mark, 4));
    }
}

TEST(Text, MadePlainIsPlainWhateverItWas) {
    std::string all;
    for (const std::string_view next : {"\u0301", "\u202E", "\u0301", "\u200B", "\u0301", "\u0301", "\u0301", "a", "\u0301",
                                        "\n", "\u0301", "\u0301", "\u0301", "\u0301"}) {
        all += next;
        // A mark left without its hidden neighbour stands in the same heap.
        EXPECT_TRUE(is_plain_text(make_plain_text(all), 0, 100)) << all;
    }
    EXPECT_EQ(make_plain_text("\u200B\u202E"), "");
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
