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

bool is_in_force(const LaneStatus& lane) noexcept {
    return lane.enrolment_id && !lane.revoked;
}

bool is_silent(const LaneStatus& lane, Instant now) noexcept {
    return is_in_force(lane) && (!lane.last_heard_at || now - *lane.last_heard_at > lane_silent_after);
}

}  // namespace tillnote::domain
