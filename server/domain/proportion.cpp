#include "server/domain/proportion.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <stdexcept>

namespace tillnote::domain {
namespace {

constexpr double each_tail = 0.025;

}  // namespace

Interval clopper_pearson_95(int successes, int trials) {
    if (trials <= 0 || successes < 0 || successes > trials) {
        throw std::logic_error("clopper_pearson_95: successes must lie in 0..trials, and trials above 0");
    }
    using Binomial = boost::math::binomial_distribution<double>;
    return {Binomial::find_lower_bound_on_p(trials, successes, each_tail),
            Binomial::find_upper_bound_on_p(trials, successes, each_tail)};
}

Interval poisson_95(int count) {
    if (count < 0) {
        throw std::logic_error("poisson_95: a count must not be negative");
    }
    return {count == 0 ? 0.0 : boost::math::gamma_p_inv(count, each_tail), boost::math::gamma_q_inv(count + 1.0, each_tail)};
}

}  // namespace tillnote::domain
