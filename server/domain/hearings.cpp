#include "server/domain/hearings.hpp"

#include <algorithm>
#include <cmath>

namespace tillnote::domain {
namespace {

constexpr int blocks_of_a_day = 8;  ///< two hours each: sixteen hours of trade

}  // namespace

int count_hearings(int remarks, int breadth, int lanes_heard) noexcept {
    const int cells = lanes_heard * blocks_of_a_day;
    if (breadth <= 0 || breadth >= remarks || breadth >= cells) {
        return remarks;
    }
    const double hearings = std::log1p(-static_cast<double>(breadth) / cells) / std::log1p(-1.0 / cells);
    return std::clamp(static_cast<int>(std::lround(hearings)), breadth, remarks);
}

}  // namespace tillnote::domain
