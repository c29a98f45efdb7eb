#pragma once

#include "server/domain/comparison.hpp"

#include <vector>

/// One story in several stores: what is up in many of them at once is about a supplier, an ad or the weather, and no
/// store can mend it alone. Pure; any thread.
namespace tillnote::domain {

inline constexpr int story_members_min = 3;
/// Days before the range's last one that find_stories looks at: eight weeks, two days apart from at most seven.
inline constexpr int story_days = 56 + 2 + 7;

struct StoryMember {
    std::size_t member = 0;  ///< index into the comparison's members
    int remarks = 0;         ///< in the window
    int of = 0;
};

/// A reason that is up against what these same members usually tell, on the same days.
struct Story {
    std::uint16_t reason = 0;  ///< index into the comparison's reasons
    Day first_day;             ///< of the window, which ends with the last day told of
    Day last_day;
    ShareCounts window;                ///< all members together
    ShareCounts baseline;              ///< the eight weeks before
    double p_value = 1;                ///< one-sided, of all members together
    std::vector<StoryMember> members;  ///< at least story_members_min: those of which it can be said that they rose
};

/// The least likely first. Every reason is tested over the last 3 and the last 7 days, all members together, against their
/// eight weeks before, as the windows of a digest are; Benjamini and Hochberg over all of it. Since one store alone may lift
/// that sum, at least story_members_min must have risen by a test of just that (find_conjunction, at 1 in 20) over each
/// member's own rise, which needs three remarks of different people. All tests are of hearings. Members with fewer than
/// four usable weeks are left out, and so are days on which the reason could not be tapped; other reasons count only where
/// they could be tapped all the time. Source: PRODUCT "The district"; docs/decisions/0020.
[[nodiscard]] std::vector<Story> find_stories(const ComparisonInput& input);

/// Takes those lower members out of the standouts that are so only because the stores of a story are in what they are held
/// against: judged without these, they are within the limits, or less unlikely than all that stands out. `stories` are of
/// the same input. Against last year nothing changes.
void fold_into_stories(Comparison& comparison, const std::vector<Story>& stories);

}  // namespace tillnote::domain
