#pragma once

#include "server/domain/comparison.hpp"

#include <string>
#include <vector>

/// Where everything of a funnel plot lies. Pure geometry, in the units of its viewBox.
namespace tillnote::render {

struct FunnelDot {
    std::size_t member = 0;
    double x = 0;
    double y = 0;
    bool outside_998 = false;
    domain::FunnelVerdict verdict = domain::FunnelVerdict::too_little;
    double whisker_top = 0;  ///< 95% limits of the member itself; only where it is held against itself
    double whisker_bottom = 0;
    double label_y = 0;  ///< moved apart from other labels; of those outside
    bool label_left = false;
};

struct FunnelTick {
    double y = 0;
    int percent = 0;
};

struct FunnelChart {
    static constexpr double width = 560;
    static constexpr double height = 320;
    static constexpr double left = 40;
    static constexpr double right = 548;
    static constexpr double top = 14;
    static constexpr double bottom = 286;

    std::vector<FunnelDot> dots;                 ///< of members with a verdict
    bool curves = false;                         ///< one funnel for all: not when each is held against itself
    std::string high95, low95, high998, low998;  ///< data of paths: M and L with points
    double expected_y = 0;
    double expected = 0;
    int most = 0;  ///< remarks at the right end; the left end has none
    std::vector<FunnelTick> ticks;
};

/// Nothing is drawn, and `dots` is empty, when no member has enough remarks.
[[nodiscard]] FunnelChart lay_out_funnel(const domain::Comparison& comparison, const domain::ComparisonRow& row);

}  // namespace tillnote::render
