#include "lane-client/strip/language.hpp"

#include "lane-client/strip/words.hpp"
#include "schema/text.hpp"
#include "tests/lane-client/lane_fixture.hpp"
#include "tests/lane-client/ordinary_user.hpp"

#include <cstdlib>

#include <sys/stat.h>

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

TEST(Language, AMemberOfTheLanesGroupKeepsItInAFolderOfItsOwn) {
    const lane::test::TemporaryFolder home;
    ASSERT_EQ(::chmod(home.path().c_str(), 0777), 0);
    EXPECT_TRUE(lane::test::holds_for_ordinary_user([&] {
        ::setenv("XDG_STATE_HOME", home.path().c_str(), 1);
        const auto of_another = lane::StateFolder::open("/usr").value();
        return write_language(of_another, Language::spanish) && read_language(of_another) == Language::spanish;
    }));
    EXPECT_TRUE(std::filesystem::exists(home.path() / "tillnote-lane/strip.language"));
}

TEST(Language, TheKeyNamesTheOtherLanguageInItself) {
    EXPECT_EQ(words(Language::english).other_language, "Español");
    EXPECT_EQ(words(Language::spanish).other_language, "English");
}

}  // namespace
}  // namespace tillnote::strip
