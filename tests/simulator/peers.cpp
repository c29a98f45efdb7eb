#include "tests/simulator/peers.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tillnote::simulator {
namespace {

constexpr std::size_t baseline_days = 7;
constexpr int guard_days = 2;
constexpr double deviation_min = 0.5;
constexpr int count_min = 3;

double z_score(int count, const std::vector<int>& baseline) {
    if (count < count_min) {
        return 0;
    }
    const double days = static_cast<double>(baseline.size());
    const double mean = std::accumulate(baseline.begin(), baseline.end(), 0.0) / days;
    double squares = 0;
    for (const int one : baseline) {
        squares += (one - mean) * (one - mean);
    }
    return (count - mean) / std::max(deviation_min, std::sqrt(squares / (days - 1)));
}

bool is_weekend(int day) {
    return day % 7 >= 5;
}

}  // namespace

double ears_c1(const std::vector<int>& counts, int day) {
    const auto end = counts.begin() + day;
    return z_score(*end, {end - baseline_days, end});
}

double ears_w2(const std::vector<int>& counts, int day) {
    std::vector<int> baseline;
    for (int back = guard_days + 1; baseline.size() < baseline_days; ++back) {
        if (is_weekend(day - back) == is_weekend(day)) {
            baseline.push_back(counts.at(static_cast<std::size_t>(day - back)));
        }
    }
    return z_score(counts.at(static_cast<std::size_t>(day)), baseline);
}

}  // namespace tillnote::simulator
