#include "server/render/district_sentences.hpp"
#include "server/render/funnel_chart.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Against;
using domain::FunnelVerdict;

constexpr std::size_t choices_shown = 12;  ///< beside the plot; the others fold

std::string units(double number) {
    char digits[24];
    std::snprintf(digits, sizeof digits, "%.2f", number);
    return digits;
}

/// A row's good or bad news decides the colour; where it is neither, both sides are the colour of shares.
std::string_view dot_class(const FunnelDot& dot, std::optional<Polarity> polarity) {
    if (dot.verdict == FunnelVerdict::not_distinguishable) {
        return "within";
    }
    const bool higher = dot.verdict == FunnelVerdict::above;
    const bool good = (polarity == Polarity::praise && higher) || (polarity == Polarity::complaint && !higher);
    const bool bad = (polarity == Polarity::complaint && higher) || (polarity == Polarity::praise && !higher);
    return good ? "good" : bad ? "bad" : "plain";
}

Rows dot_rows(const DistrictParts& parts, const FunnelChart& chart, const domain::ComparisonRow& row) {
    static const RowTemplate with("funnel_dot", {"whisker", "x", "y", "top", "bottom", "kind", "far", "r", "title", "label",
                                                 "label_x", "label_y", "anchor"});
    Rows rows;
    for (const FunnelDot& dot : chart.dots) {
        const domain::ComparisonCell& cell = row.cells[dot.member];
        const std::string share = short_percent(parts.words, static_cast<double>(cell.remarks) / cell.of) + '%';
        const std::string& name = parts.name_of(dot.member);
        const bool outside = domain::is_outside(cell.reading);
        std::string spoken = name;
        spoken.append(", ").append(share);
        std::string shown = outside ? name : std::string{};
        shown.append(outside ? " " + share : std::string{});
        with.append_to(
            rows, {RowValue{!chart.curves}, units(dot.x), units(dot.y), units(dot.whisker_top), units(dot.whisker_bottom),
                   dot_class(dot, row.polarity), RowValue{dot.outside_998}, dot.outside_998 ? "7" : "5", spoken, shown,
                   units(dot.x + (dot.label_left ? -11 : 11)), units(dot.label_y), dot.label_left ? "end" : "start"});
        rows.end_line();
    }
    return rows;
}

Data chart_data(const DistrictParts& parts, const domain::ComparisonRow& row) {
    const FunnelChart chart = lay_out_funnel(parts.page.comparison, row);
    if (chart.dots.empty()) {
        return Data{false};
    }
    const auto& own = parts.own.funnel;
    const auto outside = std::ranges::count_if(
        row.cells, [](const domain::ComparisonCell& cell) { return domain::is_outside(cell.reading); });
    const auto far = std::ranges::count_if(row.cells, [](const auto& cell) { return cell.reading.outside_998; });
    Data data;
    data.set("label", text(fill(own.label, {parts.row_label(row), short_percent(parts.words, chart.expected),
                                            std::to_string(outside), std::to_string(far)})));
    data.set("curves", Data{chart.curves});
    data.set("high95", chart.high95);
    data.set("low95", chart.low95);
    data.set("high998", chart.high998);
    data.set("low998", chart.low998);
    data.set("expected_y", units(chart.expected_y));
    data.set("expected_label_y", units(chart.expected_y - 6));
    data.set("expected", text(fill(own.expected, {short_percent(parts.words, chart.expected)})));
    data.set("most", text(count_words(parts.words, own.axis, chart.most)));
    Data ticks{Data::type::list};
    for (const FunnelTick& tick : chart.ticks) {
        Data entry;
        entry.set("y", units(tick.y));
        entry.set("text_y", units(tick.y + 4));
        entry.set("percent", std::to_string(tick.percent) + '%');
        ticks.push_back(entry);
    }
    data.set("ticks", ticks);
    set_rows(data, "dot_rows", dot_rows(parts, chart, row));
    return data;
}

struct Choice {
    std::size_t row = 0;
    std::int64_t above = 0;
    std::int64_t below = 0;
};

/// Rows with somebody outside first, those of most remarks before others.
std::vector<Choice> list_choices(const DistrictParts& parts) {
    const auto& rows = parts.page.comparison.rows;
    std::vector<Choice> choices;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        const auto count = [&](FunnelVerdict verdict) {
            return std::ranges::count_if(rows[index].cells, [verdict](const domain::ComparisonCell& cell) {
                return cell.reading.verdict == verdict;
            });
        };
        if (rows[index].remarks > 0) {
            choices.push_back({index, count(FunnelVerdict::above), count(FunnelVerdict::below)});
        }
    }
    std::ranges::stable_sort(choices, std::greater{}, [&](const Choice& choice) {
        return std::pair{choice.above + choice.below > 0, rows[choice.row].remarks};
    });
    return choices;
}

Data choice_data(const DistrictParts& parts, const Choice& choice) {
    const domain::ComparisonRow& row = parts.page.comparison.rows[choice.row];
    std::string outside;
    if (choice.above > 0) {
        outside = count_words(parts.words, parts.own.funnel.above, choice.above);
    }
    if (choice.below > 0) {
        outside += outside.empty() ? "" : ", ";
        outside += count_words(parts.words, parts.own.funnel.below, choice.below);
    }
    Data data;
    data.set("path", text(parts.link("row", row.key) + "#funnel"));
    data.set("label", text(parts.row_label(row)));
    data.set("outside", optional_text(outside));
    data.set("current", Data{choice.row == parts.page.row});
    return data;
}

void set_choices(Data& data, const DistrictParts& parts) {
    const std::vector<Choice> all = list_choices(parts);
    Data first{Data::type::list};
    Data more{Data::type::list};
    for (std::size_t index = 0; index < all.size(); ++index) {
        (index < choices_shown ? first : more).push_back(choice_data(parts, all[index]));
    }
    const auto count = std::ssize(all) - static_cast<std::ptrdiff_t>(choices_shown);
    data.set("choose", text(parts.own.funnel.choose));
    data.set("choices", first);
    data.set("has_more_choices", Data{count > 0});
    data.set("more_choices", more);
    data.set("more_choices_words", text(count_words(parts.words, parts.own.funnel.more, std::max<std::int64_t>(0, count))));
}

std::string_view widening_words(const DistrictParts& parts, const domain::ComparisonRow& row) {
    const auto& own = parts.own.funnel;
    if (parts.page.comparison.against == Against::last_year) {
        return own.last_year;
    }
    return parts.pick(row.over_dispersion ? own.widened : own.not_widened);
}

}  // namespace

void set_district_funnel(Data& data, const DistrictParts& parts) {
    const domain::ComparisonRow* row = parts.row();
    const auto& own = parts.own.funnel;
    data.set("no_league", text(parts.pick(own.no_league)));
    set_choices(data, parts);
    data.set("has_row", Data{row != nullptr});
    if (row == nullptr) {
        return;
    }
    data.set("funnel_heading", text(fill(own.heading, {parts.row_label(*row)})));
    data.set("funnel", chart_data(parts, *row));
    const bool silent = domain::find_silence(parts.page.comparison) != domain::Silence::none;
    data.set("funnel_nothing", text(silent         ? silence_text(parts)
                                    : !row->judged ? own.not_in_catalog
                                                   : parts.pick(own.nothing)));
    const bool itself = parts.page.comparison.against == Against::last_year;
    data.set("funnel_key", text(itself ? own.key_last_year : own.key));
    data.set("widening", text(widening_words(parts, *row)));
}

}  // namespace tillnote::render
