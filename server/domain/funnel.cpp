#include "server/domain/funnel.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tillnote::domain {
namespace {

/// How much further than in the hypergeometric distribution limits stand off from what is expected.
double widening(ShareCounts store, ShareCounts rest, double share, FunnelSpread spread) {
    if (share <= 0 || share >= 1) {
        return 1;
    }
    const double by_chance = share * (1 - share) * (1.0 / store.of + 1.0 / rest.of);
    return std::sqrt(spread.clustering + share * share * spread.relative_variance / by_chance);
}

constexpr double rounding = 1e-9;  ///< of a point that should be a whole count

struct Counts {
    int low = 0;
    int high = 0;

    [[nodiscard]] bool hold(int count) const { return count >= low && count <= high; }
    [[nodiscard]] Interval share_of(int all) const {
        return {static_cast<double>(low) / all, static_cast<double>(high) / all};
    }
};

/// Each limit further off from what is expected by `wider`.
CentralLimits stand_off(CentralLimits limits, double expected_count, double wider) {
    return {expected_count - wider * (expected_count - limits.low), expected_count + wider * (limits.high - expected_count)};
}

Counts counts_inside(CentralLimits limits, int of) {
    return {static_cast<int>(std::max(0.0, std::floor(limits.low + rounding) + 1)),
            static_cast<int>(std::min(static_cast<double>(of), std::ceil(limits.high - rounding) - 1))};
}

Interval edges_of(CentralLimits limits, int of) {
    return {limits.low / of, limits.high / of};
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

double expected_share(ShareCounts store, ShareCounts rest) noexcept {
    const int all = store.of + rest.of;
    return all > 0 ? static_cast<double>(store.remarks + rest.remarks) / all : 0;
}

FunnelReading read_funnel(ShareCounts store, ShareCounts rest, FunnelSpread spread) {
    FunnelReading reading;
    reading.expected = expected_share(store, rest);
    if (store.of == 0 || rest.of == 0) {
        return reading;
    }
    const double expected_count = reading.expected * store.of;
    const double wider = widening(store, rest, reading.expected, spread);
    const auto limits = mix_central_limits(store, rest, {funnel_tail_998, funnel_tail_95});
    const CentralLimits limits998 = stand_off(limits[0], expected_count, wider);
    const CentralLimits limits95 = stand_off(limits[1], expected_count, wider);
    const Counts inside998 = counts_inside(limits998, store.of);
    const Counts inside95 = counts_inside(limits95, store.of);
    reading.edges998 = edges_of(limits998, store.of);
    reading.edges95 = edges_of(limits95, store.of);
    reading.limits998 = inside998.share_of(store.of);
    reading.limits95 = inside95.share_of(store.of);
    if (store.of < share_remarks_min || rest.of < share_remarks_min) {
        return reading;
    }
    reading.verdict = FunnelVerdict::not_distinguishable;
    if (!inside95.hold(store.remarks)) {
        reading.verdict = store.remarks > expected_count ? FunnelVerdict::above : FunnelVerdict::below;
        reading.outside_998 = !inside998.hold(store.remarks);
        // The count that is as far out without the widening.
        const double count = expected_count + (store.remarks - expected_count) / wider;
        reading.p_value = mix_mid_p(store, rest, count);
        reading.strict_p_value = mix_two_sided_p(store, rest, count);
    }
    return reading;
}

}  // namespace tillnote::domain
