#pragma once

#include "tests/simulator/simulated_store.hpp"

namespace tillnote::simulator {

/// How often a whole digest raises any flag although nothing has changed.
struct FalseFlags {
    int digests = 0;
    int flagged = 0;
    double c1_threshold = 0;  ///< z above which the peer, over all reasons of a day, flags as often
    double w2_threshold = 0;

    [[nodiscard]] double rate() const { return static_cast<double>(flagged) / digests; }
};

/// `stores` stores of `days` digests each, every one with full history behind it.
[[nodiscard]] FalseFlags measure_false_flags(const Scenario& scenario, int stores, int days, std::uint64_t seed);

/// How soon a rise is found: the share of runs in which some digest up to that day names it.
struct Found {
    double within_3 = 0;
    double within_7 = 0;
    double within_10 = 0;
};

struct Detection {
    Found ours;
    Found c1;
    Found w2;
};

/// `runs` stores in each of which one reason (in the total, drawn by lot), said `rate` times a day, is said `factor`
/// times as often from a day on. `peers`: their thresholds.
[[nodiscard]] Detection measure_detection(const Scenario& scenario, double rate, double factor, int runs, std::uint64_t seed,
                                          const FalseFlags& peers);

}  // namespace tillnote::simulator
