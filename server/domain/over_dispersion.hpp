#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace tillnote::domain {

/// How far shares differ from day to day by more than chance, pooled over rows (reasons, say): od such that a count's
/// variance is its mean times (1 + od * mean), at least 0. `counts[row][day]`; every day has the same rows, and a day's sum
/// is the whole from which shares are taken, so that eager days cancel. A row that is `left_out` is as if it were not there;
/// chance alone gives `clustering` times its variance, as in FunnelSpread. Moment estimate; 0 when there is nothing to
/// estimate from. Source: docs/decisions/0015.
[[nodiscard]] double pool_over_dispersion(const std::vector<std::vector<int>>& counts,
                                          std::optional<std::size_t> left_out = std::nullopt, double clustering = 1);

/// A share also moves when another reason's rate does: how much its relative variance is of od. `squared_shares` is the sum
/// of all squared shares.
[[nodiscard]] constexpr double share_movement(double share, double squared_shares) noexcept {
    return (1 - share) * (1 - share) + squared_shares - share * share;
}

}  // namespace tillnote::domain
