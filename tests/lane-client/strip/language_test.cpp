#include "lane-client/strip/language.hpp"

#include "lane-client/strip/words.hpp"
#include "schema/text.hpp"
#include "tests/lane-client/lane_fixture.hpp"

namespace tillnote::strip {
namespace {

TEST(Language, IsEnglishUntilChosenAndRememberedAfterwards) {
    const lane::test::TemporaryFolder temporary;
    const auto folder = lane::StateFolder::open(temporary.path()).value();
    EXPECT_EQ(read_language(folder), Language::english);
    ASSERT_TRUE(write_language(folder, Language::spanish));
    EXPECT_EQ(read_language(folder), Language::spanish);
    ASSERT_TRUE(write_language(folder, Language::english));
    EXPECT_EQ(read_language(folder), Language::english);
}

TEST(Language, ADamagedChoiceIsEnglish) {
    const lane::test::TemporaryFolder temporary;
    const auto folder = lane::StateFolder::open(temporary.path()).value();
    ASSERT_TRUE(lane::write_small_file(temporary.path() / "strip.language", "es?"));
    EXPECT_EQ(read_language(folder), Language::english);
}

TEST(Language, TheKeyNamesTheOtherLanguageInItself) {
    EXPECT_EQ(words(Language::english).other_language, "Español");
    EXPECT_EQ(words(Language::spanish).other_language, "English");
}

}  // namespace
}  // namespace tillnote::strip
