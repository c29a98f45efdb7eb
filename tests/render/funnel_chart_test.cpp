#include "server/render/funnel_chart.hpp"

#include "tests/render/sample_district.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <sstream>

namespace tillnote::render {
namespace {

TEST(FunnelChart, KeepsEverythingInItsFrame) {
    for (const DistrictPage& page :
         {samples::district(), samples::quiet_district(), samples::wide_district(), samples::districts()}) {
        for (const domain::ComparisonRow& row : page.comparison.rows) {
            const FunnelChart chart = lay_out_funnel(page.comparison, row);
            EXPECT_EQ(chart.curves, page.comparison.against != domain::Against::last_year);
            for (const FunnelDot& dot : chart.dots) {
                EXPECT_GE(dot.x, FunnelChart::left);
                EXPECT_LE(dot.x, FunnelChart::right);
                EXPECT_GE(dot.y, FunnelChart::top);
                EXPECT_LE(dot.y, FunnelChart::bottom);
                EXPECT_LE(dot.whisker_top, dot.whisker_bottom);
            }
            EXPECT_GE(chart.ticks.size(), 2U);
            EXPECT_LE(chart.ticks.size(), 7U);
        }
    }
}

constexpr double drawn = 0.011;  ///< as far as two decimals of a line's points can tell

/// Where a path lies at `x`; nothing where it does not reach.
std::optional<double> height_at(const std::string& path, double x) {
    std::istringstream text(path);
    double last_x = 0;
    double last_y = 0;
    double next_x = 0;
    double next_y = 0;
    char command = 0;
    char comma = 0;
    while (text >> command >> next_x >> comma >> next_y) {
        if (command == 'L' && last_x - drawn <= x && x <= next_x + drawn && next_x > last_x) {
            return last_y + (next_y - last_y) * (x - last_x) / (next_x - last_x);
        }
        last_x = next_x;
        last_y = next_y;
    }
    return std::nullopt;
}

struct CurvesCrossed {
    bool above = false;
    bool below = false;
};

CurvesCrossed curves_crossed(const FunnelDot& dot, const std::string& high, const std::string& low) {
    const auto top = height_at(high, dot.x);
    const auto bottom = height_at(low, dot.x);
    return {top && dot.y <= *top + drawn, bottom && dot.y >= *bottom - drawn};
}

/// Stores of very different size, so that each has other parts in what the others vary by.
DistrictPage uneven_district() {
    DistrictPage page = samples::wide_district();
    std::mt19937_64 random(5);
    domain::ComparisonInput input;
    input.range = page.comparison.range;
    for (int reason = 0; reason < 8; ++reason) {
        Reason made;
        made.code = std::to_string(100 + reason);
        made.theme = "theme";
        made.polarity = Polarity::complaint;
        input.reasons.push_back(made);
    }
    for (int store = 0; store < 14; ++store) {
        domain::ComparedDay day;
        day.day = input.range.from;
        day.lanes_heard = 400;
        const double size = store == 0 ? 4'000 : 60.0 * (1 + store);
        for (std::uint16_t reason = 0; reason < 8; ++reason) {
            const double varied = std::gamma_distribution<>(8, 1.0 / 8)(random);
            const int remarks = std::poisson_distribution<>(size / (reason + 2) * varied)(random);
            day.heard.push_back({reason, remarks, remarks});
        }
        input.members.push_back({std::to_string(store), "Store " + std::to_string(store), {day}, {}});
    }
    page.comparison = domain::build_comparison(input);
    return page;
}

TEST(FunnelChart, PutsADotOutsideItsCurvesExactlyWhenItIs) {
    int outside = 0;
    int within = 0;
    for (const DistrictPage& page :
         {samples::district(), samples::wide_district(), samples::districts(), uneven_district()}) {
        for (const domain::ComparisonRow& row : page.comparison.rows) {
            const FunnelChart chart = lay_out_funnel(page.comparison, row);
            for (const FunnelDot& dot : chart.dots) {
                if (!chart.curves) {  // each member has limits of its own
                    EXPECT_EQ(dot.y < dot.whisker_top, dot.verdict == domain::FunnelVerdict::above);
                    EXPECT_EQ(dot.y > dot.whisker_bottom, dot.verdict == domain::FunnelVerdict::below);
                    continue;
                }
                const CurvesCrossed by95 = curves_crossed(dot, chart.high95, chart.low95);
                EXPECT_EQ(by95.above, dot.verdict == domain::FunnelVerdict::above) << row.key << ' ' << dot.member;
                EXPECT_EQ(by95.below, dot.verdict == domain::FunnelVerdict::below) << row.key << ' ' << dot.member;
                const CurvesCrossed by998 = curves_crossed(dot, chart.high998, chart.low998);
                EXPECT_EQ(by998.above || by998.below, dot.outside_998) << row.key << ' ' << dot.member;
                (by95.above || by95.below ? outside : within) += 1;
            }
        }
    }
    EXPECT_GE(outside, 10);
    EXPECT_GE(within, 100);
}

/// A limit that leaves the frame ends there, and no line runs along the frame's edge.
TEST(FunnelChart, CutsItsCurvesOffWhereTheyLeaveTheFrame) {
    int cut = 0;
    for (const DistrictPage& page : {samples::district(), samples::wide_district(), uneven_district()}) {
        for (const domain::ComparisonRow& row : page.comparison.rows) {
            const FunnelChart chart = lay_out_funnel(page.comparison, row);
            for (const std::string* line : {&chart.high95, &chart.low95, &chart.high998, &chart.low998}) {
                std::istringstream text(*line);
                double x = 0;
                double y = 0;
                char command = 0;
                char comma = 0;
                int at_edge = 0;
                bool last_at_edge = false;
                double last_x = 0;
                while (text >> command >> x >> comma >> y) {
                    EXPECT_GE(y, FunnelChart::top - 0.01);
                    EXPECT_LE(y, FunnelChart::bottom + 0.01);
                    const bool is_at_edge = y < FunnelChart::top + 0.005 || y > FunnelChart::bottom - 0.005;
                    if (command == 'L' && is_at_edge && last_at_edge) {
                        EXPECT_LT(x - last_x, 2) << row.key << ": along the edge " << *line;
                    }
                    at_edge += is_at_edge ? 1 : 0;
                    last_at_edge = is_at_edge;
                    last_x = x;
                }
                cut += at_edge;
            }
        }
    }
    EXPECT_GE(cut, 1);
}

TEST(FunnelChart, PartsItsLabels) {
    const DistrictPage page = samples::wide_district();
    for (const domain::ComparisonRow& row : page.comparison.rows) {
        std::vector<double> labels;
        for (const FunnelDot& dot : lay_out_funnel(page.comparison, row).dots) {
            if (dot.verdict != domain::FunnelVerdict::not_distinguishable) {
                labels.push_back(dot.label_y);
            }
        }
        std::ranges::sort(labels);
        for (std::size_t index = 1; index < labels.size(); ++index) {
            EXPECT_GE(labels[index] - labels[index - 1], 14.9);
        }
    }
}

TEST(FunnelChart, DrawsNothingOfTooLittle) {
    domain::Comparison comparison;
    domain::ComparisonRow row;
    row.cells.resize(3);
    EXPECT_TRUE(lay_out_funnel(comparison, row).dots.empty());
}

}  // namespace
}  // namespace tillnote::render
