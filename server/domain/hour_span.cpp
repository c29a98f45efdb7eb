#include "server/domain/hour_span.hpp"

#include <numeric>

namespace tillnote::domain {
namespace {

constexpr int remarks_min = 5;
constexpr int lanes_min = 3;
constexpr int hours_max = 4;  ///< a longer span is most of the day

bool is_open_enough(const HourSpan& span, const std::array<int, 24>& remarks, const std::array<int, 24>& lanes_least) {
    for (auto hour = static_cast<std::size_t>(span.from_hour); hour < static_cast<std::size_t>(span.to_hour); ++hour) {
        if (remarks.at(hour) > 0 && lanes_least.at(hour) < lanes_min) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<HourSpan> find_hour_span(const std::array<int, 24>& remarks, const std::array<int, 24>& lanes_least) {
    const int all = std::accumulate(remarks.begin(), remarks.end(), 0);
    if (all < remarks_min) {
        return std::nullopt;
    }
    for (int length = 1; length <= hours_max; ++length) {
        for (int from = 0; from + length <= 24; ++from) {
            const int held = std::accumulate(remarks.begin() + from, remarks.begin() + from + length, 0);
            if (3 * held >= 2 * all) {
                const HourSpan span{from, from + length};
                return is_open_enough(span, remarks, lanes_least) ? std::optional(span) : std::nullopt;
            }
        }
    }
    return std::nullopt;
}

}  // namespace tillnote::domain
