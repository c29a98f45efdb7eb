#include "server/domain/lane_hours.hpp"

#include "schema/limits.hpp"
#include "server/domain/placement.hpp"

#include <algorithm>

namespace tillnote::domain {

std::vector<LaneHour> place_hours(const HeartbeatRequest& heartbeat, Instant received_at, const Store& store,
                                  const StoreCalendar& calendar) {
    using namespace std::chrono_literals;
    std::vector<LaneHour> placed;
    placed.reserve(heartbeat.transactions.size());
    const auto shift = received_at - heartbeat.sent_at;
    const bool clock_is_known = std::chrono::abs(shift) <= limits::clock_shift_max;
    const Day first_day = std::max(store.opened_on, sealing_horizon(calendar.day_of(received_at)));
    for (const HourCount& hour : heartbeat.transactions) {
        const Instant begins_at = hour.hour_start + shift;
        std::optional<Day> day;
        if (clock_is_known && begins_at <= received_at) {
            day = calendar.day_of(begins_at + 30min);
        }
        if (day && *day < first_day) {
            day.reset();
        }
        placed.push_back({hour.hour_start, begins_at + 1h, day, hour.count});
    }
    return placed;
}

}  // namespace tillnote::domain
