#pragma once

#include "server/domain/exact_tests.hpp"
#include "server/domain/proportion.hpp"

#include <string_view>

/// Whether one store's share of remarks can be told from that of the others. Pure; any thread.
namespace tillnote::domain {

inline constexpr double funnel_tail_95 = 0.025;   ///< on each side
inline constexpr double funnel_tail_998 = 0.001;  ///< on each side

enum class FunnelVerdict {
    above,                ///< outside the 95% limits
    not_distinguishable,  ///< within them
    below,
    too_little,  ///< fewer than share_remarks_min remarks here or elsewhere
};

[[nodiscard]] std::string_view to_text(FunnelVerdict verdict) noexcept;

/// How far shares differ by more than chance; as it is here: not at all, or it could not be estimated.
struct FunnelSpread {
    /// Between stores: od as in over_dispersion.hpp, times what a share moves by it (share_movement) and times 1 + the sum
    /// of the squared parts that each of the others has in the others' remarks.
    double relative_variance = 0;
    /// Within a store, because what was said once may be tapped several times: at least 1, which a variance is multiplied
    /// by.
    double clustering = 1;
};

struct FunnelReading {
    double expected = 0;  ///< share of the store and the others together; 0 without remarks
    Interval limits95;    ///< shares that are not outside
    Interval limits998;
    /// The same limits before they are whole counts: from here on shares lie outside. May be below 0 or above 1.
    Interval edges95;
    Interval edges998;
    double p_value = 1;         ///< two-sided mid-p, as the limits have it, of what is outside the 95% limits; 1 within
    double strict_p_value = 1;  ///< the same by Fisher's test, which never promises too much
    bool outside_998 = false;
    FunnelVerdict verdict = FunnelVerdict::too_little;
};

/// Whether a reading lies outside the 95% limits.
[[nodiscard]] constexpr bool is_outside(const FunnelReading& reading) noexcept {
    return reading.verdict == FunnelVerdict::above || reading.verdict == FunnelVerdict::below;
}

/// Share of both together; 0 without remarks.
[[nodiscard]] double expected_share(ShareCounts store, ShareCounts rest) noexcept;

/// Reads `store` against `rest`, its complement in the group. Limits are the mid-p ones of the hypergeometric
/// distribution of the store's remarks, given all remarks of both; with `spread` each stands off from what is expected by
/// the square root of the variance's growth. Limits: every store has at most all remarks; anything else is a bug and throws
/// std::logic_error. Source: Spiegelhalter, Statistics in Medicine 24 (2005) for funnels and their widening;
/// docs/decisions/0020.
[[nodiscard]] FunnelReading read_funnel(ShareCounts store, ShareCounts rest, FunnelSpread spread = {});

}  // namespace tillnote::domain
