#include "tests/simulator/measurements.hpp"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <utility>

namespace tillnote::simulator {
namespace {

constexpr std::uint64_t seed = 20261125;
constexpr double usual_eagerness = 0.5;

/// What the peers are set to, by eagerness and over-dispersion: as many false flags as ours on such a chain.
using Peers = std::map<std::pair<double, double>, FalseFlags>;

Peers print_false_flags(int stores) {
    constexpr int digests_each = 30;
    std::puts("| eagerness | over-dispersion | traffic | digests with a false flag |\n|---|---|---|---|");
    Peers peers;
    for (const bool traffic_known : {true, false}) {
        for (const double eagerness : {0.0, 0.3, usual_eagerness}) {
            for (const double over_dispersion : {0.0, 0.15, 0.5}) {
                Scenario scenario;
                scenario.eagerness_log_sd = eagerness;
                scenario.over_dispersion = over_dispersion;
                scenario.traffic_known = traffic_known;
                const FalseFlags flags = measure_false_flags(scenario, stores, digests_each, seed);
                std::printf("| %.1f | %.2f | %s | %.1f%% of %d |\n", eagerness, over_dispersion,
                            traffic_known ? "known" : "unknown", 100 * flags.rate(), flags.digests);
                std::fflush(stdout);
                if (traffic_known) {
                    peers[{eagerness, over_dispersion}] = flags;
                }
            }
        }
    }
    return peers;
}

void print_found(const Scenario& scenario, double rate, double factor, int runs, const Peers& peers) {
    const FalseFlags& set_to = peers.at({scenario.eagerness_log_sd, scenario.over_dispersion});
    const Detection found = measure_detection(scenario, rate, factor, runs, seed + 1'000'000, set_to);
    std::printf("| %.1f | x%.0f | %.1f | %.2f |", rate, factor, scenario.eagerness_log_sd, scenario.over_dispersion);
    for (const Found& one : {found.ours, found.c1, found.w2}) {
        std::printf(" %.0f, %.0f, %.0f%% |", 100 * one.within_3, 100 * one.within_7, 100 * one.within_10);
    }
    std::puts("");
    std::fflush(stdout);
}

void print_detection(int runs, const Peers& peers) {
    std::puts(
        "\n| said a day | becomes | eagerness | over-dispersion | ours, 3, 7, 10 days | EARS C1 | W2 "
        "|\n|---|---|---|---|---|---|---|");
    Scenario scenario;
    for (const double over_dispersion : {0.0, 0.15, 0.5}) {
        scenario.over_dispersion = over_dispersion;
        for (const double factor : {2.0, 3.0}) {
            for (const double rate : {0.5, 1.0, 2.0, 4.0}) {
                print_found(scenario, rate, factor, runs, peers);
            }
        }
    }
    for (const double eagerness : {0.0, 0.3}) {
        scenario.eagerness_log_sd = eagerness;
        scenario.over_dispersion = 0;
        print_found(scenario, 1.0, 3.0, runs, peers);
    }
}

void print_verdicts(int stores) {
    std::puts(
        "\n| over-dispersion | the share becomes | goal judged, ours | binomial | event told from chance, ours | Fisher "
        "|\n|---|---|---|---|---|---|");
    for (const double over_dispersion : {0.0, 0.15, 0.5}) {
        for (const double factor : {1.0, 2.0}) {
            Scenario scenario;
            scenario.over_dispersion = over_dispersion;
            const Verdicts found = measure_verdicts(scenario, factor, stores, seed + 2'000'000);
            std::printf("| %.2f | x%.0f | %.1f%% | %.1f%% | %.1f%% | %.1f%% |\n", over_dispersion, factor, 100 * found.goals,
                        100 * found.goals_plain, 100 * found.events, 100 * found.events_plain);
            std::fflush(stdout);
        }
    }
}

}  // namespace
}  // namespace tillnote::simulator

/// Prints the tables of docs/statistics.md: `simulator [STORES [RUNS]]`, 100 stores of 30 digests and 300 runs by default.
int main(int argc, char** argv) {
    using namespace tillnote::simulator;
    const int stores = argc > 1 ? std::atoi(argv[1]) : 100;
    const int runs = argc > 2 ? std::atoi(argv[2]) : 300;
    if (stores < 1 || runs < 1 || argc > 3) {
        std::fputs("usage: simulator [STORES [RUNS]]\n", stderr);
        return 2;
    }
    const Peers peers = print_false_flags(stores);
    print_detection(runs, peers);
    print_verdicts(stores);
    return 0;
}
