#pragma once

#include <vector>

/// What public health runs on daily counts, as peers. Source: Hutwagner et al., Journal of Urban Health 80 (2003);
/// Tokars et al., Emerging Infectious Diseases 15 (2009).
namespace tillnote::simulator {

/// EARS C1: the day's count against mean and standard deviation of the seven days before it. A z score; the deviation is
/// at least 0.5, and counts below 3 give 0, as our own gate. Needs seven days before `day`.
[[nodiscard]] double ears_c1(const std::vector<int>& counts, int day);

/// W2: the same against the last seven days of the same kind (workday or weekend) before a guard of two days. `day` 0 is
/// a Monday. Needs 28 days before `day`.
[[nodiscard]] double ears_w2(const std::vector<int>& counts, int day);

}  // namespace tillnote::simulator
