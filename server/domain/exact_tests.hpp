#pragma once

#include "server/domain/proportion.hpp"

#include <array>

namespace tillnote::domain {

/// `remarks` of all `of` remarks in one stretch of days.
struct ShareCounts {
    int remarks = 0;
    int of = 0;

    friend bool operator==(const ShareCounts&, const ShareCounts&) = default;
};

/// How far days differ by more than chance: the variance of one day's count is its mean times (1 + od * mean).
/// `window_days` is the number of equally busy days that would vary as much as the window's do.
struct DayVariation {
    double over_dispersion = 0;  ///< 0: none; 0.15 is moderate, 0.5 strong
    double window_days = 1;
};

// All p-values below are exact, in 0..1. Counts that cannot be (negative, more remarks than all) are bugs and throw
// std::logic_error. Two-sided is the central kind: twice the smaller tail, at most 1, so that it agrees with the central
// intervals of proportion.hpp.

/// Test A, mix: how likely is a share as high as the window's, if it is the baseline's? One-sided. Without over-dispersion
/// Fisher's exact test; with it the tail of the beta-binomial distribution, which is exact when each day's rate is drawn
/// from a gamma distribution. Source: Fisher 1935; docs/decisions/0015.
[[nodiscard]] double mix_rise_p(ShareCounts window, ShareCounts baseline, DayVariation variation = {});

/// Two stretches of days against each other: Fisher's test, or with over-dispersion the beta-binomial one as above;
/// `variation` is the first's.
[[nodiscard]] double mix_two_sided_p(ShareCounts first, ShareCounts second, DayVariation variation = {});
/// The same of `count` in place of `first.remarks`, all remarks staying as they are; between two whole counts tails lie on a
/// line.
[[nodiscard]] double mix_two_sided_p(ShareCounts first, ShareCounts second, double count);

/// The same as its mid-p: the smaller tail counts only half of the count itself. Fisher's test never says more than it may,
/// this one comes nearest to the promised chance where counts are small. Source: Lancaster, JASA 56 (1961);
/// docs/decisions/0020.
[[nodiscard]] double mix_mid_p(ShareCounts first, ShareCounts second, double count);

/// Points on the line of counts: those up to `low` and from `high` on lie outside.
struct CentralLimits {
    double low = 0;
    double high = 0;
};

/// Between which points the remarks of `first` stay when all its remarks and the reason's are given: where the mid-p tail is
/// `tails[i]`, each in 0..0.5, the smaller first. A count is outside exactly when mix_mid_p is at most twice the tail;
/// limits that no count can reach lie beyond the last possible one.
[[nodiscard]] std::array<CentralLimits, 2> mix_central_limits(ShareCounts first, ShareCounts second,
                                                              std::array<double, 2> tails);

/// Test B, rate: conditional test of two Poisson counts, one-sided. `exposure_ratio` is the window's traffic (or days)
/// over the baseline's, above 0. Source: Przyborowski and Wilenski, Biometrika 31 (1940).
[[nodiscard]] double rate_rise_p(int window, int baseline, double exposure_ratio);
[[nodiscard]] double rate_two_sided_p(int window, int baseline, double exposure_ratio);

/// Test of a share against a given one in 0..1: binomial, or with over-dispersion beta-binomial, where the reason's rate
/// varies as in test A.
[[nodiscard]] double share_two_sided_p(ShareCounts counts, double share, DayVariation variation = {});

/// The shares that share_two_sided_p() does not tell apart from the counts at 5%: Clopper and Pearson's interval, or with
/// over-dispersion the beta-binomial one. `counts.of` is above 0.
[[nodiscard]] Interval share_interval_95(ShareCounts counts, DayVariation variation = {});

}  // namespace tillnote::domain
