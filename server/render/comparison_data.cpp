#include "schema/time_text.hpp"
#include "server/domain/chance.hpp"
#include "server/render/comparison_numbers.hpp"
#include "server/render/comparison_view.hpp"
#include "server/render/json_text.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

void append_interval(std::string& out, domain::Interval interval) {
    out += '[';
    append_json_figure(out, rounded(interval.low));
    out += ',';
    append_json_figure(out, rounded(interval.high));
    out += ']';
}

/// Items of an array, each appended by `append`.
template <typename Items, typename Append>
void append_list(std::string& out, const Items& items, Append append) {
    out += '[';
    bool first = true;
    for (const auto& item : items) {
        out += first ? "" : ",";
        first = false;
        append(item);
    }
    out += ']';
}

/// `years`: against last year, else null.
void append_differences(JsonObject& object, const domain::MemberTotals& member, bool years, bool of_chain) {
    const auto append = [&](std::string_view name, bool there, int number) {
        if (there) {
            object.number(name, number);
        } else {
            object.null(name);
        }
    };
    append("days_unpaired", years, member.days_unpaired);
    append("stores_joined", years && of_chain, member.stores_joined);
    append("stores_left", years && of_chain, member.stores_left);
}

void append_gaps(std::string& out, const std::vector<domain::StoreGaps>& gaps) {
    append_list(out, gaps, [&out](const domain::StoreGaps& gap) {
        JsonObject(out)
            .text("id", gap.store.id)
            .text("name", gap.store.name)
            .number("days_incomplete", gap.days_incomplete)
            .number("days_silent", gap.days_silent)
            .number("days_without_traffic", gap.days_without_traffic)
            .close();
    });
}

void append_days(std::string& out, const std::vector<domain::Day>& days) {
    append_list(out, days, [&out](domain::Day day) { out.append("\"").append(format_day(day)).append("\""); });
}

void append_member(std::string& out, const domain::MemberTotals& member, bool years, bool of_chain) {
    JsonObject object(out);
    object.text("id", member.id).text("name", member.name).number("remarks", member.remarks);
    if (member.traffic) {
        object.number("traffic", *member.traffic);
    } else {
        object.null("traffic");
    }
    object.number("days", member.days)
        .number("days_incomplete", member.days_incomplete)
        .number("days_silent", member.days_silent)
        .number("days_without_traffic", member.days_without_traffic)
        .figure("heard_per_1000", heard_per_1000(member));
    append_differences(object, member, years, of_chain);
    if (of_chain) {
        append_gaps(object.open("gaps"), member.gaps);
    } else {
        append_days(object.open("traffic_missing"), member.traffic_missing);
    }
    object.close();
}

void append_cell(std::string& out, const std::string& id, const domain::ComparisonCell& cell) {
    JsonObject object(out);
    object.text("id", id).number("remarks", cell.remarks).number("of", cell.of).figure("share", share_of(cell));
    object.figure("expected", rounded(cell.reading.expected));
    append_interval(object.open("limits95"), cell.reading.limits95);
    append_interval(object.open("limits998"), cell.reading.limits998);
    object.text("verdict", to_text(cell.reading.verdict)).close();
}

std::optional<double> rounded_if_known(std::optional<double> number) {
    return number ? std::optional{rounded(*number)} : std::nullopt;
}

void append_row(std::string& out, const domain::Comparison& comparison, const domain::ComparisonRow& row,
                std::string_view members) {
    JsonObject object(out);
    object.text("key", row.key).text("label", row.label_en).number("remarks", row.remarks).number("of", row.of);
    object.figure("over_dispersion", rounded_if_known(row.over_dispersion))
        .figure("clustering", rounded_if_known(row.clustering));
    object.open(members);
    append_list(out, row.cells, [&, index = std::size_t{0}](const domain::ComparisonCell& cell) mutable {
        append_cell(out, comparison.members[index++].id, cell);
    });
    object.close();
}

void append_rows(std::string& out, const domain::Comparison& comparison, std::string_view members) {
    append_list(out, comparison.rows, [&](const domain::ComparisonRow& row) { append_row(out, comparison, row, members); });
}

Json standouts_json(const domain::Comparison& comparison) {
    Json list = Json::array();
    for (const domain::Standout& at : comparison.standouts) {
        const domain::ComparisonRow& row = comparison.rows[at.row];
        const domain::ComparisonCell& cell = row.cells[at.member];
        list.push_back({{"key", row.key},
                        {"id", comparison.members[at.member].id},
                        {"verdict", to_text(cell.reading.verdict)},
                        {"outside", limits_named(at)},
                        {"chance_one_in", domain::chance_one_in(cell.heard_p_value)}});
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
                        {"usual_share", usual_share(story)},
                        {members, std::move(behind)}});
    }
    return list;
}

void append_week(std::string& out, const domain::TrendWeek& week) {
    JsonObject(out)
        .text("from", format_day(week.first_day))
        .number("remarks", week.remarks)
        .number("of", week.of)
        .truth("in_catalog", week.in_catalog)
        .close();
}

/// Null where no row was asked for.
void append_weeks(std::string& out, const ComparisonData& data, std::string_view members) {
    if (!data.weeks_row) {
        out += "null";
        return;
    }
    JsonObject object(out);
    object.text("key", data.comparison.rows[*data.weeks_row].key).open(members);
    append_list(out, data.weeks, [&, index = std::size_t{0}](const std::vector<domain::TrendWeek>& weeks) mutable {
        JsonObject member(out);
        member.text("id", data.comparison.members[index++].id).open("weeks");
        append_list(out, weeks, [&out](const domain::TrendWeek& week) { append_week(out, week); });
        member.close();
    });
    object.close();
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
    std::string out;
    JsonObject root(out);
    if (!data.district.empty()) {
        root.text("district", data.district);
    }
    root.text("from", format_day(comparison.range.from)).text("to", format_day(comparison.range.to));
    if (comparison.range.planned_to) {
        root.text("planned_to", format_day(*comparison.range.planned_to));
    } else {
        root.null("planned_to");
    }
    root.text("range", to_text(comparison.range.kind)).text("by", to_text(comparison.by));
    root.text("against", to_text(comparison.against));
    if (const auto silence = domain::find_silence(comparison); silence != domain::Silence::none) {
        root.text("silence", to_text(silence));
    } else {
        root.null("silence");
    }
    root.tree("holidays", holidays_json(comparison.holidays));
    root.tree("holidays_last_year", holidays_json(comparison.holidays_last_year));
    if (data.without_digest) {
        root.tree("without_digest", *data.without_digest);
    } else {
        root.null("without_digest");
    }
    root.open(members);
    append_list(out, comparison.members, [&](const domain::MemberTotals& member) {
        append_member(out, member, comparison.against == domain::Against::last_year, data.district.empty());
    });
    append_rows(root.open("rows"), comparison, members);
    if (data.themes) {
        append_rows(root.open("themes"), *data.themes, members);
    } else {
        root.null("themes");
    }
    root.tree("shares", {{"judged", comparison.cells_judged},
                         {"outside95", comparison.cells_outside_95},
                         {"by_chance", outside_by_chance(comparison)}});
    root.tree("standouts", standouts_json(comparison)).tree("stories", stories_json(data, members));
    append_weeks(root.open("weeks"), data, members);
    root.close();
    return out;
}

}  // namespace tillnote::render
