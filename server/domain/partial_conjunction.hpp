#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tillnote::domain {

/// The largest part of the tests of which it can be said that all of it is no chance: the indices of the r smallest
/// p-values, the smallest first, where r grows from `at_least` as long as "at least r of these are no chance" has a p-value
/// of `chance_max` at most. That p-value is (k - r + 1) times the r-th smallest of k, so that up to r - 1 true ones,
/// however strong, never make a claim of r; it holds however the tests depend on each other. Empty when not even `at_least`
/// (1 or more) can be said. Source: Benjamini and Heller, Biometrics 64 (2008), the Bonferroni form. Pure; any thread.
[[nodiscard]] std::vector<std::size_t> find_conjunction(std::span<const double> p_values, std::size_t at_least,
                                                        double chance_max);

}  // namespace tillnote::domain
