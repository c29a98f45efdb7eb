#include "server/domain/chance.hpp"

#include <algorithm>
#include <cmath>

namespace tillnote::domain {
namespace {

constexpr int one_in_max = 10'000;

}  // namespace

int chance_one_in(double p_value) noexcept {
    if (p_value * one_in_max <= 1) {
        return one_in_max;
    }
    const double one_in = 1 / p_value;
    const double step = std::pow(10.0, std::floor(std::log10(one_in)));
    return std::min(one_in_max, static_cast<int>(std::lround(std::round(one_in / step) * step)));
}

}  // namespace tillnote::domain
