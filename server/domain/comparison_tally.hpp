#pragma once

#include "server/domain/comparison.hpp"

#include <cstdint>
#include <vector>

/// What was heard over a range, by reason: one pass over the days, from which rows of every kind are made. Pure; any thread.
namespace tillnote::domain {

struct ReasonTally {
    int remarks = 0;
    int breadth = 0;
    int hearings = 0;
};

struct Tally {
    std::vector<ReasonTally> reasons;  ///< by index into ComparisonInput::reasons
    int of = 0;                        ///< remarks of the steady reasons
    int heard_of = 0;                  ///< hearings of the steady reasons
    int of_all = 0;                    ///< remarks of all reasons
};

struct ComparisonTallies {
    /// By index into the reasons: which count in `of`. All, but against last year only those that could be tapped on all
    /// days of both years: another would move the shares of all others.
    std::vector<bool> steady;
    std::vector<MemberTotals> totals;  ///< by member, as the tallies below
    /// In the range; against last year only dates that a member has open in both years, so that it faces its own weekdays
    /// and no others where it opened, closed or moved.
    std::vector<Tally> members;
    std::vector<Tally> last_year;  ///< the same dates last year; nothing heard unless the input has them
    Tally elsewhere;               ///< the rest of the chain
    ElsewhereTotals elsewhere_totals;
};

[[nodiscard]] ComparisonTallies tally_comparison(const ComparisonInput& input);

/// The same as build_comparison(input) with `by` in place of the input's, from the tallies of that input.
[[nodiscard]] Comparison build_comparison(const ComparisonInput& input, const ComparisonTallies& tallies, ComparisonBy by);

}  // namespace tillnote::domain
