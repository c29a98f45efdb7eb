#include "server/domain/hearings.hpp"

#include <algorithm>
#include <cmath>

namespace tillnote::domain {
namespace {

constexpr int blocks_of_a_day = 8;  ///< two hours each: sixteen hours of trade

bool counts_every_remark(int remarks, int breadth, int cells) noexcept {
    return breadth <= 0 || breadth >= remarks || breadth >= cells;
}

/// At least 1, as `breadth` is.
int solve(int breadth, int cells) noexcept {
    return static_cast<int>(std::lround(std::log1p(-static_cast<double>(breadth) / cells) / std::log1p(-1.0 / cells)));
}

}  // namespace

int count_hearings(int remarks, int breadth, int lanes_heard) noexcept {
    const int cells = lanes_heard * blocks_of_a_day;
    return counts_every_remark(remarks, breadth, cells) ? remarks : std::clamp(solve(breadth, cells), breadth, remarks);
}

int HearingTable::count(int remarks, int breadth, int lanes_heard) {
    const int cells = lanes_heard * blocks_of_a_day;
    if (counts_every_remark(remarks, breadth, cells)) {
        return remarks;
    }
    const auto lanes = static_cast<std::size_t>(lanes_heard);
    const auto at = static_cast<std::size_t>(breadth);
    if (solved_.size() <= lanes) {
        solved_.resize(lanes + 1);
    }
    if (solved_[lanes].size() <= at) {
        solved_[lanes].resize(at + 1);
    }
    int& solved = solved_[lanes][at];
    if (solved == 0) {
        solved = solve(breadth, cells);
    }
    return std::clamp(solved, breadth, remarks);
}

}  // namespace tillnote::domain
