#include "server/domain/partial_conjunction.hpp"

#include <algorithm>
#include <numeric>

namespace tillnote::domain {

std::vector<std::size_t> find_conjunction(std::span<const double> p_values, std::size_t at_least, double chance_max) {
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t index) { return p_values[index]; });
    const auto can_be_said = [&](std::size_t count) {
        return count <= order.size() &&
               static_cast<double>(order.size() - count + 1) * p_values[order[count - 1]] <= chance_max;
    };
    if (!can_be_said(at_least)) {
        return {};
    }
    std::size_t count = at_least;
    while (can_be_said(count + 1)) {
        ++count;
    }
    order.resize(count);
    return order;
}

}  // namespace tillnote::domain
