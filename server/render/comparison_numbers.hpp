#pragma once

#include "server/domain/comparison.hpp"
#include "server/domain/comparison_story.hpp"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

/// How a comparison's figures are rounded in JSON and CSV. Pure.
namespace tillnote::render {

/// To four decimals: of a share, a remark among thousands must still move it.
[[nodiscard]] inline double rounded(double number) {
    constexpr double decimals = 10'000;
    return std::round(number * decimals) / decimals;
}

/// Nothing where there is too little to tell.
[[nodiscard]] inline std::optional<double> share_of(const domain::ComparisonCell& cell) {
    return cell.of < domain::share_remarks_min ? std::nullopt
                                               : std::optional{rounded(static_cast<double>(cell.remarks) / cell.of)};
}

[[nodiscard]] inline double usual_share(const domain::Story& story) {
    return rounded(static_cast<double>(story.baseline.remarks) / story.baseline.of);
}

/// So many shares at most chance alone puts outside their 95% limits.
[[nodiscard]] inline std::int64_t outside_by_chance(const domain::Comparison& comparison) {
    return std::lround(std::ceil(comparison.cells_judged * 2 * domain::funnel_tail_95));
}

/// The limits outside of which a sentence says that a member lies.
[[nodiscard]] constexpr std::string_view limits_named(const domain::Standout& at) noexcept {
    return at.outside_998 ? "99.8" : "95";
}

}  // namespace tillnote::render
