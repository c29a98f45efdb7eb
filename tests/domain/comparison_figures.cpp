#include "tests/domain/simulated_districts.hpp"

#include <cstdio>
#include <cstdlib>

/// Prints the tables of docs/comparing-stores.md: `comparison_figures [RUNS]`; 1000 districts a figure by default, some
/// minutes. Seeds are fixed.
namespace {

using namespace tillnote::domain::testing;

void print_identical(int runs) {
    std::puts("| stores | remarks a store and week | outside 95% | outside 99.8% | weeks with a sentence |");
    std::puts("|---|---|---|---|---|");
    for (const double repeated : {0.0, 0.2}) {
        for (const int stores : {3, 6, 12, 40}) {
            for (const int remarks : {200, 800}) {
                if (stores == 40 && remarks == 800) {
                    continue;
                }
                const int weeks = 3 * runs / stores;
                const Outside counted = draw_weeks({stores, static_cast<double>(remarks), 0.06, 1, 0, repeated}, weeks, 21);
                std::printf("| %d%s | %d | %.1f%% | %.2f%% | %.1f%% |\n", stores,
                            repeated > 0 ? ", one thing in five tapped three times" : "", remarks, counted.percent_95(),
                            counted.percent_998(), 100.0 * counted.weeks_with_standout / weeks);
            }
        }
    }
    std::puts("");
}

void print_different(int runs) {
    std::puts(
        "| stores that differ in everything (od 0.05, 400 remarks) | outside 95% | outside 99.8% | weeks with a sentence |");
    std::puts("|---|---|---|---|");
    for (const double repeated : {0.0, 0.2}) {
        for (const int stores : {9, 12}) {
            const int weeks = 2 * runs / stores;
            const Outside counted = draw_weeks({stores, 400, 0.06, 1, 0.05, repeated}, weeks, 23);
            std::printf("| %d%s | %.1f%% | %.2f%% | %.0f%% |\n", stores, repeated > 0 ? ", repeated taps as above" : "",
                        counted.percent_95(), counted.percent_998(), 100.0 * counted.weeks_with_standout / weeks);
        }
    }
    std::puts("");
}

void print_found(int runs) {
    std::puts(
        "| share | doubled, 6 stores: outside 95% | 12 stores | 40 stores | 6 stores: named in a sentence | "
        "tripled, 6 stores: outside 95% | named |");
    std::puts("|---|---|---|---|---|---|---|");
    for (const double share : {0.03, 0.06, 0.07, 0.08, 0.10, 0.15}) {
        const Found six = find_planted({6, 200, share, 2}, runs);
        const Found twelve = find_planted({12, 200, share, 2}, runs);
        const Found forty = find_planted({40, 200, share, 2}, runs / 2);
        const Found tripled = find_planted({6, 200, share, 3}, runs);
        std::printf("| %.0f%% | %.0f%% | %.0f%% | %.0f%% | %.0f%% | %.1f%% | %.0f%% |\n", 100 * share, six.percent_outside,
                    twelve.percent_outside, forty.percent_outside, six.percent_named, tripled.percent_outside,
                    tripled.percent_named);
    }
    std::puts("");
}

void print_stories(int runs) {
    struct Line {
        int stores;
        int risen;
        double factor;
        int days;
    };
    std::puts(
        "| stores | of them risen | by | for days | told as a story | stores named: risen | and not | another story told |");
    std::puts("|---|---|---|---|---|---|---|---|");
    for (const double repeated : {0.0, 0.2}) {
        for (const Line& line :
             {Line{6, 0, 1, 3}, Line{20, 0, 1, 3}, Line{40, 0, 1, 3}, Line{6, 1, 5, 3}, Line{20, 1, 5, 3}, Line{40, 1, 5, 3},
              Line{6, 2, 5, 3}, Line{20, 2, 5, 3}, Line{40, 2, 5, 3}, Line{6, 3, 3, 3}, Line{6, 3, 3, 7}, Line{6, 6, 3, 3},
              Line{20, 6, 3, 3}, Line{40, 12, 3, 3}, Line{6, 6, 2, 7}, Line{20, 20, 2, 7}, Line{40, 40, 2, 7}}) {
            const Told told = find_planted_stories({line.stores, line.risen, line.factor, line.days, 200, repeated},
                                                   6 * runs / (line.stores + 6), 31);
            std::printf("| %d%s | %d | %.0f times | %d | %.1f%% | %.1f | %.2f | %.1f%% |\n", line.stores,
                        repeated > 0 ? ", repeated taps as above" : "", line.risen, line.factor, line.days,
                        told.percent_planted, told.risen_named, told.others_named, told.percent_other);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    constexpr int runs_min = 40;
    const int runs = argc > 1 ? std::atoi(argv[1]) : 1000;
    if (runs < runs_min || argc > 2) {
        std::fprintf(stderr, "usage: comparison_figures [RUNS], %d or more\n", runs_min);
        return 2;
    }
    print_identical(runs);
    print_different(runs);
    print_found(runs);
    print_stories(runs);
    return 0;
}
