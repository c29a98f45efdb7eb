#include "schema/note.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace tillnote {
namespace {

TEST(Note, EverySourceComesBackFromItsText) {
    constexpr std::array texts{"touch", "key", "hotkey", "scan", "http", "script"};
    for (const std::string_view text : texts) {
        const auto source = find_source(text);
        ASSERT_TRUE(source.has_value()) << text;
        EXPECT_EQ(to_text(*source), text);
    }
    for (const std::string_view bad : {"", "Touch", "keyboard", "touch "}) {
        EXPECT_FALSE(find_source(bad).has_value()) << bad;
    }
}

TEST(Note, EveryShowingOutcomeComesBackFromItsText) {
    for (const std::string_view text : {"answered", "not_asked", "expired"}) {
        const auto outcome = find_showing_outcome(text);
        ASSERT_TRUE(outcome.has_value()) << text;
        EXPECT_EQ(to_text(*outcome), text);
    }
    EXPECT_FALSE(find_showing_outcome("not asked").has_value());
}

TEST(Note, CommentHasOneTo140CharactersAndNoControlCharacters) {
    EXPECT_TRUE(is_comment("x"));
    EXPECT_TRUE(is_comment(std::string(140, 'x')));
    EXPECT_FALSE(is_comment(""));
    EXPECT_FALSE(is_comment(std::string(141, 'x')));
    EXPECT_FALSE(is_comment("two\nlines"));
    EXPECT_FALSE(is_comment("cut \xC3"));
    std::string accents;
    for (int count = 0; count < 140; ++count) {
        accents += "\xC3\xB1";
    }
    EXPECT_TRUE(is_comment(accents));
    EXPECT_FALSE(is_comment(accents + "x"));
}

}  // namespace
}  // namespace tillnote
