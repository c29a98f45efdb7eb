#include "server/render/funnel_chart.hpp"

#include "tests/render/sample_district.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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

TEST(FunnelChart, PutsADotOutsideItsCurvesExactlyWhenItIs) {
    const DistrictPage page = samples::district();
    const domain::ComparisonRow& row = page.comparison.rows[page.row];
    const FunnelChart chart = lay_out_funnel(page.comparison, row);
    ASSERT_FALSE(chart.dots.empty());
    for (const FunnelDot& dot : chart.dots) {
        if (dot.verdict == domain::FunnelVerdict::above) {
            EXPECT_LT(dot.y, chart.expected_y);
            EXPECT_LT(dot.y, dot.whisker_top);
        }
    }
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
