#pragma once

#include "server/domain/digest.hpp"
#include "server/domain/window_tallies.hpp"

namespace tillnote::domain {

/// A department and polarity whose remarks are tested together.
struct SignalGroup {
    std::string department;
    Polarity polarity = Polarity::other;
    std::vector<std::size_t> reasons;  ///< indexes into SignalTests::reasons
};

/// All tests of a digest, judged: the department and polarity of the day, each reason's last 3 and 7 days, and
/// Benjamini-Hochberg over all of them. Source: PRODUCT "The statistics"; docs/decisions/0015.
struct SignalTests {
    std::vector<Reason> reasons;  ///< those in the total; the others are not tested
    std::vector<SignalGroup> groups;
    std::vector<TestFigures> by_group;   ///< as groups
    std::vector<TestFigures> by_days_3;  ///< as reasons
    std::vector<TestFigures> by_days_7;
    WindowTallies reason_tallies;
    WindowTallies group_tallies;
    KnownBaseline known;
};

/// Pure. `input.windows.days` must end with the digest's day.
[[nodiscard]] SignalTests run_signal_tests(const DigestInput& input);

/// The over-dispersion of reasons that a digest of the windows' last day tests with; nothing where it has too little to
/// compare with. Pure.
[[nodiscard]] std::optional<double> reason_over_dispersion(const Catalog& catalog, const DigestWindows& windows);

}  // namespace tillnote::domain
