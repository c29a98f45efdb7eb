#include "lane-client/strip/label_lines.hpp"

#include "schema/text.hpp"

#include <gmock/gmock.h>

namespace tillnote::strip {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Every letter is one wide.
double count_letters(std::string_view text) {
    return static_cast<double>(count_characters(text).value_or(0));
}

TEST(LabelLines, StaysOnOneLineWhenItFits) {
    EXPECT_THAT(split_label("Long line", 2, 9, count_letters), ElementsAre("Long line"));
}

TEST(LabelLines, BreaksSoThatTheWidestLineIsNarrowest) {
    EXPECT_THAT(split_label("Produce price good", 2, 12, count_letters), ElementsAre("Produce", "price good"));
    EXPECT_THAT(split_label("Más barato en otro", 2, 12, count_letters), ElementsAre("Más barato", "en otro"));
}

TEST(LabelLines, UsesNoMoreLinesThanItMayEvenWhenTheyAreTooWide) {
    EXPECT_THAT(split_label("one two three four", 2, 4, count_letters), ElementsAre("one two", "three four"));
}

TEST(LabelLines, BreaksBehindASlashOrHyphenOnlyWhenItMust) {
    EXPECT_THAT(split_label("No había/agotado", 2, 13, count_letters), ElementsAre("No", "había/agotado"));
    EXPECT_THAT(split_label("No había/agotado", 2, 12, count_letters), ElementsAre("No había/", "agotado"));
    EXPECT_THAT(split_label("ABCD-EFGH", 2, 6, count_letters), ElementsAre("ABCD-", "EFGH"));
}

TEST(LabelLines, NeverBreaksAWordThatIsTooWide) {
    EXPECT_THAT(split_label("Supercalifragilistic", 2, 5, count_letters), ElementsAre("Supercalifragilistic"));
}

TEST(LabelLines, TakesSpacesForGapsOnly) {
    EXPECT_THAT(split_label("", 2, 5, count_letters), IsEmpty());
    EXPECT_THAT(split_label("  two   gaps ", 1, 50, count_letters), ElementsAre("two gaps"));
}

}  // namespace
}  // namespace tillnote::strip
