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

std::string_view sign_of_cell(const domain::ComparisonCell& cell) {
    const bool higher = cell.reading.verdict == FunnelVerdict::above;
    if (cell.reading.outside_998) {
        return higher ? "▲" : "▼";
    }
    return higher ? "△" : "▽";
}

Data cell_data(const DistrictParts& parts, const domain::ComparisonRow& row, const domain::ComparisonCell& cell,
               const Data& label) {
    Data data;
    data.set("label", label);
    const bool told = cell.of >= domain::share_remarks_min;
    data.set("percent", told ? Data{percent_words(static_cast<double>(cell.remarks) / cell.of)} : Data{std::string{"–"}});
    const bool outside = domain::is_outside(cell.reading);
    data.set("outside", Data{outside});
    if (outside) {
        data.set("kind", kind_of(cell, row.polarity));
        data.set("sign", std::string{sign_of_cell(cell)});
        data.set("verdict",
                 text(cell.reading.verdict == FunnelVerdict::above ? parts.own.heat.above : parts.own.heat.below));
    }
    return data;
}

}  // namespace

void set_district_heat(Data& data, const DistrictParts& parts) {
    const domain::Comparison& themes = parts.page.themes;
    std::vector<Data> labels;
    Data columns{Data::type::list};
    for (const domain::ComparisonRow& row : themes.rows) {
        labels.push_back(text(parts.row_label(row)));
        Data column;
        column.set("label", labels.back());
        columns.push_back(column);
    }
    Data members{Data::type::list};
    for (const std::size_t index : parts.by_name()) {
        Data cells{Data::type::list};
        for (std::size_t row = 0; row < themes.rows.size(); ++row) {
            cells.push_back(cell_data(parts, themes.rows[row], themes.rows[row].cells[index], labels[row]));
        }
        Data member;
        const auto link = parts.page.link_of(themes.members[index].id);
        member.set("name", text(one_line(themes.members[index].name)));
        member.set("link", optional_text(link.value_or("")));
        member.set("cells", cells);
        members.push_back(member);
    }
    data.set("heat_columns", columns);
    data.set("heat_members", members);
    data.set("heat_heading", text(parts.own.heat.heading));
    data.set("heat_note", text(parts.own.heat.note));
    data.set("heat_caption", text(parts.own.heat.caption));
    data.set("member_heading", text(parts.pick(parts.own.table.member)));
}

}  // namespace tillnote::render
