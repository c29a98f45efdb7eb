#pragma once

#include "schema/note.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace tillnote {

struct OffsetTime {
    Instant instant;
    std::int16_t utc_offset_minutes = 0;
};

/// RFC 3339 with offset; fractions beyond milliseconds are cut. Year 0001..9999, no leap seconds.
/// Errors: invalid_field.
[[nodiscard]] Result<OffsetTime> parse_time(std::string_view text);

/// "2026-11-22T01:41:17.250Z"
[[nodiscard]] std::string format_time(Instant instant);

/// "2026-11-21T19:41:17.250-06:00"
[[nodiscard]] std::string format_time(const OffsetTime& time);

/// "YYYY-MM-DD". Errors: invalid_field.
[[nodiscard]] Result<std::chrono::year_month_day> parse_day(std::string_view text);
[[nodiscard]] std::string format_day(std::chrono::year_month_day day);

}  // namespace tillnote
