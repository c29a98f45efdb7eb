#include "server/render/walk_chart.hpp"

#include "server/render/templates.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr double spark_width = 168;
constexpr double spark_top = 5;
constexpr double spark_bottom = 37;
constexpr double spark_margin = 5;  ///< half the last dot, so that it is not cut
constexpr double band_height_min = 3;

constexpr int hour_width = 7;
constexpr int hours_of_day = 24;

constexpr int trend_height = 48;
constexpr int trend_step = 8;

std::string units(double number) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "%.1f", number);
    return digits;
}

Data span_data(int from_hour, int to_hour) {
    Data span;
    span.set("x", std::to_string(from_hour * hour_width));
    span.set("w", std::to_string((to_hour - from_hour) * hour_width));
    return span;
}

}  // namespace

Data spark_data(const Spark& spark) {
    const auto days = static_cast<int>(spark.remarks.size());
    const int most = std::max({1, spark.usual_high, std::ranges::max(spark.remarks).value_or(0)});
    const auto x_of = [&](int day) { return spark_margin + day * (spark_width - 2 * spark_margin) / std::max(1, days - 1); };
    const auto y_of = [&](int remarks) { return spark_bottom - remarks * (spark_bottom - spark_top) / most; };
    std::string points;
    Data window{Data::type::list};
    for (int day = 0; day < days; ++day) {
        const std::optional<int>& remarks = spark.remarks[static_cast<std::size_t>(day)];
        if (!remarks) {
            continue;
        }
        const std::string x = units(x_of(day));
        const std::string y = units(y_of(*remarks));
        points.append(points.empty() ? "" : " ").append(x).append(",").append(y);
        if (day >= days - spark.window_days) {
            Data dot;
            dot.set("x", x);
            dot.set("y", y);
            dot.set("r", std::string{day == days - 1 ? "4" : "2.5"});
            window.push_back(dot);
        }
    }
    const double height = std::max(band_height_min, y_of(spark.usual_low) - y_of(spark.usual_high));
    Data data;
    data.set("label", text(spark.label));
    data.set("points", points);
    data.set("window", window);
    data.set("band_y", units(std::min(y_of(spark.usual_high), spark_bottom + 1 - height)));
    data.set("band_height", units(height));
    data.set("first", text(spark.first));
    data.set("last", text(spark.last));
    return data;
}

Data hours_data(const HourStrip& hours) {
    Data spans{Data::type::list};
    if (hours.to_hour > hours.from_hour) {
        spans.push_back(span_data(hours.from_hour, hours.to_hour));
    } else {
        spans.push_back(span_data(hours.from_hour, hours_of_day));
        spans.push_back(span_data(0, hours.to_hour));
    }
    Data data;
    data.set("label", text(hours.label));
    data.set("spans", spans);
    return data;
}

Data trend_data(const Trend& trend) {
    const int most = std::max(1, std::ranges::max(trend.remarks).value_or(0));
    const auto count = static_cast<int>(trend.remarks.size());
    Data bars{Data::type::list};
    for (int index = 0; index < count; ++index) {
        const std::optional<int>& told = trend.remarks[static_cast<std::size_t>(index)];
        if (!told) {
            continue;
        }
        const int remarks = *told;
        const int height = std::max(remarks > 0 ? 2 : 1, remarks * trend_height / most);
        const bool last = index == count - 1;
        const bool same_weekday = (count - 1 - index) % 7 == 0;
        Data bar;
        bar.set("kind", text(last ? (trend.last_is_open ? "running" : "this") : same_weekday ? "same" : "day"));
        bar.set("x", text(std::to_string(index * trend_step)));
        bar.set("y", text(std::to_string(trend_height + 1 - height)));
        bar.set("h", text(std::to_string(height)));
        bars.push_back(bar);
    }
    Data data;
    data.set("width", text(std::to_string(count * trend_step - 2)));
    data.set("label", text(trend.label));
    data.set("bars", bars);
    data.set("first", text(trend.first));
    data.set("key", text(trend.key));
    data.set("last", text(trend.last));
    data.set("sentence", text(trend.sentence));
    return data;
}

}  // namespace tillnote::render
