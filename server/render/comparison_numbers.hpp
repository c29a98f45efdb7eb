#pragma once

#include "server/domain/comparison.hpp"

#include <cmath>
#include <optional>

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

}  // namespace tillnote::render
