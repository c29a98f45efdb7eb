#pragma once

namespace tillnote::domain {

/// "Unlikely to be chance (1 in 2,000)": one over the p-value to one significant figure, never beyond 10,000.
/// `p_value` in 0..1. Source: PRODUCT "The statistics".
[[nodiscard]] int chance_one_in(double p_value) noexcept;

}  // namespace tillnote::domain
