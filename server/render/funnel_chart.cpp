#include "server/render/funnel_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <ranges>

namespace tillnote::render {
namespace {

using Chart = FunnelChart;
using domain::Against;
using domain::ComparisonCell;

constexpr int sizes_tried = 120;
constexpr int ticks_max = 5;
constexpr double label_step = 15;
constexpr std::array<int, 8> tick_steps{1, 2, 5, 10, 20, 25, 50, 100};

std::string units(double number) {
    char digits[24];
    std::snprintf(digits, sizeof digits, "%.2f", number);
    return digits;
}

struct Scale {
    double most_of = 1;
    double most_share = 1;

    [[nodiscard]] double x(double of) const { return Chart::left + (Chart::right - Chart::left) * of / most_of; }
    [[nodiscard]] double y(double share) const {
        return Chart::bottom - (Chart::bottom - Chart::top) * std::min(share, most_share) / most_share;
    }
};

/// One line of the funnel, cut off where it leaves the frame and taken up where it comes back.
class Edge {
public:
    Edge(std::string& line, const Scale& scale) : line_(line), scale_(scale) {}

    /// Sizes grow.
    void reach(int size, double share) {
        const Point here{scale_.x(size), share};
        if (last_ && is_inside(last_->share) != is_inside(share)) {
            const double border = std::min(share, last_->share) < 0 ? 0 : scale_.most_share;
            append(last_->x + (here.x - last_->x) * (border - last_->share) / (share - last_->share), border);
        }
        if (is_inside(share)) {
            append(here.x, share);
        } else {
            broken_ = true;
        }
        last_ = here;
    }

private:
    struct Point {
        double x = 0;
        double share = 0;
    };

    [[nodiscard]] bool is_inside(double share) const { return share >= 0 && share <= scale_.most_share; }

    void append(double x, double share) {
        line_.append(line_.empty() ? "" : " ").append(broken_ ? "M" : "L");
        line_.append(units(x)).append(",").append(units(scale_.y(share)));
        broken_ = false;
    }

    std::string& line_;
    const Scale& scale_;
    std::optional<Point> last_;
    bool broken_ = true;
};

/// Sizes at which the funnel is looked at: those of the members, so that every dot lies where its verdict has it, and
/// steps between.
std::vector<int> sizes_of(const domain::ComparisonRow& row, int last) {
    std::vector<int> sizes;
    for (int size = domain::share_remarks_min; size <= last; size += std::max(1, last / sizes_tried)) {
        sizes.push_back(size);
    }
    for (const ComparisonCell& cell : row.cells) {
        if (cell.of >= domain::share_remarks_min && cell.of <= last) {
            sizes.push_back(cell.of);
        }
    }
    std::ranges::sort(sizes);
    const auto twice = std::ranges::unique(sizes);
    sizes.erase(twice.begin(), twice.end());
    return sizes;
}

/// The funnel of members of all sizes, drawn in the group that the row's cells share.
void draw_curves(Chart& chart, const domain::Comparison& comparison, const domain::ComparisonRow& row, const Scale& scale) {
    const ComparisonCell& any = row.cells.front();
    const int remarks = any.remarks + any.rest.remarks;
    const int of = any.of + any.rest.of;
    const domain::RowSpread spread(comparison);
    const int last = std::min(static_cast<int>(scale.most_of), of - domain::share_remarks_min);
    Edge high95(chart.high95, scale);
    Edge low95(chart.low95, scale);
    Edge high998(chart.high998, scale);
    Edge low998(chart.low998, scale);
    for (const int size : sizes_of(row, last)) {
        const int share_of_size = std::clamp(static_cast<int>(std::lround(static_cast<double>(remarks) * size / of)),
                                             std::max(0, remarks - (of - size)), std::min(remarks, size));
        const domain::FunnelReading reading =
            domain::read_funnel({share_of_size, size}, {remarks - share_of_size, of - size}, spread.of(row, size));
        high95.reach(size, reading.edges95.high);
        low95.reach(size, reading.edges95.low);
        high998.reach(size, reading.edges998.high);
        low998.reach(size, reading.edges998.low);
    }
    chart.curves = !chart.high95.empty();
}

/// Labels of dots outside, from top to bottom, each at least a line below the one before; the last ones move up again.
void part_labels(Chart& chart) {
    std::vector<FunnelDot*> labelled;
    for (FunnelDot& dot : chart.dots) {
        if (dot.verdict == domain::FunnelVerdict::above || dot.verdict == domain::FunnelVerdict::below) {
            labelled.push_back(&dot);
            dot.label_y = dot.y + 4;
            dot.label_left = dot.x > (Chart::left + 2 * Chart::right) / 3;
        }
    }
    std::ranges::sort(labelled, {}, [](const FunnelDot* dot) { return dot->label_y; });
    for (std::size_t index = 1; index < labelled.size(); ++index) {
        labelled[index]->label_y = std::max(labelled[index]->label_y, labelled[index - 1]->label_y + label_step);
    }
    double lowest = Chart::bottom - 4;
    for (FunnelDot* const dot : std::views::reverse(labelled)) {
        dot->label_y = std::min(dot->label_y, lowest);
        lowest = dot->label_y - label_step;
    }
}

Scale scale_of(const domain::ComparisonRow& row, bool curves) {
    Scale scale{1, 0.01};
    for (const ComparisonCell& cell : row.cells) {
        if (cell.reading.verdict != domain::FunnelVerdict::too_little) {
            scale.most_of = std::max(scale.most_of, static_cast<double>(cell.of));
            const double limit = curves ? 1.1 * cell.reading.limits998.high : cell.reading.limits95.high;
            scale.most_share = std::max({scale.most_share, 1.15 * cell.remarks / cell.of, limit});
        }
    }
    scale.most_of *= 1.04;
    scale.most_share = std::min(1.0, scale.most_share);
    return scale;
}

void add_ticks(Chart& chart, const Scale& scale) {
    const auto step =
        std::ranges::find_if(tick_steps, [&](int percent) { return 100 * scale.most_share / percent <= ticks_max; });
    for (int percent = 0; percent <= 100 * scale.most_share; percent += *step) {
        chart.ticks.push_back({scale.y(percent / 100.0), percent});
    }
}

}  // namespace

FunnelChart lay_out_funnel(const domain::Comparison& comparison, const domain::ComparisonRow& row) {
    Chart chart;
    const bool shared = comparison.against != Against::last_year;
    const Scale scale = scale_of(row, shared);
    for (std::size_t member = 0; member < row.cells.size(); ++member) {
        const ComparisonCell& cell = row.cells[member];
        if (cell.reading.verdict == domain::FunnelVerdict::too_little) {
            continue;
        }
        FunnelDot dot;
        dot.member = member;
        dot.x = scale.x(cell.of);
        dot.y = scale.y(static_cast<double>(cell.remarks) / cell.of);
        dot.verdict = cell.reading.verdict;
        dot.outside_998 = cell.reading.outside_998;
        dot.whisker_top = scale.y(cell.reading.limits95.high);
        dot.whisker_bottom = scale.y(cell.reading.limits95.low);
        chart.dots.push_back(dot);
    }
    if (chart.dots.empty()) {
        return chart;
    }
    if (shared) {
        draw_curves(chart, comparison, row, scale);
        chart.expected = row.cells.front().reading.expected;
        chart.expected_y = scale.y(chart.expected);
    }
    chart.most = static_cast<int>(scale.most_of);
    add_ticks(chart, scale);
    part_labels(chart);
    return chart;
}

}  // namespace tillnote::render
