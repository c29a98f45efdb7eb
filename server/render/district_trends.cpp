#include "server/domain/business_day.hpp"
#include "server/render/district_parts.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using Weeks = std::vector<domain::TrendWeek>;

constexpr std::size_t shown_max = 24;  ///< what a page can hold; the CSV has all
constexpr std::size_t paper_charts_max = 12;
constexpr int chart_height = 40;
constexpr int bar_step = 10;

/// All of them by name while they are few, else those outside first.
std::vector<std::size_t> shown_members(const DistrictParts& parts) {
    std::vector<std::size_t> order = parts.by_name();
    if (order.size() > shown_max) {
        std::ranges::stable_partition(
            order, [&](std::size_t member) { return domain::is_outside(parts.row()->cells[member].reading); });
        order.resize(shown_max);
    }
    return order;
}

/// Nothing where there is too little to tell.
std::optional<double> share_of(const domain::TrendWeek& week) {
    return !week.in_catalog || week.of < domain::share_remarks_min
               ? std::nullopt
               : std::optional{static_cast<double>(week.remarks) / week.of};
}

/// "6.1% (12 of 197)", "2 of 9" where there is too little to tell.
std::string week_words(const DistrictParts& parts, const domain::TrendWeek& week) {
    const auto& own = parts.own.trends;
    if (!week.in_catalog) {
        return std::string{own.not_in_catalog};
    }
    const std::string remarks = number_words(parts.words, week.remarks);
    const std::string of = number_words(parts.words, week.of);
    const auto share = share_of(week);
    return share ? fill(own.share, {short_percent(parts.words, *share), remarks, of}) : fill(own.too_little, {remarks, of});
}

/// Shares, as the plot above has them: counts grow with how eagerly a store taps. No bar where there is too little.
Data bars_data(const Weeks& weeks, double most) {
    Data bars{Data::type::list};
    for (std::size_t week = 0; week < weeks.size(); ++week) {
        const auto share = share_of(weeks[week]);
        if (!share) {
            continue;
        }
        const int height = std::max(*share > 0 ? 2 : 1, static_cast<int>(*share * chart_height / most));
        Data bar;
        bar.set("kind", std::string{week + 1 == weeks.size() ? "this" : "same"});
        bar.set("x", std::to_string(static_cast<int>(week) * bar_step));
        bar.set("y", std::to_string(chart_height + 1 - height));
        bar.set("h", std::to_string(height));
        bars.push_back(bar);
    }
    return bars;
}

Data week_rows(const DistrictParts& parts, const std::vector<std::size_t>& shown) {
    Data rows{Data::type::list};
    for (std::size_t week = domain::trend_weeks; week > 0; --week) {
        Data cells{Data::type::list};
        for (const std::size_t member : shown) {
            Data cell;
            cell.set("name", text(one_line(parts.page.comparison.members[member].name)));
            cell.set("remarks", text(week_words(parts, parts.page.trends[member][week - 1])));
            cells.push_back(cell);
        }
        Data row;
        const domain::Day first = parts.page.trends[shown.front()][week - 1].first_day;
        row.set("from", text(brief_date_words(parts.words, parts.words.date_brief, first)));
        row.set("cells", cells);
        rows.push_back(row);
    }
    return rows;
}

}  // namespace

void set_district_trends(Data& data, const DistrictParts& parts) {
    const bool there = parts.row() != nullptr && !parts.page.trends.empty();
    data.set("has_trends", Data{there});
    if (!there) {
        return;
    }
    const auto& own = parts.own.trends;
    const auto& members = parts.page.comparison.members;
    const std::vector<std::size_t> shown = shown_members(parts);
    double most = 0.01;
    for (const std::size_t member : shown) {
        for (const domain::TrendWeek& week : parts.page.trends[member]) {
            most = std::max(most, share_of(week).value_or(0));
        }
    }
    std::size_t charts_on_paper = 0;
    Data charts{Data::type::list};
    for (const std::size_t member : shown) {
        const Weeks& weeks = parts.page.trends[member];
        const std::string name = one_line(members[member].name);
        Data chart;
        chart.set("screen", Data{!parts.is_on_paper(member) || charts_on_paper++ >= paper_charts_max});
        chart.set("name", text(name));
        chart.set("label",
                  text(fill(own.label, {name, brief_date_words(parts.words, parts.words.date_brief, weeks.front().first_day),
                                        brief_date_words(parts.words, parts.words.date_brief,
                                                         domain::add_days(weeks.back().first_day, 6))})));
        chart.set("bars", bars_data(weeks, most));
        chart.set("last", text(week_words(parts, weeks.back())));
        charts.push_back(chart);
    }
    data.set("trends", charts);
    data.set("trends_heading", text(fill(own.heading, {parts.row_label(*parts.row())})));
    data.set("trends_note", text(own.note));
    data.set("trends_caption", text(own.caption));
    data.set("week_heading", text(own.week_from));
    data.set("week_rows", week_rows(parts, shown));
    data.set("trends_more", optional_text(shown.size() < members.size()
                                              ? fill(parts.pick(own.more), {std::to_string(shown.size()),
                                                                            number_words(parts.words, std::ssize(members))})
                                              : std::string{}));
}

}  // namespace tillnote::render
