#include "server/domain/before_after.hpp"

#include "server/domain/share_evidence.hpp"

namespace tillnote::domain {

BeforeAfter compare_periods(const ShareEvidence& before, const ShareEvidence& after) {
    const bool enough = before.days >= event_days_min && after.days >= event_days_min;
    return {before, after, enough, enough ? mix_two_sided_p(after.hearings, before.hearings, after.variation()) : 1};
}

}  // namespace tillnote::domain
