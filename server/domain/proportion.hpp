#pragma once

namespace tillnote::domain {

/// Remarks from which a share and its interval are shown; below that, counts only. Source: PRODUCT "The statistics".
inline constexpr int share_remarks_min = 30;

struct Interval {
    double low = 0.0;
    double high = 1.0;
};

/// Exact central 95% interval of a proportion after `successes` of `trials`. Limits: 0 <= successes <= trials, trials > 0;
/// anything else is a bug and throws std::logic_error. Source: Clopper and Pearson, Biometrika 26 (1934); Boost.Math.
[[nodiscard]] Interval clopper_pearson_95(int successes, int trials);

/// Exact central 95% interval of the mean of a Poisson count. A negative count is a bug and throws std::logic_error.
/// Source: Garwood, Biometrika 28 (1936).
[[nodiscard]] Interval poisson_95(int count);

}  // namespace tillnote::domain
