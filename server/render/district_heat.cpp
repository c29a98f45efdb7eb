#include "server/render/district_parts.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::FunnelVerdict;

/// "bad far", "good", "plain far" ... A higher complaint is bad, a higher praise is good, and what mixes both is neither.
std::string kind_of(const domain::ComparisonCell& cell, std::optional<Polarity> polarity) {
    const bool higher = cell.reading.verdict == FunnelVerdict::above;
    const bool good = (polarity == Polarity::praise && higher) || (polarity == Polarity::complaint && !higher);
    const bool bad = (polarity == Polarity::complaint && higher) || (polarity == Polarity::praise && !higher);
    return std::string{good ? "good" : bad ? "bad" : "plain"} + (cell.reading.outside_998 ? " far" : "");
}

std::string_view words_of_cell(const DistrictWords::Heat& own, const domain::ComparisonCell& cell) {
    const bool higher = cell.reading.verdict == FunnelVerdict::above;
    if (cell.reading.outside_998) {
        return higher ? own.above_998 : own.below_998;
    }
    return higher ? own.above : own.below;
}

std::string_view sign_of_cell(const domain::ComparisonCell& cell) {
    const bool higher = cell.reading.verdict == FunnelVerdict::above;
    if (cell.reading.outside_998) {
        return higher ? "▲" : "▼";
    }
    return higher ? "△" : "▽";
}

void append_cell(Rows& cells, const DistrictParts& parts, const domain::ComparisonRow& row,
                 const domain::ComparisonCell& cell, const std::string& label) {
    static const RowTemplate with("heat_cell", {"label", "percent", "outside", "kind", "sign", "verdict"});
    const bool told = cell.of >= domain::share_remarks_min;
    const std::string percent = told ? percent_words(static_cast<double>(cell.remarks) / cell.of) : std::string{"–"};
    if (!domain::is_outside(cell.reading)) {
        with.append_to(cells, {label, percent, RowValue{false}, "", "", ""});
        return;
    }
    with.append_to(cells, {label, percent, RowValue{true}, kind_of(cell, row.polarity), sign_of_cell(cell),
                           words_of_cell(parts.own.heat, cell)});
}

Rows heat_rows(const DistrictParts& parts, const std::vector<std::string>& labels) {
    static const RowTemplate with("heat_row", {"screen", "link", "name", "cell_rows"});
    const std::vector<domain::ComparisonRow>& themes = parts.page.themes.rows;
    Rows rows;
    Rows cells;
    for (const std::size_t member : parts.by_name()) {
        cells.clear();
        for (std::size_t row = 0; row < themes.size(); ++row) {
            append_cell(cells, parts, themes[row], themes[row].cells[member], labels[row]);
        }
        with.append_to(rows, {RowValue{!parts.is_on_paper(member)}, parts.link_of(member), parts.name_of(member), cells});
        rows.end_line();
    }
    return rows;
}

}  // namespace

void set_district_heat(Data& data, const DistrictParts& parts) {
    const domain::Comparison& themes = parts.page.themes;
    std::vector<std::string> labels;
    Data columns{Data::type::list};
    for (const domain::ComparisonRow& row : themes.rows) {
        labels.push_back(one_line(parts.row_label(row)));
        Data column;
        column.set("label", labels.back());
        columns.push_back(column);
    }
    data.set("heat_columns", columns);
    set_rows(data, "heat_rows", heat_rows(parts, labels));
    data.set("heat_heading", text(parts.own.heat.heading));
    data.set("heat_note", text(parts.own.heat.note));
    data.set("heat_caption", text(parts.own.heat.caption));
    data.set("member_heading", text(parts.pick(parts.own.table.member)));
}

}  // namespace tillnote::render
