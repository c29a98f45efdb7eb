#include "server/domain/lane_hours.hpp"

#include "schema/limits.hpp"
#include "server/domain/placement.hpp"

#include <algorithm>

namespace tillnote::domain {

std::vector<LaneHour> place_hours(const HeartbeatRequest& heartbeat, Instant received_at, const Store& store,
                                  const StoreCalendar& calendar) {
    using namespace std::chrono_literals;
    std::vector<LaneHour> placed;
    const auto shift = received_at - heartbeat.sent_at;
    if (std::chrono::abs(shift) > limits::clock_shift_max) {
        return placed;
    }
    const Day first_day = std::max(store.opened_on, sealing_horizon(calendar.day_of(received_at)));
    for (const HourCount& hour : heartbeat.transactions) {
        const Instant begins_at = hour.hour_start + shift;
        const Day day = calendar.day_of(begins_at + 30min);
        if (begins_at <= received_at && day >= first_day) {
            placed.push_back({hour.hour_start, begins_at + 1h, day, hour.count});
        }
    }
    return placed;
}

}  // namespace tillnote::domain
