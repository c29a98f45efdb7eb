#include "server/render/plain_text.hpp"

#include <gtest/gtest.h>

namespace tillnote::render {
namespace {

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
    std::string out;
    append_wrapped(out, text, columns, indent);
    return out;
}

TEST(OneLine, KeepsPlainTextOfAnyScript) {
    EXPECT_EQ(one_line("Frutas y verduras · 果物 🍎 שלום"), "Frutas y verduras · 果物 🍎 שלום");
}

TEST(OneLine, TurnsControlCharactersIntoSpaces) {
    EXPECT_EQ(one_line("a\nb\tc\x7F"
                       "d\u0085e\u2028f"),
              "a b c d e f");
}

TEST(OneLine, DropsCharactersThatTurnTheDirection) {
    EXPECT_EQ(one_line("\u202Eab\u2066c\u200Fd\u061Ce"), "abcde");
    EXPECT_EQ(one_line("a\u2019b\u2030"), "a\u2019b\u2030");
}

TEST(OneLine, ReplacesBytesThatAreNotUtf8) {
    const std::string mark = "\xEF\xBF\xBD";
    EXPECT_EQ(one_line("a\xFF"
                       "b"),
              "a" + mark + "b");
    EXPECT_EQ(one_line("\xC0\xAF"), mark + mark);
    EXPECT_EQ(one_line("\xED\xA0\x80"), mark + mark + mark);
    EXPECT_EQ(one_line("\xF4\x90\x80\x80"), mark + mark + mark + mark);
    EXPECT_EQ(one_line("cut \xE2\x82"), "cut " + mark + mark);
}

TEST(ColumnsOf, CountsCharactersNotBytes) {
    EXPECT_EQ(columns_of("28–48 ·"), 7U);
    EXPECT_EQ(columns_of(""), 0U);
}

TEST(AppendWrapped, BreaksAtSpacesAndIndentsWhatFollows) {
    EXPECT_EQ(wrapped("one two three four", 10, 2), "one two\n  three\n  four\n");
    EXPECT_EQ(wrapped("one two th", 10, 2), "one two th\n");
    EXPECT_EQ(wrapped("", 10, 0), "\n");
}

TEST(AppendWrapped, CutsAWordThatIsWiderThanALine) {
    EXPECT_EQ(wrapped("aaaaaaaaaaaaaa b", 10, 0), "aaaaaaaaaa\naaaa b\n");
    EXPECT_EQ(wrapped("x ééééééééééé", 10, 2), "x\n  éééééééé\n  ééé\n");
}

}  // namespace
}  // namespace tillnote::render
