#include "schema/time_text.hpp"

#include "samples.hpp"

#include <gtest/gtest.h>

namespace tillnote {
namespace {

using namespace std::chrono;

struct GoodTime {
    std::string_view text;
    std::string_view utc;
    int offset_minutes;
};

TEST(TimeText, ReadsRfc3339WithItsOffset) {
    for (const GoodTime& good : {
             GoodTime{"2026-11-22T01:41:17.250Z", "2026-11-22T01:41:17.250Z", 0},
             GoodTime{"2026-11-21T19:41:17.250-06:00", "2026-11-22T01:41:17.250Z", -360},
             GoodTime{"2026-11-22T07:11:17.25+05:30", "2026-11-22T01:41:17.250Z", 330},
             GoodTime{"2026-11-22t01:41:17z", "2026-11-22T01:41:17.000Z", 0},
             GoodTime{"2026-11-22T01:41:17.1Z", "2026-11-22T01:41:17.100Z", 0},
             GoodTime{"2026-11-22T01:41:17.9999999999Z", "2026-11-22T01:41:17.999Z", 0},
             GoodTime{"2026-11-22T01:41:17-00:00", "2026-11-22T01:41:17.000Z", 0},
             GoodTime{"2026-11-22T23:59:59+23:59", "2026-11-22T00:00:59.000Z", 1439},
             GoodTime{"2026-11-22T00:00:00-23:59", "2026-11-22T23:59:00.000Z", -1439},
             GoodTime{"2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z", 0},
             GoodTime{"2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z", 0},
             GoodTime{"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z", 0},
             GoodTime{"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z", 0},
             GoodTime{"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z", 0},
         }) {
        const auto parsed = parse_time(good.text);
        ASSERT_TRUE(parsed.has_value()) << good.text;
        EXPECT_EQ(format_time(parsed->instant), good.utc) << good.text;
        EXPECT_EQ(parsed->utc_offset_minutes, good.offset_minutes) << good.text;
    }
}

TEST(TimeText, RefusesWhatIsNotRfc3339OrDoesNotExist) {
    for (const std::string_view bad : {"",
                                       "2026-11-22",
                                       "2026-11-22T01:41:17",
                                       "2026-11-22T01:41Z",
                                       "2026-11-22 01:41:17Z",
                                       "20261122T014117Z",
                                       "2026-11-22T24:00:00Z",
                                       "2026-11-22T23:60:00Z",
                                       "2026-12-31T23:59:60Z",
                                       "2026-02-29T00:00:00Z",
                                       "1900-02-29T00:00:00Z",
                                       "2026-02-30T00:00:00Z",
                                       "2026-04-31T00:00:00Z",
                                       "2026-13-01T00:00:00Z",
                                       "2026-00-01T00:00:00Z",
                                       "2026-01-00T00:00:00Z",
                                       "0000-01-01T00:00:00Z",
                                       "-001-01-01T00:00:00Z",
                                       "10000-01-01T00:00:00Z",
                                       "2026-11-22T01:41:17.Z",
                                       "2026-11-22T01:41:17,2Z",
                                       "2026-11-22T01:41:17+24:00",
                                       "2026-11-22T01:41:17+05:60",
                                       "2026-11-22T01:41:17+0530",
                                       "2026-11-22T01:41:17+05",
                                       "2026-11-22T01:41:17+5:30",
                                       "2026-11-22T01:41:17 Z",
                                       "2026-11-22T01:41:17ZZ",
                                       "2026-11-22T01:41:17Z ",
                                       " 2026-11-22T01:41:17Z",
                                       "2026-11-2xT01:41:17Z",
                                       "2026/11/22T01:41:17Z",
                                       "2026-W47-7T01:41:17Z",
                                       "1795311677",
                                       "now",
                                       "2026-11-22T01:41:17\xE2\x88\x92"
                                       "06:00",
                                       "2026-11-22T01:41:17[America/Chicago]",
                                       "2026-11-22T01:41:17.0000000000000000000000000000000000000000000000000Z",
                                       "0001-01-01T00:00:00+00:01",
                                       "9999-12-31T23:59:59-00:01"}) {
        const auto parsed = parse_time(bad);
        ASSERT_TRUE(parsed.has_error()) << bad;
        EXPECT_EQ(parsed.error().code, ErrorCode::invalid_field) << bad;
    }
}

TEST(TimeText, WritesTheOffsetAsItWasSent) {
    for (const std::string_view text :
         {"2026-11-21T19:41:17.250-06:00", "2026-11-22T07:11:17.000+05:30", "2026-11-22T01:41:17.001+00:00",
          "2026-11-22T01:41:17.001-00:01", "0001-01-02T00:00:00.000+23:59"}) {
        EXPECT_EQ(format_time(parse_time(text).value()), text);
    }
}

TEST(TimeText, NeverWritesAYearOutsideFourDigits) {
    EXPECT_EQ(format_time(Instant::max()), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(format_time(Instant::min()), "0001-01-01T00:00:00.000Z");
    EXPECT_EQ(format_time(OffsetTime{Instant::max(), 600}), "9999-12-31T23:59:59.999+10:00");
    EXPECT_EQ(format_time(OffsetTime{Instant::min(), -600}), "0001-01-01T00:00:00.000-10:00");
    EXPECT_TRUE(parse_time(format_time(OffsetTime{samples::at("9999-12-31T23:59:59.999Z"), 60})).has_value());
}

TEST(TimeText, ReadsAndWritesDays) {
    for (const std::string_view text : {"2026-11-21", "2028-02-29", "0001-01-01", "9999-12-31"}) {
        EXPECT_EQ(format_day(parse_day(text).value()), text);
    }
    EXPECT_EQ(parse_day("2026-11-21").value(), year{2026} / November / 21);
}

TEST(TimeText, RefusesDaysThatDoNotExistOrAreWrittenOtherwise) {
    for (const std::string_view bad :
         {"", "today", "2026-11-31", "2026-02-29", "2026-11-1", "2026-1-11", "26-11-21", "20261121", "2026-11-21 ",
          "2026-11-21T00:00:00Z", "2026/11/21", "0000-01-01", "+026-11-21", "2026-11-2\xD9\xA1"}) {
        const auto parsed = parse_day(bad);
        ASSERT_TRUE(parsed.has_error()) << bad;
        EXPECT_EQ(parsed.error().code, ErrorCode::invalid_field);
    }
}

}  // namespace
}  // namespace tillnote
