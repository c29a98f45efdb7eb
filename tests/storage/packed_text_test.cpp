#include "server/storage/packed_text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tillnote::test {
namespace {

using storage::PackedText;

TEST(PackedText, GivesWordsAndNumbersInTheirOrder) {
    PackedText packed("101 7 -2 produce");
    EXPECT_EQ(packed.take_word(), "101");
    EXPECT_EQ(packed.take_number(), 7);
    EXPECT_EQ(packed.take_number(), -2);
    EXPECT_FALSE(packed.at_end());
    EXPECT_EQ(packed.take_word(), "produce");
    EXPECT_TRUE(packed.at_end());
    EXPECT_TRUE(PackedText("").at_end());
}

TEST(PackedText, TakesNothingElseForANumber) {
    for (const char* text : {"", "x", "7x 1", "+7", " 7", "99999999999999999999"}) {
        PackedText packed(text);
        EXPECT_THROW(packed.take_number(), std::logic_error) << text;
    }
}

}  // namespace
}  // namespace tillnote::test
