#include "server/domain/exact_tests.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

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

    [[nodiscard]] double variance() const {
        const double all = drawn + left;
        return all > 1 ? mean * (1 - total / all) * left / (all - 1) : 0;
    }

    /// The smallest and largest count whose tail is above `tail`, each swept once from where nothing is left.
    template <std::size_t Count>
    [[nodiscard]] std::array<CentralLimits, Count> central_limits(const std::array<double, Count>& tails) const {
        std::array<CentralLimits, Count> limits;
        int at = std::max(lowest, static_cast<int>(mean - reach()));
        double term = probability(at);
        double sum = term;
        for (std::size_t index = 0; index < Count; ++index) {
            for (; sum <= tails[index] && at < highest; ++at) {
                term *= ratio(at);
                sum += term;
            }
            limits[index].low = at;
        }
        at = std::min(highest, static_cast<int>(mean + reach()));
        term = probability(at);
        sum = term;
        for (std::size_t index = 0; index < Count; ++index) {
            for (; sum <= tails[index] && at > lowest; --at) {
                term /= ratio(at - 1);
                sum += term;
            }
            limits[index].high = at;
        }
        return limits;
    }

    /// Less than 1e-12 lies farther from the mean: a tail is below exp(-d * d / (2 * (variance + d / 3))). Source:
    /// Bernstein's inequality, which holds for draws without putting back, too: Hoeffding, JASA 58 (1963).
    [[nodiscard]] double reach() const { return 8 * std::sqrt(variance()) + 24; }

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
