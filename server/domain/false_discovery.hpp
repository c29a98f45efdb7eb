#pragma once

#include <span>
#include <vector>

namespace tillnote::domain {

/// Adjusted p-values of Benjamini and Hochberg, in the order given, at most 1: those not above q are discoveries whose
/// expected share of false ones is q. `tests` is the number of tests fixed before looking, at least p_values.size():
/// what was not computed counts as a test with p = 1. Source: Benjamini and Hochberg, JRSS B 57 (1995).
[[nodiscard]] std::vector<double> adjust_p_values(std::span<const double> p_values, std::size_t tests);

}  // namespace tillnote::domain
