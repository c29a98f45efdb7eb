#include "server/domain/before_after.hpp"

namespace tillnote::domain {

BeforeAfter compare_periods(ShareCounts before, ShareCounts after) {
    return {before.remarks, before.of, after.remarks, after.of, mix_two_sided_p(before, after)};
}

}  // namespace tillnote::domain
