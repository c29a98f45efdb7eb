#include "server/render/signals_json.hpp"

#include "schema/time_text.hpp"
#include "server/domain/chance.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

constexpr int breadth_of_people_min = 2;  ///< breadth is shown only as "heard by different people". Source: CONTRACT

/// Four significant figures: what lies beyond them depends on the machine's mathematics.
Json figure(double value) {
    if (value == 0 || !std::isfinite(value)) {
        return std::isfinite(value) ? Json(0.0) : Json(nullptr);
    }
    const double step = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 3);
    return step < 1 ? std::round(value / step) / std::round(1 / step) : std::round(value / step) * step;
}

Json counts_json(int days, int remarks, int of) {
    return {{"days", days}, {"remarks", remarks}, {"of", of}};
}

Json test_json(const domain::TestFigures& test) {
    return {{"days", test.days},
            {"remarks", test.window.remarks},
            {"of", test.window.of},
            {"baseline", counts_json(test.baseline_days, test.baseline.remarks, test.baseline.of)},
            {"p", figure(test.p_value)},
            {"adjusted_p", figure(test.adjusted_p)},
            {"rate_p", figure(test.rate_p_value)},
            {"rate_ratio", test.rate_ratio ? figure(*test.rate_ratio) : Json(nullptr)},
            {"traffic_known", test.traffic_known},
            {"different_people", test.breadth >= breadth_of_people_min},
            {"verdict", domain::to_text(test.verdict)}};
}

Json flag_json(const domain::Flag& flag) {
    Json reasons = Json::array();
    for (const domain::FlaggedReason& one : flag.reasons) {
        reasons.push_back({{"reason", one.reason.code}, {"remarks", one.remarks}});
    }
    const bool of_reason = flag.reason.has_value();
    Json hours = nullptr;
    if (flag.hours) {
        hours = {{"from", flag.hours->from_hour}, {"to", flag.hours->to_hour}};
    }
    return {{"line", flag.line_key()},
            {"kind", domain::to_text(flag.kind)},
            {"department", flag.department.code},
            {"polarity", to_text(flag.polarity)},
            {"reason", of_reason ? Json(flag.reason->code) : Json(nullptr)},
            {"label", of_reason ? flag.reason->label_en : flag.department.label_en},
            {"reasons", std::move(reasons)},
            {"days", flag.days},
            {"since", format_day(flag.since)},
            {"remarks", flag.remarks},
            {"of", flag.of},
            {"baseline", counts_json(flag.baseline_days, flag.baseline_remarks, flag.baseline_of)},
            {"usual", figure(flag.usual)},
            {"p", figure(flag.p_value)},
            {"chance_one_in", domain::chance_one_in(flag.p_value)},
            {"rate_p", figure(flag.rate_p_value)},
            {"rate_ratio", figure(flag.rate_ratio)},
            {"traffic_known", flag.traffic_known},
            {"hours", std::move(hours)}};
}

}  // namespace

Json signal_json(const domain::ReasonLine& line) {
    if (line.signal == domain::Signal::usual && !line.tests) {
        return nullptr;
    }
    return domain::to_text(line.signal);
}

Json tests_json(const domain::ReasonLine& line, const domain::KnownBaseline& known) {
    if (!line.tests) {
        return nullptr;
    }
    return {{"q", domain::false_discovery_rate},
            {"m", known.tests},
            {"department_day", test_json(line.tests->department_day)},
            {"days_3", test_json(line.tests->days_3)},
            {"days_7", test_json(line.tests->days_7)}};
}

Json known_json(const domain::KnownBaseline& known) {
    return {{"days", known.days}, {"weeks", known.weeks}, {"enough", known.enough}};
}

Json flags_json(const std::vector<domain::Flag>& flags) {
    Json rows = Json::array();
    for (const domain::Flag& flag : flags) {
        rows.push_back(flag_json(flag));
    }
    return rows;
}

Json together_json(const std::vector<domain::Together>& lines) {
    Json rows = Json::array();
    for (const domain::Together& line : lines) {
        rows.push_back({{"first", line.first.code}, {"second", line.second.code}, {"pairs", line.pairs}});
    }
    return rows;
}

}  // namespace tillnote::render
