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

/// How often a verdict is more than "cannot be told" and "chance may explain it".
struct Verdicts {
    double goals = 0;         ///< met or not met
    double events = 0;        ///< unlikely to be chance
    double goals_plain = 0;   ///< the same by the binomial test of remarks, as a peer
    double events_plain = 0;  ///< by Fisher's test of remarks
};

/// Goals of four weeks whose target is the share that is drawn, times `factor`, and events after which a reason is said
/// `factor` times as often, in `stores` stores: of every reason in the total that has 2% of the remarks or more. A factor
/// of 1 measures verdicts that are wrong.
[[nodiscard]] Verdicts measure_verdicts(const Scenario& scenario, double factor, int stores, std::uint64_t seed);

}  // namespace tillnote::simulator
