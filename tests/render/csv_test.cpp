#include "server/render/csv.hpp"

#include <gtest/gtest.h>

namespace tillnote::render {
namespace {

TEST(Csv, QuotesWhatNeedsItAndNothingElse) {
    EXPECT_EQ(csv_row({"oak-street", "7", ""}), "oak-street,7,\r\n");
    EXPECT_EQ(csv_row({"a,b", "say \"yes\"", "two\nlines"}), "\"a,b\",\"say \"\"yes\"\"\",\"two\nlines\"\r\n");
}

TEST(Csv, NeverLetsASpreadsheetRunACell) {
    EXPECT_EQ(csv_row({"=1+1", "+1", "-1", "@sum", "\tx"}), "'=1+1,'+1,'-1,'@sum,'\tx\r\n");
    EXPECT_EQ(csv_row({"=a,b"}), "\"'=a,b\"\r\n");
}

}  // namespace
}  // namespace tillnote::render
