#include "schema/time_text.hpp"
#include "server/render/comparison_numbers.hpp"
#include "server/render/comparison_view.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::optional<double> number) {
    return number ? Json(*number) : Json(nullptr);
}

Json interval_json(domain::Interval interval) {
    return Json::array({rounded(interval.low), rounded(interval.high)});
}

Json member_json(const domain::MemberTotals& member) {
    return {{"id", member.id},
            {"name", member.name},
            {"remarks", member.remarks},
            {"traffic", member.traffic ? Json(*member.traffic) : Json(nullptr)},
            {"days", member.days},
            {"days_incomplete", member.days_incomplete},
            {"days_silent", member.days_silent},
            {"days_without_traffic", member.days_without_traffic},
            {"heard_per_1000", or_null(heard_per_1000(member))}};
}

Json cell_json(const std::string& id, const domain::ComparisonCell& cell) {
    return {{"id", id},
            {"remarks", cell.remarks},
            {"of", cell.of},
            {"share", or_null(share_of(cell))},
            {"expected", rounded(cell.reading.expected)},
            {"limits95", interval_json(cell.reading.limits95)},
            {"limits998", interval_json(cell.reading.limits998)},
            {"verdict", to_text(cell.reading.verdict)}};
}

Json row_json(const domain::Comparison& comparison, const domain::ComparisonRow& row, const char* members) {
    Json cells = Json::array();
    for (std::size_t index = 0; index < row.cells.size(); ++index) {
        cells.push_back(cell_json(comparison.members[index].id, row.cells[index]));
    }
    return {{"key", row.key},
            {"label", row.label_en},
            {"remarks", row.remarks},
            {"of", row.of},
            {"over_dispersion", row.over_dispersion ? Json(rounded(*row.over_dispersion)) : Json(nullptr)},
            {"clustering", row.clustering ? Json(rounded(*row.clustering)) : Json(nullptr)},
            {members, std::move(cells)}};
}

Json standouts_json(const domain::Comparison& comparison) {
    Json list = Json::array();
    for (const domain::Standout& at : comparison.standouts) {
        const domain::ComparisonRow& row = comparison.rows[at.row];
        list.push_back({{"key", row.key},
                        {"id", comparison.members[at.member].id},
                        {"verdict", to_text(row.cells[at.member].reading.verdict)},
                        {"outside", at.outside_998 ? "99.8" : "95"}});
    }
    return list;
}

Json stories_json(const ComparisonData& data, const char* members) {
    Json list = Json::array();
    for (const domain::Story& story : data.stories) {
        Json behind = Json::array();
        for (const domain::StoryMember& member : story.members) {
            behind.push_back(
                {{"id", data.comparison.members[member.member].id}, {"remarks", member.remarks}, {"of", member.of}});
        }
        list.push_back({{"reason", data.reasons[story.reason].code},
                        {"label", data.reasons[story.reason].label_en},
                        {"from", format_day(story.first_day)},
                        {"to", format_day(story.last_day)},
                        {"remarks", story.window.remarks},
                        {"of", story.window.of},
                        {"usual_share", rounded(static_cast<double>(story.baseline.remarks) / story.baseline.of)},
                        {members, std::move(behind)}});
    }
    return list;
}

Json holidays_json(const std::vector<domain::Holiday>& holidays) {
    Json list = Json::array();
    for (const domain::Holiday holiday : holidays) {
        list.push_back(to_text(holiday));
    }
    return list;
}

}  // namespace

std::optional<double> heard_per_1000(const domain::MemberTotals& member) {
    if (member.traffic.value_or(0) <= 0) {
        return std::nullopt;
    }
    constexpr double tenths = 10;
    return std::round(1000 * tenths * member.remarks_with_traffic / static_cast<double>(*member.traffic)) / tenths;
}

std::string render_comparison_json(const ComparisonData& data) {
    const domain::Comparison& comparison = data.comparison;
    const char* members = data.district.empty() ? "districts" : "stores";
    Json list = Json::array();
    for (const domain::MemberTotals& member : comparison.members) {
        list.push_back(member_json(member));
    }
    Json rows = Json::array();
    for (const domain::ComparisonRow& row : comparison.rows) {
        rows.push_back(row_json(comparison, row, members));
    }
    Json root;
    if (!data.district.empty()) {
        root["district"] = data.district;
    }
    root["from"] = format_day(comparison.range.from);
    root["to"] = format_day(comparison.range.to);
    root["range"] = to_text(comparison.range.kind);
    root["by"] = to_text(comparison.by);
    root["against"] = to_text(comparison.against);
    root["holidays"] = holidays_json(comparison.holidays);
    root["holidays_last_year"] = holidays_json(comparison.holidays_last_year);
    root[members] = std::move(list);
    root["rows"] = std::move(rows);
    root["standouts"] = standouts_json(comparison);
    root["stories"] = stories_json(data, members);
    return root.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tillnote::render
