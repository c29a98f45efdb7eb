#include "server/render/comparison_view.hpp"
#include "server/render/district_parts.hpp"
#include "server/render/page_data.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

double share_of(const domain::ComparisonCell& cell) {
    return cell.of < domain::share_remarks_min ? -1 : static_cast<double>(cell.remarks) / cell.of;
}

/// Names rise; everything else falls, what is not known last.
std::vector<std::size_t> sorted_members(const DistrictParts& parts) {
    std::vector<std::size_t> order = parts.by_name();
    const auto& comparison = parts.page.comparison;
    const auto by = [&](const auto& value_of) { std::ranges::stable_sort(order, std::greater{}, value_of); };
    switch (parts.page.sort) {
        case MemberSort::name:
            break;
        case MemberSort::share:
            by([&](std::size_t member) { return share_of(parts.row()->cells[member]); });
            break;
        case MemberSort::remarks:
            by([&](std::size_t member) { return comparison.members[member].remarks; });
            break;
        case MemberSort::heard:
            by([&](std::size_t member) { return heard_per_1000(comparison.members[member]).value_or(-1); });
            break;
        case MemberSort::incomplete:
            by([&](std::size_t member) { return comparison.members[member].days_incomplete; });
            break;
    }
    return order;
}

Data heading(const DistrictParts& parts, std::string_view label, std::optional<MemberSort> sort) {
    Data data;
    data.set("label", text(label));
    data.set("first", Data{sort == MemberSort::name});
    data.set("sort_path", sort ? text(parts.link("sort", to_text(*sort)) + "#figures") : Data{false});
    data.set("sort_words", text(fill(parts.own.table.sort, {label})));
    const bool current = sort && *sort == parts.page.sort;
    data.set("order", current ? Data{std::string{*sort == MemberSort::name ? "ascending" : "descending"}} : Data{false});
    data.set("arrow", std::string{sort == MemberSort::name ? "▴" : "▾"});
    return data;
}

Data headings(const DistrictParts& parts) {
    const auto& own = parts.own.table;
    Data list{Data::type::list};
    list.push_back(heading(parts, parts.pick(own.member), MemberSort::name));
    list.push_back(heading(parts, own.remarks, std::nullopt));
    list.push_back(heading(parts, own.of, MemberSort::remarks));
    list.push_back(heading(parts, own.share, MemberSort::share));
    list.push_back(heading(parts, own.limits, std::nullopt));
    list.push_back(heading(parts, own.verdict, std::nullopt));
    list.push_back(heading(parts, own.traffic, std::nullopt));
    list.push_back(heading(parts, own.per_1000, MemberSort::heard));
    list.push_back(heading(parts, own.incomplete, MemberSort::incomplete));
    return list;
}

Data member_row(const DistrictParts& parts, std::size_t index) {
    const auto& own = parts.own.table;
    const Words& words = parts.words;
    const domain::MemberTotals& member = parts.page.comparison.members[index];
    const domain::ComparisonCell& cell = parts.row()->cells[index];
    const auto link = parts.page.link_of(member.id);
    const auto heard = heard_per_1000(member);
    Data data;
    data.set("name", text(one_line(member.name)));
    data.set("link", optional_text(link.value_or("")));
    data.set("remarks", text(number_words(words, cell.remarks)));
    data.set("of", text(number_words(words, cell.of)));
    data.set("share", text(share_of(cell) < 0 ? std::string{"–"} : short_percent(words, share_of(cell))));
    data.set("limits", text(fill(own.limits_cell, {short_percent(words, cell.reading.limits95.low),
                                                   short_percent(words, cell.reading.limits95.high)})));
    data.set("verdict", text(own.verdicts[static_cast<std::size_t>(cell.reading.verdict)]));
    data.set("outside", Data{domain::is_outside(cell.reading)});
    data.set("traffic", text(member.traffic ? number_words(words, *member.traffic) : std::string{"–"}));
    data.set("heard", text(heard ? decimal_words(words, *heard) : std::string{"–"}));
    data.set("incomplete", text(number_words(words, member.days_incomplete)));
    return data;
}

Data hear_rows(const DistrictParts& parts) {
    const auto& own = parts.own.hear;
    double most = 1;
    for (const domain::MemberTotals& member : parts.page.comparison.members) {
        most = std::max(most, heard_per_1000(member).value_or(0));
    }
    Data list{Data::type::list};
    for (const std::size_t index : parts.by_name()) {
        const domain::MemberTotals& member = parts.page.comparison.members[index];
        const auto heard = heard_per_1000(member);
        Data row;
        row.set("name", text(one_line(member.name)));
        row.set("heard", text(heard ? decimal_words(parts.words, *heard) : std::string{"–"}));
        row.set("bar", Data{heard.has_value()});
        row.set("width", text(percent_attribute(heard.value_or(0) / most)));
        const bool part = heard && member.days_without_traffic > 0;
        row.set("missing", optional_text(part    ? fill(own.part, {number_words(parts.words, member.days_without_traffic),
                                                                   number_words(parts.words, member.days)})
                                         : heard ? std::string{}
                                                 : std::string{own.unknown}));
        list.push_back(row);
    }
    return list;
}

}  // namespace

void set_district_table(Data& data, const DistrictParts& parts) {
    const auto& own = parts.own.table;
    data.set("hear_heading", text(parts.own.hear.heading));
    data.set("hear_note", text(parts.pick(parts.own.hear.note)));
    data.set("hear_caption", text(parts.own.hear.caption));
    data.set("hear_rows", hear_rows(parts));
    data.set("download", text(own.download));
    data.set("csv_path", text(parts.page.path + "/comparison.csv" + parts.query("row")));
    data.set("json", text(own.json));
    data.set("json_path", text(parts.page.api_path + parts.query("row")));
    if (parts.row() == nullptr) {
        return;
    }
    Data rows{Data::type::list};
    for (const std::size_t member : sorted_members(parts)) {
        rows.push_back(member_row(parts, member));
    }
    const std::string label = parts.row_label(*parts.row());
    data.set("table_heading", text(fill(own.heading, {label})));
    data.set("table_caption", text(fill(own.caption, {label})));
    data.set("table_headings", headings(parts));
    data.set("table_rows", rows);
    data.set("of_label", text(own.of));
    data.set("limits_label", text(own.limits));
    data.set("traffic_label", text(own.traffic));
    data.set("per_1000_label", text(own.per_1000));
    data.set("incomplete_label", text(own.incomplete));
}

}  // namespace tillnote::render
