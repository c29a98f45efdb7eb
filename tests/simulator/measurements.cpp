#include "tests/simulator/measurements.hpp"

#include "tests/simulator/peers.hpp"
#include "tests/support/grocery_catalog.hpp"

#include <algorithm>
#include <functional>

namespace tillnote::simulator {
namespace {

constexpr int days_before = domain::digest_window_days - 1;
constexpr int days_watched = 10;

using Peer = double (*)(const std::vector<int>&, int);

double highest_score(Peer peer, const SimulatedStore& store, int day) {
    double highest = 0;
    for (std::size_t reason = 0; reason < store.catalog().reasons.size(); ++reason) {
        if (domain::is_in_total(store.catalog().reasons[reason])) {
            highest = std::max(highest, peer(store.counts_of(reason), day));
        }
    }
    return highest;
}

/// The score that is exceeded on `count` of the days.
double threshold_for(std::vector<double> scores, int count) {
    std::ranges::sort(scores, std::greater<>{});
    return scores.at(static_cast<std::size_t>(count));
}

bool names(const domain::Digest& digest, const Reason& reason) {
    return std::ranges::any_of(digest.walk_first, [&](const domain::Flag& flag) {
        return flag.reason
                   ? flag.reason->code == reason.code
                   : std::ranges::any_of(flag.reasons, [&](const auto& one) { return one.reason.code == reason.code; });
    });
}

void add_found(Found& found, int day, int runs) {
    found.within_3 += day < 3 ? 1.0 / runs : 0;
    found.within_7 += day < 7 ? 1.0 / runs : 0;
    found.within_10 += day < 10 ? 1.0 / runs : 0;
}

std::size_t draw_reason(const Catalog& catalog, std::uint64_t seed) {
    std::vector<std::size_t> tested;
    for (std::size_t index = 0; index < catalog.reasons.size(); ++index) {
        if (domain::is_in_total(catalog.reasons[index])) {
            tested.push_back(index);
        }
    }
    return tested.at(seed % tested.size());
}

}  // namespace

FalseFlags measure_false_flags(const Scenario& scenario, int stores, int days, std::uint64_t seed) {
    const Catalog catalog = test::grocery_catalog();
    FalseFlags result;
    std::vector<double> c1;
    std::vector<double> w2;
    for (int index = 0; index < stores; ++index) {
        SimulatedStore store(scenario, catalog, seed + static_cast<std::uint64_t>(index));
        store.draw_days(days_before + days);
        for (int day = days_before; day < days_before + days; ++day) {
            const domain::Digest digest = domain::build_digest(store.input_of(day), simulated_calendar());
            result.digests += 1;
            result.flagged += digest.walk_first.empty() ? 0 : 1;
            c1.push_back(highest_score(ears_c1, store, day));
            w2.push_back(highest_score(ears_w2, store, day));
        }
    }
    result.c1_threshold = threshold_for(std::move(c1), result.flagged);
    result.w2_threshold = threshold_for(std::move(w2), result.flagged);
    return result;
}

Detection measure_detection(const Scenario& scenario, double rate, double factor, int runs, std::uint64_t seed,
                            const FalseFlags& peers) {
    const Catalog catalog = test::grocery_catalog();
    Detection result;
    for (int run = 0; run < runs; ++run) {
        SimulatedStore store(scenario, catalog, seed + static_cast<std::uint64_t>(run));
        const std::size_t reason = draw_reason(catalog, static_cast<std::uint64_t>(run));
        const int since = days_before + run % 7;
        store.plant({reason, rate, factor, since});
        store.draw_days(since + days_watched);
        int ours = days_watched;
        int c1 = days_watched;
        int w2 = days_watched;
        for (int after = days_watched - 1; after >= 0; --after) {
            const int day = since + after;
            ours = names(domain::build_digest(store.input_of(day), simulated_calendar()), catalog.reasons[reason]) ? after
                                                                                                                   : ours;
            c1 = ears_c1(store.counts_of(reason), day) > peers.c1_threshold ? after : c1;
            w2 = ears_w2(store.counts_of(reason), day) > peers.w2_threshold ? after : w2;
        }
        add_found(result.ours, ours, runs);
        add_found(result.c1, c1, runs);
        add_found(result.w2, w2, runs);
    }
    return result;
}

}  // namespace tillnote::simulator
