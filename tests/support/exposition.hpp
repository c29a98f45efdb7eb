#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Reads a page of metrics as strictly as Prometheus writes it down, so that a test sees what a scraper would.
/// Source: Prometheus, "Exposition formats", text format 0.0.4.
namespace tillnote::test {

struct MetricFamily {
    std::string type;  ///< counter, gauge or histogram
    std::string help;
};

struct Exposition {
    std::map<std::string, MetricFamily> families;
    std::map<std::string, double> samples;  ///< "name{label="value",...}" as it stands there

    /// The sum over all series of `name` whose labels hold `label` ('status="stored"', or nothing for all).
    [[nodiscard]] double sum(const std::string& name, const std::string& label = {}) const {
        double total = 0;
        for (const auto& [series, value] : samples) {
            if (series.substr(0, series.find('{')) == name && series.find(label) != std::string::npos) {
                total += value;
            }
        }
        return total;
    }
};

namespace exposition_detail {

inline void require(bool holds, const std::string& line, const char* what) {
    if (!holds) {
        throw std::runtime_error(std::string(what) + ": " + line);
    }
}

inline bool is_name(std::string_view text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    return !text.empty() && letters.find(text.front()) != std::string_view::npos &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") ==
               std::string_view::npos;
}

/// Where the labels that begin at `at` ("{") end, one past "}".
inline std::size_t end_of_labels(const std::string& line, std::size_t at) {
    ++at;
    while (line.at(at) != '}') {
        const auto equals = line.find('=', at);
        require(equals != std::string::npos && is_name(std::string_view(line).substr(at, equals - at)), line,
                "a label's name");
        require(line.at(equals + 1) == '"', line, "a label's value is quoted");
        for (at = equals + 2; line.at(at) != '"'; ++at) {
            if (line[at] == '\\') {
                ++at;
                require(line.at(at) == '\\' || line[at] == '"' || line[at] == 'n', line, "an escape of a label's value");
            }
        }
        ++at;
        require(line.at(at) == ',' || line[at] == '}', line, "a comma between labels");
        at += line[at] == ',' ? 1 : 0;
    }
    return at + 1;
}

inline double read_value(const std::string& line, const std::string& text) {
    if (text == "+Inf" || text == "-Inf" || text == "NaN") {
        return text == "NaN" ? std::nan("") : text == "+Inf" ? HUGE_VAL : -HUGE_VAL;
    }
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    require(!text.empty() && end == text.c_str() + text.size(), line, "a number");
    return value;
}

/// The family a sample belongs to: its own name, or that of its histogram.
inline std::string family_of(const Exposition& page, const std::string& name) {
    for (const std::string_view ending : {"_bucket", "_sum", "_count"}) {
        if (name.size() > ending.size() && name.ends_with(ending)) {
            const auto base = name.substr(0, name.size() - ending.size());
            if (const auto found = page.families.find(base);
                found != page.families.end() && found->second.type == "histogram") {
                return base;
            }
        }
    }
    return name;
}

inline void read_comment(Exposition& page, const std::string& line) {
    std::istringstream words(line);
    std::string mark;
    std::string kind;
    std::string name;
    words >> mark >> kind >> name;
    std::string rest;
    std::getline(words >> std::ws, rest);
    require(is_name(name) && !rest.empty(), line, "HELP and TYPE name a metric");
    if (kind == "HELP") {
        require(page.families.emplace(name, MetricFamily{{}, rest}).second, line, "a metric is described once");
        return;
    }
    require(kind == "TYPE", line, "HELP or TYPE");
    require(page.families.contains(name) && page.families[name].type.empty(), line, "TYPE follows its HELP");
    require(rest == "counter" || rest == "gauge" || rest == "histogram", line, "a type that we use");
    page.families[name].type = rest;
}

inline void read_sample(Exposition& page, const std::string& line) {
    const auto name_end = line.find_first_of("{ ");
    require(name_end != std::string::npos && is_name(std::string_view(line).substr(0, name_end)), line, "a sample's name");
    const auto series_end = line[name_end] == '{' ? end_of_labels(line, name_end) : name_end;
    require(line.at(series_end) == ' ', line, "a space before the value");
    const auto family = page.families.find(family_of(page, line.substr(0, name_end)));
    require(family != page.families.end() && !family->second.type.empty(), line, "a sample stands below its TYPE");
    const double value = read_value(line, line.substr(series_end + 1));
    require(family->second.type != "counter" || value >= 0, line, "a counter counts up");
    require(page.samples.emplace(line.substr(0, series_end), value).second, line, "each series stands there once");
}

/// Buckets grow with their bound, and the last is the count.
inline void check_histogram(const Exposition& page, const std::string& name) {
    std::vector<std::pair<double, double>> buckets;
    for (const auto& [series, value] : page.samples) {
        if (series.starts_with(name + "_bucket{le=\"")) {
            const auto begin = name.size() + std::string_view("_bucket{le=\"").size();
            buckets.emplace_back(read_value(series, series.substr(begin, series.find('"', begin) - begin)), value);
        }
    }
    std::sort(buckets.begin(), buckets.end());
    require(!buckets.empty() && std::isinf(buckets.back().first), name, "a histogram ends with +Inf");
    for (std::size_t index = 1; index < buckets.size(); ++index) {
        require(buckets[index - 1].second <= buckets[index].second, name, "buckets are cumulative");
    }
    require(page.samples.contains(name + "_sum"), name, "a histogram has a sum");
    require(buckets.back().second == page.samples.at(name + "_count"), name, "+Inf is the count");
}

}  // namespace exposition_detail

/// Throws std::runtime_error, or std::out_of_range for a line cut off, with what is wrong.
inline Exposition parse_exposition(const std::string& text) {
    using namespace exposition_detail;
    Exposition page;
    require(text.ends_with('\n'), "", "the last line ends");
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) {
            read_comment(page, line);
        } else if (!line.empty()) {
            read_sample(page, line);
        }
    }
    for (const auto& [name, family] : page.families) {
        if (family.type == "histogram") {
            check_histogram(page, name);
        }
    }
    return page;
}

}  // namespace tillnote::test
