#pragma once

#include "server/domain/comparison.hpp"
#include "server/domain/comparison_story.hpp"
#include "server/domain/digest_parts.hpp"
#include "server/domain/district_schedule.hpp"

#include <string>
#include <vector>

/// What the lead of a district is mailed. Pure; any thread.
namespace tillnote::domain {

inline constexpr int district_digest_days = 7;  ///< each tells of the seven days that end with its own

/// The days that the digest of `day` tells of.
[[nodiscard]] ComparisonRange district_digest_range(Day day);

struct DistrictDigestInput {
    District district;
    Day day;  ///< the last one told of
    DigestRhythm rhythm = DigestRhythm::daily;
    ComparisonInput comparison;               ///< by reason, against the others; days from story_days before its end on
    std::vector<std::string> without_digest;  ///< ids of stores whose own digest of `day` was not there, by id
};

/// Leaves out days before those that are needed, so that an edition keeps no more.
void trim(ComparisonInput& input);

struct DistrictDigest {
    District district;
    Day day;
    DigestRhythm rhythm = DigestRhythm::daily;
    Edition edition;
    std::vector<std::string> without_digest;
    Comparison comparison;  ///< by reason
    Comparison polarities;  ///< the same by polarity
    std::vector<Story> stories;
    std::vector<Reason> reasons;  ///< what the indices mean
};

[[nodiscard]] DistrictDigest build_district_digest(const DistrictDigestInput& input, const Edition& edition);

}  // namespace tillnote::domain
