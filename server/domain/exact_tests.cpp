#include "server/domain/exact_tests.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/roots.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
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

    /// Half of a count's own probability and all of what lies below it: below the lowest nothing, above the highest all.
    [[nodiscard]] double mid_at_most(int window) const {
        return is_possible(window) ? at_most(window) - probability(window) / 2 : window > highest ? 1 : 0;
    }
    [[nodiscard]] double mid_at_least(int window) const {
        return is_possible(window) ? at_least(window) - probability(window) / 2 : window < lowest ? 1 : 0;
    }
    [[nodiscard]] bool is_possible(int window) const { return window >= lowest && window <= highest; }

    /// Where the mid-p tails reach each of `tails`. Probabilities are taken relative to the likeliest count's, so that no
    /// logarithm of a factorial is needed: a page of many stores asks for thousands of limits.
    template <std::size_t Count>
    [[nodiscard]] std::array<CentralLimits, Count> central_limits(const std::array<double, Count>& tails) const {
        thread_local std::vector<double> weights;  // asked for so often that its memory is kept
        const int likeliest = std::clamp(static_cast<int>((drawn + 1) * (total + 1) / (drawn + left + 2)), lowest, highest);
        weights.clear();
        double whole = append_weights_down(weights, likeliest);
        const int first = likeliest - static_cast<int>(weights.size());
        std::ranges::reverse(weights);
        weights.push_back(1);
        whole += 1 + append_weights_up(weights, likeliest);
        const int last = first + static_cast<int>(weights.size()) - 1;
        Crossing from_below(weights.begin(), weights.end(), whole);
        Crossing from_above(weights.rbegin(), weights.rend(), whole);
        std::array<CentralLimits, Count> limits;
        for (std::size_t index = 0; index < Count; ++index) {
            limits[index] = {first + from_below.find(tails[index]), last - from_above.find(tails[index])};
        }
        return limits;
    }

    double total, drawn, left;

private:
    /// Counts that are less likely than this beside the likeliest one are left out.
    static constexpr double nothing = 1e-15;

    /// Walks in from one end of the counts until the tail so far is as large as asked for.
    template <typename Iterator>
    class Crossing {
    public:
        Crossing(const Iterator& first, const Iterator& end, double whole) : at_(first), end_(end), whole_(whole) {}

        /// Counts from the end to where the mid-p tail, as a line between counts, is `tail`; asked for in rising order.
        [[nodiscard]] double find(double tail) {
            const double wanted = tail * whole_;
            while (here_ <= wanted && at_ != end_) {
                before_ = here_;
                here_ = passed_ + *at_ / 2;
                passed_ += *at_++;
                ++steps_;
            }
            return steps_ - 1 - (here_ - wanted) / (here_ - before_);
        }

    private:
        Iterator at_;
        Iterator end_;
        double whole_;
        double passed_ = 0;  ///< up to and with the last count
        double before_ = 0;  ///< mid-p tail of the last count but one
        double here_ = 0;    ///< of the last count
        double steps_ = 0;   ///< counts passed
    };

    double append_weights_down(std::vector<double>& weights, int from) const {
        double term = 1;
        double sum = 0;
        double a = total - from, b = drawn - from, c = from, d = left - total + from;
        for (int at = from; at > lowest && term > nothing; --at) {
            a += 1;
            b += 1;
            term *= c * d / (a * b);
            c -= 1;
            d -= 1;
            weights.push_back(term);
            sum += term;
        }
        return sum;
    }

    double append_weights_up(std::vector<double>& weights, int from) const {
        double term = 1;
        double sum = 0;
        double a = total - from, b = drawn - from, c = from, d = left - total + from;
        for (int at = from; at < highest && term > nothing; ++at) {
            c += 1;
            d += 1;
            term *= a * b / (c * d);
            a -= 1;
            b -= 1;
            weights.push_back(term);
            sum += term;
        }
        return sum;
    }
};

/// The same when each day's rate varies: what a negative binomial count is, given its sum with another.
struct BetaBinomial final : Urn {
    BetaBinomial(int draws, double shape_in, double shape_out)
        : total(draws), window_shape(shape_in), baseline_shape(shape_out) {
        highest = draws;
        mean = total * window_shape / (window_shape + baseline_shape);
    }

    /// The window's part of all remarks with the reason.
    static BetaBinomial of_window(ShareCounts window, ShareCounts baseline, DayVariation variation) {
        const double shape = shape_of(variation);
        return {window.remarks + baseline.remarks, shape, shape * baseline.of / window.of};
    }

    /// The reason's part of all remarks, where its share is given: above 0 and below 1.
    static BetaBinomial of_share(int of, double share, DayVariation variation) {
        const double shape = shape_of(variation);
        return {of, shape, shape * (1 - share) / share};
    }

