#include "server/http/http_date.hpp"

#include <gtest/gtest.h>

namespace tillnote::http {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

TEST(HttpDate, IsWrittenAsRfc9110Says) {
    EXPECT_EQ(format_http_date(sys_seconds(seconds(784111777))), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(format_http_date(sys_seconds(seconds(0))), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(format_http_date(sys_seconds(seconds(1709251199))), "Thu, 29 Feb 2024 23:59:59 GMT");
}

TEST(HttpDate, FollowsTheClockBothWays) {
    HttpDate date;
    EXPECT_EQ(date.text_at(sys_seconds(seconds(784111777))), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(date.text_at(sys_seconds(seconds(784111778))), "Sun, 06 Nov 1994 08:49:38 GMT");
    EXPECT_EQ(date.text_at(sys_seconds(seconds(784111777))), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace tillnote::http
