#include "server/domain/lane_store.hpp"

#include <algorithm>

namespace tillnote::domain {

const Enrolment* LaneIdentity::find_enrolment(const Uuid& id) const noexcept {
    if (current.enrolment_id == id) {
        return &current;
    }
    const auto found =
        std::find_if(earlier.begin(), earlier.end(), [&](const Enrolment& entry) { return entry.enrolment_id == id; });
    return found == earlier.end() ? nullptr : &*found;
}

}  // namespace tillnote::domain
