#include "server/domain/exact_tests.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace tillnote::domain {
namespace {

void require(bool holds, const char* what) {
    if (!holds) {
        throw std::logic_error(what);
    }
}

void require(ShareCounts counts) {
    require(counts.remarks >= 0 && counts.remarks <= counts.of, "exact test: remarks must lie in 0..of");
}

double log_gamma(double at) {
    return boost::math::lgamma(at);
}

/// One distribution of the window's part of `total` remarks. Probabilities of neighbours have a simple ratio, so a tail
/// is summed from its own end and stays exact however small it is.
struct Urn {
    virtual ~Urn() = default;
    [[nodiscard]] virtual double probability(int window) const = 0;
    /// probability(window + 1) / probability(window)
    [[nodiscard]] virtual double ratio(int window) const = 0;

    int lowest = 0;
    int highest = 0;
    double mean = 0;

    [[nodiscard]] double at_least(int window) const {
        if (window <= lowest) {
            return 1;
        }
        return window > mean ? up_from(window) : std::max(0.0, 1 - down_from(window - 1));
    }

    [[nodiscard]] double at_most(int window) const {
        if (window >= highest) {
            return 1;
        }
        return window < mean ? down_from(window) : std::max(0.0, 1 - up_from(window + 1));
    }

private:
    static constexpr double negligible = 1e-17;

    [[nodiscard]] double up_from(int window) const {
        double term = window <= highest ? probability(window) : 0;
        double sum = term;
        for (int at = window; at < highest && term > sum * negligible; ++at) {
            term *= ratio(at);
            sum += term;
        }
        return std::min(1.0, sum);
    }

    [[nodiscard]] double down_from(int window) const {
        double term = window >= lowest ? probability(window) : 0;
        double sum = term;
        for (int at = window; at > lowest && term > sum * negligible; --at) {
            term /= ratio(at - 1);
            sum += term;
        }
        return std::min(1.0, sum);
    }
};

double log_choose(double from, double taken) {
    return log_gamma(from + 1) - log_gamma(taken + 1) - log_gamma(from - taken + 1);
}

/// `total` of all remarks have the reason; the window is a draw of `window.of` from all.
struct Hypergeometric final : Urn {
    Hypergeometric(ShareCounts window, ShareCounts baseline)
        : total(window.remarks + baseline.remarks), drawn(window.of), left(baseline.of) {
        lowest = std::max(0, window.remarks + baseline.remarks - baseline.of);
        highest = std::min(window.remarks + baseline.remarks, window.of);
        mean = drawn + left > 0 ? total * drawn / (drawn + left) : 0;
    }

    [[nodiscard]] double probability(int window) const override {
        return std::exp(log_choose(drawn, window) + log_choose(left, total - window) - log_choose(drawn + left, total));
    }

    [[nodiscard]] double ratio(int window) const override {
        return (total - window) * (drawn - window) / ((window + 1) * (left - total + window + 1));
    }

    /// The smallest and largest count whose tail is above each of `tails`. Probabilities are taken relative to the likeliest
    /// count's, so that no logarithm of a factorial is needed: a page of many stores asks for thousands of limits.
    template <std::size_t Count>
    [[nodiscard]] std::array<CentralLimits, Count> central_limits(const std::array<double, Count>& tails) const {
        constexpr double nothing = 1e-15;
        const int likeliest = std::clamp(static_cast<int>((drawn + 1) * (total + 1) / (drawn + left + 2)), lowest, highest);
        std::vector<double> weights;
        double term = 1;
        for (int at = likeliest; at > lowest && term > nothing; --at) {
            term /= ratio(at - 1);
            weights.push_back(term);
        }
        const int first = likeliest - static_cast<int>(weights.size());
        std::ranges::reverse(weights);
        weights.push_back(1);
        term = 1;
        for (int at = likeliest; at < highest && term > nothing; ++at) {
            term *= ratio(at);
            weights.push_back(term);
        }
        const double whole = std::accumulate(weights.begin(), weights.end(), 0.0);
        std::array<CentralLimits, Count> limits;
        auto low = weights.begin();
        auto high = weights.rbegin();
        double below = *low;
        double above = *high;
        for (std::size_t index = 0; index < Count; ++index) {
            while (below <= tails[index] * whole && low + 1 != weights.end()) {
                below += *++low;
            }
            while (above <= tails[index] * whole && high + 1 != weights.rend()) {
                above += *++high;
            }
            limits[index] = {first + static_cast<int>(low - weights.begin()),
                             first + static_cast<int>(weights.rend() - high) - 1};
        }
        return limits;
    }

