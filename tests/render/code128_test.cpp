#include "server/render/code128.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace tillnote::render {
namespace {

/// Widths of bars and spaces in turn, as the standard's tables write them.
std::string widths_of(const Code128& code) {
    std::string widths;
    int end = 0;
    for (const Bar& bar : code.bars) {
        if (bar.x > end) {
            widths += std::to_string(bar.x - end);
        }
        widths += std::to_string(bar.width);
        end = bar.x + bar.width;
    }
    return widths;
}

TEST(Code128, IsWhatTheStandardsTablesSay) {
    // Start B, "A" (33), check character (104 + 33) mod 103 = 34, stop.
    const Code128 code = encode_code128("A");
    EXPECT_EQ(code.width, 11 + 11 + 11 + 13);
    EXPECT_EQ(widths_of(code),
              "211214"
              "111323"
              "131123"
              "2331112");
}

TEST(Code128, TakesPrintableAsciiOnly) {
    EXPECT_NO_THROW((void)encode_code128("~TN101"));
    EXPECT_THROW((void)encode_code128(""), std::logic_error);
    EXPECT_THROW((void)encode_code128("\n"), std::logic_error);
    EXPECT_THROW((void)encode_code128("é"), std::logic_error);
    EXPECT_THROW((void)encode_code128(std::string(41, 'x')), std::logic_error);
}

}  // namespace
}  // namespace tillnote::render
