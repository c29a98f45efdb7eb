#include "server/render/signals_json.hpp"

#include "schema/time_text.hpp"
#include "server/domain/chance.hpp"
#include "server/render/json_text.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

constexpr int breadth_of_people_min = 2;  ///< breadth is shown only as "heard by different people". Source: CONTRACT

/// Four significant figures: what lies beyond them depends on the machine's mathematics. Infinite ones become null.
double figure(double value) {
    if (value == 0 || !std::isfinite(value)) {
        return value == 0 ? 0.0 : value;
    }
    const double step = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 3);
    return step < 1 ? std::round(value / step) / std::round(1 / step) : std::round(value / step) * step;
}

Json counts_json(int days, int remarks, int of) {
    return {{"days", days}, {"remarks", remarks}, {"of", of}};
}

void append_test(std::string& out, const domain::TestFigures& test) {
    JsonObject object(out);
    object.number("days", test.days).number("remarks", test.window.remarks).number("of", test.window.of);
    append_counts(object.open("baseline"), test.baseline_days, test.baseline.remarks, test.baseline.of);
    object.figure("p", figure(test.p_value))
        .figure("adjusted_p", figure(test.adjusted_p))
        .figure("rate_p", figure(test.rate_p_value))
        .figure("rate_ratio", test.rate_ratio ? std::optional(figure(*test.rate_ratio)) : std::nullopt)
        .truth("traffic_known", test.traffic_known)
        .truth("different_people", test.breadth >= breadth_of_people_min)
        .text("verdict", domain::to_text(test.verdict))
        .close();
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
            {"days_open", flag.days_open},
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

void append_counts(std::string& out, int days, int remarks, int of) {
    JsonObject(out).number("days", days).number("remarks", remarks).number("of", of).close();
}

void add_signal(JsonObject& reason, const domain::ReasonLine& line, const domain::KnownBaseline& known) {
    if (line.signal == domain::Signal::usual && !line.tests) {
        reason.null("signal");
    } else {
        reason.text("signal", domain::to_text(line.signal));
    }
    if (!line.tests) {
        reason.null("tests");
        return;
    }
    JsonObject tests(reason.open("tests"));
    tests.figure("q", domain::false_discovery_rate).number("m", known.tests);
    append_test(tests.open("department_day"), line.tests->department_day);
    append_test(tests.open("days_3"), line.tests->days_3);
    append_test(tests.open("days_7"), line.tests->days_7);
    tests.close();
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