    static double shape_of(DayVariation variation) {
        require(variation.window_days > 0, "exact test: the window's days must be above 0");
        return variation.window_days / variation.over_dispersion;
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

double two_sided(const Urn& urn, int count) {
    return twice_the_smaller(urn.at_most(count), urn.at_least(count));
}

struct Tails {
    double low = 0;
    double high = 0;
};

/// The two-sided p-value of a count between two whole ones, whose tails lie on a line.
template <typename TailsOf>
double two_sided_at(double count, const TailsOf& tails_of) {
    const int below = static_cast<int>(std::floor(count));
    const double part = count - below;
    const Tails here = tails_of(below);
    const Tails next = part > 0 ? tails_of(below + 1) : here;
    return twice_the_smaller(std::lerp(here.low, next.low, part), std::lerp(here.high, next.high, part));
}

Hypergeometric urn_of(ShareCounts first, ShareCounts second) {
    require(first);
    require(second);
    return {first, second};
}

/// P(X >= successes) of a binomial, by the incomplete beta function.
double binomial_at_least(int successes, int trials, double share) {
    return successes <= 0 ? 1.0 : boost::math::ibeta(successes, trials - successes + 1.0, share);
}

double binomial_at_most(int successes, int trials, double share) {
    return successes >= trials ? 1.0 : boost::math::ibetac(successes + 1.0, trials - successes, share);
}

constexpr double interval_tail = 0.025;

/// Where a tail crosses its limit, as the share goes from almost nothing to almost all.
template <typename Function>
double root_of(const Function& function) {
    constexpr double edge = 1e-9;
    constexpr int bits = 40;
    std::uintmax_t steps_max = 100;
    const auto [low, high] = boost::math::tools::toms748_solve(function, edge, 1 - edge,
                                                               boost::math::tools::eps_tolerance<double>(bits), steps_max);
    return std::midpoint(low, high);
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
    return BetaBinomial::of_window(window, baseline, variation).at_least(window.remarks);
}

double mix_two_sided_p(ShareCounts first, ShareCounts second, DayVariation variation) {
    const Hypergeometric urn = urn_of(first, second);
    if (variation.over_dispersion <= 0 || first.of == 0 || second.of == 0) {
        return two_sided(urn, first.remarks);
    }
    return two_sided(BetaBinomial::of_window(first, second, variation), first.remarks);
}

double mix_two_sided_p(ShareCounts first, ShareCounts second, double count) {
    const Hypergeometric urn = urn_of(first, second);
    return two_sided_at(count, [&urn](int at) {
        return Tails{at < urn.lowest ? 0 : urn.at_most(at), at > urn.highest ? 0 : urn.at_least(at)};
    });
}

double mix_mid_p(ShareCounts first, ShareCounts second, double count) {
    const Hypergeometric urn = urn_of(first, second);
    return two_sided_at(count, [&urn](int at) { return Tails{urn.mid_at_most(at), urn.mid_at_least(at)}; });
}

std::array<CentralLimits, 2> mix_central_limits(ShareCounts first, ShareCounts second, std::array<double, 2> tails) {
    require(tails[0] > 0 && tails[0] <= tails[1] && tails[1] <= 0.5, "central limits: tails must rise within 0..0.5");
    return urn_of(first, second).central_limits(tails);
}

double rate_rise_p(int window, int baseline, double exposure_ratio) {
    return binomial_at_least(window, window + baseline, share_of_window(window, baseline, exposure_ratio));
}

double rate_two_sided_p(int window, int baseline, double exposure_ratio) {
    const double share = share_of_window(window, baseline, exposure_ratio);
    return twice_the_smaller(binomial_at_most(window, window + baseline, share),
                             binomial_at_least(window, window + baseline, share));
}

double share_two_sided_p(ShareCounts counts, double share, DayVariation variation) {
    require(counts);
    require(share >= 0 && share <= 1, "test of a share: it must lie in 0..1");
    if (variation.over_dispersion > 0 && share > 0 && share < 1) {
        return two_sided(BetaBinomial::of_share(counts.of, share, variation), counts.remarks);
    }
    return twice_the_smaller(binomial_at_most(counts.remarks, counts.of, share),
                             binomial_at_least(counts.remarks, counts.of, share));
}

Interval share_interval_95(ShareCounts counts, DayVariation variation) {
    require(counts);
    require(counts.of > 0, "interval of a share: there must be remarks");
    if (variation.over_dispersion <= 0) {
        return clopper_pearson_95(counts.remarks, counts.of);
    }
    const auto tail_beyond = [&](auto tail) {
        return [&, tail](double share) { return tail(BetaBinomial::of_share(counts.of, share, variation)) - interval_tail; };
    };
    Interval interval;
    if (counts.remarks > 0) {
        interval.low = root_of(tail_beyond([&](const Urn& urn) { return urn.at_least(counts.remarks); }));
    }
    if (counts.remarks < counts.of) {
        interval.high = root_of(tail_beyond([&](const Urn& urn) { return urn.at_most(counts.remarks); }));
    }
    return interval;
}

}  // namespace tillnote::domain
