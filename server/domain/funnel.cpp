#include "server/domain/funnel.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tillnote::domain {
namespace {

/// How much wider than the hypergeometric distribution's the limits stand off.
double widening(ShareCounts store, ShareCounts rest, double share, FunnelSpread spread) {
    if (spread.relative_variance <= 0 || share <= 0 || share >= 1) {
        return 1;
    }
    const double by_chance = share * (1 - share) * (1.0 / store.of + 1.0 / rest.of);
    return std::sqrt(1 + share * share * spread.relative_variance / by_chance);
}

/// Counts inside once each stands off by `wider`: the first count outside moves, so that 1 changes nothing.
Interval stand_off(CentralLimits limits, double expected_count, double wider, int of) {
    const double first_below = expected_count - wider * (expected_count - (limits.low - 1));
    const double first_above = expected_count + wider * (limits.high + 1 - expected_count);
    const double low = std::max(0.0, std::floor(first_below + 1e-9) + 1);
    const double high = std::min(static_cast<double>(of), std::ceil(first_above - 1e-9) - 1);
    return {low / of, high / of};
}

bool lies_outside(double share, Interval limits) {
    constexpr double rounding = 1e-12;
    return share < limits.low - rounding || share > limits.high + rounding;
}

/// The count that is as far out in the hypergeometric distribution as this one in the wider one, rounded towards its middle.
ShareCounts drawn_in(ShareCounts store, double expected_count, double wider) {
    const double off = (store.remarks - expected_count) / wider;
    const double at = expected_count + off;
    const double rounded = off > 0 ? std::floor(at + 1e-9) : std::ceil(at - 1e-9);
    return {static_cast<int>(rounded), store.of};
}

}  // namespace

std::string_view to_text(FunnelVerdict verdict) noexcept {
    switch (verdict) {
        case FunnelVerdict::above:
            return "above";
        case FunnelVerdict::not_distinguishable:
            return "not_distinguishable";
        case FunnelVerdict::below:
            return "below";
        case FunnelVerdict::too_little:
            return "too_little";
    }
    std::abort();
}

FunnelReading read_funnel(ShareCounts store, ShareCounts rest, FunnelSpread spread) {
    FunnelReading reading;
    const int all = store.of + rest.of;
    const int remarks = store.remarks + rest.remarks;
    reading.expected = all > 0 ? static_cast<double>(remarks) / all : 0;
    if (store.of == 0 || rest.of == 0) {
        return reading;
    }
    const double expected_count = reading.expected * store.of;
    const double wider = widening(store, rest, reading.expected, spread);
    const auto limits = mix_central_limits(store, rest, {funnel_tail_998, funnel_tail_95});
    reading.limits998 = stand_off(limits[0], expected_count, wider, store.of);
    reading.limits95 = stand_off(limits[1], expected_count, wider, store.of);
    if (store.of < share_remarks_min || rest.of < share_remarks_min) {
        return reading;
    }
    const double share = static_cast<double>(store.remarks) / store.of;
    reading.verdict = FunnelVerdict::not_distinguishable;
    if (lies_outside(share, reading.limits95)) {
        reading.verdict = share > reading.expected ? FunnelVerdict::above : FunnelVerdict::below;
        reading.outside_998 = lies_outside(share, reading.limits998);
        const ShareCounts inner = drawn_in(store, expected_count, wider);
        reading.p_value = mix_two_sided_p(inner, {remarks - inner.remarks, rest.of});
    }
    return reading;
}

}  // namespace tillnote::domain