    double total, drawn, left;
};

/// The same when each day's rate varies: what a negative binomial count is, given its sum with another.
struct BetaBinomial final : Urn {
    BetaBinomial(ShareCounts window, ShareCounts baseline, DayVariation variation)
        : total(window.remarks + baseline.remarks),
          window_shape(variation.window_days / variation.over_dispersion),
          baseline_shape(window_shape * baseline.of / window.of) {
        highest = window.remarks + baseline.remarks;
        mean = total * window_shape / (window_shape + baseline_shape);
    }

    [[nodiscard]] double probability(int window) const override {
        return std::exp(log_choose(total, window) + log_beta(window + window_shape, total - window + baseline_shape) -
                        log_beta(window_shape, baseline_shape));
    }

    [[nodiscard]] double ratio(int window) const override {
        return (total - window) * (window + window_shape) / ((window + 1) * (total - window - 1 + baseline_shape));
    }

    static double log_beta(double first, double second) {
        return log_gamma(first) + log_gamma(second) - log_gamma(first + second);
    }

    double total, window_shape, baseline_shape;
};

double twice_the_smaller(double low_tail, double high_tail) {
    return std::min(1.0, 2 * std::min(low_tail, high_tail));
}

/// P(X >= successes) of a binomial, by the incomplete beta function.
double binomial_at_least(int successes, int trials, double share) {
    return successes <= 0 ? 1.0 : boost::math::ibeta(successes, trials - successes + 1.0, share);
}

double binomial_at_most(int successes, int trials, double share) {
    return successes >= trials ? 1.0 : boost::math::ibetac(successes + 1.0, trials - successes, share);
}

double share_of_window(int window, int baseline, double exposure_ratio) {
    require(window >= 0 && baseline >= 0, "rate test: counts must not be negative");
    require(exposure_ratio > 0, "rate test: the exposure ratio must be above 0");
    return exposure_ratio / (1 + exposure_ratio);
}

}  // namespace

double mix_rise_p(ShareCounts window, ShareCounts baseline, DayVariation variation) {
    require(window);
    require(baseline);
    if (window.remarks == 0 || baseline.of == 0) {
        return 1;
    }
    if (variation.over_dispersion <= 0) {
        return Hypergeometric(window, baseline).at_least(window.remarks);
    }
    require(variation.window_days > 0, "mix test: the window's days must be above 0");
    return BetaBinomial(window, baseline, variation).at_least(window.remarks);
}

double mix_two_sided_p(ShareCounts first, ShareCounts second) {
    require(first);
    require(second);
    const Hypergeometric urn(first, second);
    return twice_the_smaller(urn.at_most(first.remarks), urn.at_least(first.remarks));
}

std::array<CentralLimits, 2> mix_central_limits(ShareCounts first, ShareCounts second, std::array<double, 2> tails) {
    require(first);
    require(second);
    require(tails[0] > 0 && tails[0] <= tails[1] && tails[1] <= 0.5, "central limits: tails must rise within 0..0.5");
    return Hypergeometric(first, second).central_limits(tails);
}

double rate_rise_p(int window, int baseline, double exposure_ratio) {
    return binomial_at_least(window, window + baseline, share_of_window(window, baseline, exposure_ratio));
}

double rate_two_sided_p(int window, int baseline, double exposure_ratio) {
    const double share = share_of_window(window, baseline, exposure_ratio);
    return twice_the_smaller(binomial_at_most(window, window + baseline, share),
                             binomial_at_least(window, window + baseline, share));
}

double share_two_sided_p(ShareCounts counts, double share) {
    require(counts);
    require(share >= 0 && share <= 1, "binomial test: the share must lie in 0..1");
    return twice_the_smaller(binomial_at_most(counts.remarks, counts.of, share),
                             binomial_at_least(counts.remarks, counts.of, share));
}

}  // namespace tillnote::domain
