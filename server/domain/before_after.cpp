#include "server/domain/before_after.hpp"

namespace tillnote::domain {

BeforeAfter compare_periods(const ShareEvidence& before, const ShareEvidence& after) {
    return {before, after, mix_two_sided_p(after.hearings, before.hearings, after.variation())};
}

}  // namespace tillnote::domain
