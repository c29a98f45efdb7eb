#include "server/domain/hour_span.hpp"

#include <numeric>

namespace tillnote::domain {
namespace {

constexpr int remarks_min = 5;
constexpr int lanes_min = 3;
constexpr int hours_max = 4;  ///< a longer span is most of the day

}  // namespace

std::optional<HourSpan> find_hour_span(const std::array<int, 24>& remarks, int lanes_heard_least) {
    const int all = std::accumulate(remarks.begin(), remarks.end(), 0);
    if (all < remarks_min || lanes_heard_least < lanes_min) {
        return std::nullopt;
    }
    for (int length = 1; length <= hours_max; ++length) {
        for (int from = 0; from + length <= 24; ++from) {
            const int held = std::accumulate(remarks.begin() + from, remarks.begin() + from + length, 0);
            if (3 * held >= 2 * all) {
                return HourSpan{from, from + length};
            }
        }
    }
    return std::nullopt;
}

}  // namespace tillnote::domain
