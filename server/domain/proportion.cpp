#include "server/domain/proportion.hpp"

#include <boost/math/distributions/binomial.hpp>

#include <stdexcept>

namespace tillnote::domain {

Interval clopper_pearson_95(int successes, int trials) {
    if (trials <= 0 || successes < 0 || successes > trials) {
        throw std::logic_error("clopper_pearson_95: successes must lie in 0..trials, and trials above 0");
    }
    constexpr double each_tail = 0.025;
    using Binomial = boost::math::binomial_distribution<double>;
    return {Binomial::find_lower_bound_on_p(trials, successes, each_tail),
            Binomial::find_upper_bound_on_p(trials, successes, each_tail)};
}

}  // namespace tillnote::domain
