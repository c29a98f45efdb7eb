#pragma once

#include "server/render/digest_sheet.hpp"

#include <kainjow/mustache.hpp>

/// Charts as numbers for presentation attributes: no inline style, so the page's policy holds. Pure; any thread.
namespace tillnote::render {

/// A line's 28 days: band, polyline, and a dot for each day of its window. In user units of a 168 x 42 view box.
[[nodiscard]] kainjow::mustache::data spark_data(const Spark& spark);

/// The 24 hours of a line as one or two spans, 168 units wide.
[[nodiscard]] kainjow::mustache::data hours_data(const HourStrip& hours);

/// One bar a day; a day with remarks is never invisible, and the running day is told apart from whole ones.
[[nodiscard]] kainjow::mustache::data trend_data(const Trend& trend);

}  // namespace tillnote::render
