#include "server/render/comparison_view.hpp"
#include "server/render/district_sentences.hpp"
#include "server/render/page_data.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::FunnelVerdict;

double share_of(const domain::ComparisonCell& cell) {
    return cell.of < domain::share_remarks_min ? -1 : static_cast<double>(cell.remarks) / cell.of;
}

/// Higher before lower before neither, of each side those outside the 99.8% limits first.
int rank_of(const domain::FunnelReading& reading) {
    switch (reading.verdict) {
        case FunnelVerdict::above:
            return reading.outside_998 ? 6 : 5;
        case FunnelVerdict::below:
            return reading.outside_998 ? 4 : 3;
        case FunnelVerdict::not_distinguishable:
            return 2;
        case FunnelVerdict::too_little:
            return 1;
    }
    return 0;
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
        case MemberSort::row_remarks:
            by([&](std::size_t member) { return parts.row()->cells[member].remarks; });
            break;
        case MemberSort::verdict:
            by([&](std::size_t member) { return rank_of(parts.row()->cells[member].reading); });
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
    const std::string_view verdict = parts.pick(own.verdict[static_cast<std::size_t>(parts.page.comparison.against)]);
    Data list{Data::type::list};
    list.push_back(heading(parts, parts.pick(own.member), MemberSort::name));
    list.push_back(heading(parts, own.remarks, MemberSort::row_remarks));
    list.push_back(heading(parts, own.of, MemberSort::remarks));
    list.push_back(heading(parts, own.share, MemberSort::share));
    list.push_back(heading(parts, own.limits95, std::nullopt));
    Data wider = heading(parts, own.limits998, std::nullopt);
    wider.set("screen", Data{true});  // too much for the width of paper, where the verdict says it
    list.push_back(wider);
    list.push_back(heading(parts, verdict, MemberSort::verdict));
    list.push_back(heading(parts, own.traffic, std::nullopt));
    list.push_back(heading(parts, own.per_1000, MemberSort::heard));
    list.push_back(heading(parts, parts.pick(own.incomplete), MemberSort::incomplete));
    return list;
}

constexpr std::size_t paper_bars_max = 8;  ///< of more members paper has the figures only, in the table

const std::string nothing_known = "–";

std::string_view verdict_words(const DistrictWords::Table& own, const domain::ComparisonCell& cell) {
    const bool alone = cell.reading.verdict == FunnelVerdict::too_little && cell.of >= domain::share_remarks_min;
    if (cell.reading.outside_998) {
        return cell.reading.verdict == FunnelVerdict::above ? own.above_998 : own.below_998;
    }
    return alone ? own.nothing_to_compare_with : own.verdicts[static_cast<std::size_t>(cell.reading.verdict)];
}

std::string limits_words(const DistrictParts& parts, const domain::ComparisonCell& cell, const domain::Interval& limits) {
    return cell.reading.verdict == FunnelVerdict::too_little
               ? nothing_known
               : fill(parts.own.table.limits_cell,
                      {short_percent(parts.words, limits.low), short_percent(parts.words, limits.high)});
}

Rows compared_rows(const DistrictParts& parts) {
    static const RowTemplate with(
        "compared_row", {"screen", "link", "name", "remarks", "of_label", "of", "share", "limits95_label", "limits95",
                         "limits998_label", "limits998", "outside", "verdict", "traffic_label", "traffic", "per_1000_label",
                         "heard", "incomplete_label", "incomplete"});
    const auto& own = parts.own.table;
    const Words& words = parts.words;
    Rows rows;
    for (const std::size_t index : sorted_members(parts)) {
        const domain::MemberTotals& member = parts.page.comparison.members[index];
        const domain::ComparisonCell& cell = parts.row()->cells[index];
        const auto heard = heard_per_1000(member);
        with.append_to(rows, {RowValue{!parts.is_on_paper(index)}, parts.link_of(index), parts.name_of(index),
                              number_words(words, cell.remarks), own.of, number_words(words, cell.of),
                              share_of(cell) < 0 ? nothing_known : short_percent(words, share_of(cell)), own.limits95,
                              limits_words(parts, cell, cell.reading.limits95), own.limits998,
                              limits_words(parts, cell, cell.reading.limits998), RowValue{domain::is_outside(cell.reading)},
                              verdict_words(own, cell), own.traffic,
                              member.traffic ? number_words(words, *member.traffic) : nothing_known, own.per_1000,
                              heard ? decimal_words(words, *heard) : nothing_known, parts.pick(own.incomplete),
                              number_words(words, member.days_incomplete)});
        rows.end_line();
    }
    return rows;
}

/// What is missing behind a member's rate.
std::string missing_words(const DistrictParts& parts, const domain::MemberTotals& member, bool heard) {
    const auto& own = parts.own.hear;
    if (!heard) {
        return std::string{own.unknown};
    }
    if (member.days_without_traffic == 0) {
        return {};
    }
    return fill(parts.pick(own.part),
                {number_words(parts.words, member.days_without_traffic), number_words(parts.words, member.days),
                 stores_words(parts, member, [](const auto& store) { return store.days_without_traffic; })});
}

Rows hear_rows(const DistrictParts& parts) {
    static const RowTemplate with("hear_row", {"name", "missing", "heard", "bar", "width"});
    double most = 1;
    for (const domain::MemberTotals& member : parts.page.comparison.members) {
        most = std::max(most, heard_per_1000(member).value_or(0));
    }
    Rows rows;
    for (const std::size_t index : parts.by_name()) {
        const domain::MemberTotals& member = parts.page.comparison.members[index];
        const auto heard = heard_per_1000(member);
        with.append_to(rows, {parts.name_of(index), missing_words(parts, member, heard.has_value()),
                              heard ? decimal_words(parts.words, *heard) : nothing_known, RowValue{heard.has_value()},
                              percent_attribute(heard.value_or(0) / most)});
        rows.end_line();
    }
    return rows;
}

}  // namespace

void set_district_table(Data& data, const DistrictParts& parts) {
    const auto& own = parts.own.table;
    data.set("hear_heading", text(parts.own.hear.heading));
    data.set("hear_on_screen", Data{parts.page.comparison.members.size() > paper_bars_max});
    data.set("hear_note", text(parts.pick(parts.own.hear.note)));
    data.set("hear_caption", text(parts.own.hear.caption));
    set_rows(data, "hear_rows", hear_rows(parts));
    data.set("paper_more", optional_text(parts.paper_more()));
    data.set("download", text(own.download));
    const std::string csv_path = parts.page.path + "/comparison.csv";
    data.set("csv_path", text(csv_path + parts.query("row")));
    const bool by_theme = parts.page.comparison.by == domain::ComparisonBy::theme;
    data.set("download_themes", text(own.download_themes));
    data.set("themes_csv_path", by_theme ? Data{false} : text(csv_path + parts.query("by") + "&by=theme"));
    data.set("download_stories", text(own.download_stories));
    data.set("stories_csv_path", text(csv_path + parts.query("row") + "&part=stories"));
    data.set("download_weeks", text(own.download_weeks));
    data.set("weeks_csv_path", text(csv_path + parts.query() + "&part=weeks"));
    data.set("json", text(own.json));
    data.set("json_path", text(parts.page.api_path + parts.query()));
    if (parts.row() == nullptr) {
        return;
    }
    const std::string label = parts.row_label(*parts.row());
    data.set("table_heading", text(fill(own.heading, {label})));
    data.set("table_caption", text(fill(own.caption, {label})));
    data.set("table_headings", headings(parts));
    set_rows(data, "compared_rows", compared_rows(parts));
}

}  // namespace tillnote::render
