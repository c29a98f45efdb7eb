#pragma once

#include "server/domain/comparison.hpp"
#include "server/domain/comparison_story.hpp"

#include <cstdint>
#include <random>

/// Simulated districts with fixed seeds, for the bars that comparing stores is held against: the tests hold the bars, and
/// tillnote-comparison-figures makes the tables of docs/comparing-stores.md.
namespace tillnote::domain::testing {

struct Scenario {
    int stores = 6;
    double remarks = 200;        ///< a week, of a store that is neither eager nor lazy
    double share = 0.06;         ///< of the planted reason
    double factor = 1;           ///< by which the planted reason's share is multiplied in the first store, others giving way
    double over_dispersion = 0;  ///< of each store's rate of each reason
    double repeated = 0;         ///< share of things said that are tapped three times, as three remarks
};

/// One week of every store, of 30 reasons with Zipf-like shares, eagerness with log-sd 0.5.
[[nodiscard]] ComparisonInput draw_week(const Scenario& scenario, std::mt19937_64& random);

struct Outside {
    int cells = 0;
    int outside_95 = 0;
    int outside_998 = 0;
    int weeks_with_standout = 0;

    [[nodiscard]] double percent_95() const { return 100.0 * outside_95 / cells; }
    [[nodiscard]] double percent_998() const { return 100.0 * outside_998 / cells; }
};
[[nodiscard]] Outside draw_weeks(const Scenario& scenario, int weeks, std::uint64_t seed);

/// Of the planted reason in the first store.
struct Found {
    double percent_outside = 0;  ///< above its 95% limits
    double percent_named = 0;    ///< in a sentence
};
[[nodiscard]] Found find_planted(const Scenario& scenario, int runs);

struct StoryScenario {
    int stores = 6;
    int risen = 0;      ///< so many of them, by `factor`, in the last `days` days
    double factor = 3;  ///< of the rate of the planted reason, which has 6% of all remarks
    int days = 3;
    double remarks = 200;  ///< a week
    double repeated = 0;   ///< as in Scenario
};

/// Nine and a half weeks of every store; each day of each is more or less eager by a log-sd of 0.3.
[[nodiscard]] ComparisonInput draw_story(const StoryScenario& scenario, std::mt19937_64& random);

struct Told {
    double percent_planted = 0;  ///< of districts with a story of the planted reason
    double percent_other = 0;    ///< with a story of another
    double risen_named = 0;      ///< stores behind a story of the planted reason that rose, a story
    double others_named = 0;     ///< and that did not
};
[[nodiscard]] Told find_planted_stories(const StoryScenario& scenario, int runs, std::uint64_t seed);

}  // namespace tillnote::domain::testing
