#include "server/domain/district_digest.hpp"

#include "server/domain/business_day.hpp"

#include <algorithm>

namespace tillnote::domain {

ComparisonRange district_digest_range(Day day) {
    return name_range(add_days(day, 1 - district_digest_days), day);
}

void trim(ComparisonInput& input) {
    const Day first = std::min(input.range.from, add_days(input.range.to, 1 - story_days));
    for (ComparedMember& member : input.members) {
        std::erase_if(member.days, [&](const ComparedDay& day) { return day.day < first; });
    }
}

DistrictDigest build_district_digest(const DistrictDigestInput& input, const Edition& edition) {
    ComparisonInput by_polarity = input.comparison;
    by_polarity.by = ComparisonBy::polarity;
    DistrictDigest digest{.district = input.district,
                          .day = input.day,
                          .rhythm = input.rhythm,
                          .edition = edition,
                          .without_digest = input.without_digest,
                          .comparison = build_comparison(input.comparison),
                          .polarities = build_comparison(by_polarity),
                          .stories = find_stories(input.comparison),
                          .reasons = input.comparison.reasons};
    fold_into_stories(digest.comparison, digest.stories);
    return digest;
}

}  // namespace tillnote::domain
