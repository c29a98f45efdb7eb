#include "server/domain/false_discovery.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace tillnote::domain {

std::vector<double> adjust_p_values(std::span<const double> p_values, std::size_t tests) {
    if (tests < p_values.size()) {
        throw std::logic_error("adjust_p_values: more p-values than tests");
    }
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t left, std::size_t right) { return p_values[left] < p_values[right]; });
    std::vector<double> adjusted(p_values.size());
    double least = 1;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const std::size_t index = order[rank - 1];
        least = std::min(least, p_values[index] * static_cast<double>(tests) / static_cast<double>(rank));
        adjusted[index] = least;
    }
    return adjusted;
}

}  // namespace tillnote::domain
