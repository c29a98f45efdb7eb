#include "lane-client/scan_text.hpp"

#include <gtest/gtest.h>

namespace tillnote::lane::test {
namespace {

TEST(ScanText, TapsTheReasonAfterThePrefix) {
    const auto scanned = parse_scan("~TN101");
    EXPECT_EQ(scanned.kind, ScannedText::Kind::tap);
    EXPECT_EQ(scanned.reason, "101");
    EXPECT_EQ(parse_scan("~TN101\r\n").reason, "101");
    EXPECT_EQ(parse_scan("~TNsoft-bread").reason, "soft-bread");
}

TEST(ScanText, UndoesByCode999) {
    EXPECT_EQ(parse_scan("~TN999").kind, ScannedText::Kind::undo);
    EXPECT_EQ(parse_scan("~TN9990").kind, ScannedText::Kind::tap);
}

TEST(ScanText, IgnoresEverythingElse) {
    for (const char* other : {"", "~", "~T", "~tn101", "TN101", " ~TN101", "4006381333931", "%B4111111111111111^DOE/J^"}) {
        EXPECT_EQ(parse_scan(other).kind, ScannedText::Kind::ignored) << other;
    }
}

}  // namespace
}  // namespace tillnote::lane::test
