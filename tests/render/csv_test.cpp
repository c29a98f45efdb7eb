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
    EXPECT_EQ(csv_row({"\r=1", "\n=1"}), "\"'\r=1\",\"'\n=1\"\r\n");
    for (const char* wide : {"\uFF1D1+1", "\uFF0B1", "\uFF0D1", "\uFF20sum"}) {
        EXPECT_EQ(csv_row({wide}), std::string("'") + wide + "\r\n");
    }
}

}  // namespace
}  // namespace tillnote::render
