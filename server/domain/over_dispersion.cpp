#include "server/domain/over_dispersion.hpp"

#include <algorithm>
#include <numeric>
#include <ranges>

namespace tillnote::domain {
namespace {

double sum_of(const std::vector<int>& counts) {
    return std::accumulate(counts.begin(), counts.end(), 0.0);
}

/// All rows but one.
auto without(const std::vector<std::vector<int>>& counts, std::optional<std::size_t> left_out) {
    return std::views::filter(counts, [first = counts.data(), left_out](const std::vector<int>& row) {
        return !left_out || &row != first + *left_out;
    });
}

}  // namespace

double pool_over_dispersion(const std::vector<std::vector<int>>& counts, std::optional<std::size_t> left_out,
                            double clustering) {
    if (counts.empty()) {
        return 0;
    }
    std::vector<double> day_sums(counts.front().size());
    for (const std::vector<int>& row : without(counts, left_out)) {
        std::transform(row.begin(), row.end(), day_sums.begin(), day_sums.begin(),
                       [](int count, double sum) { return sum + count; });
    }
    const double whole = std::accumulate(day_sums.begin(), day_sums.end(), 0.0);
    if (whole <= 0) {
        return 0;
    }
    double squared_shares = 0;
    for (const std::vector<int>& row : without(counts, left_out)) {
        squared_shares += (sum_of(row) / whole) * (sum_of(row) / whole);
    }
    double excess = 0;
    double scale = 0;
    for (const std::vector<int>& row : without(counts, left_out)) {
        const double share = sum_of(row) / whole;
        const double movement = share_movement(share, squared_shares);
        for (std::size_t day = 0; day < day_sums.size(); ++day) {
            const double mean = share * day_sums[day];
            const double by_chance = clustering * mean * (1 - share) * (1 - day_sums[day] / whole);
            excess += (row[day] - mean) * (row[day] - mean) - by_chance;
            scale += mean * mean * movement;
        }
    }
    return scale > 0 ? std::max(0.0, excess / scale) : 0;
}

}  // namespace tillnote::domain
