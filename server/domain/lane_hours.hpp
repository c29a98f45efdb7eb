#pragma once

#include "schema/wire.hpp"
#include "server/domain/business_day.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace tillnote::domain {

/// Staffed transactions that one lane counted in one hour, with their place.
struct LaneHour {
    Instant hour_start;  ///< the lane's clock, as sent
    Instant ends_at;     ///< the server's clock
    /// Holds the middle of the hour: the two clocks never agree to the millisecond at a cut-off. None where no day can be
    /// told.
    std::optional<Day> business_day;
    std::int64_t transactions = 0;

    friend bool operator==(const LaneHour&, const LaneHour&) = default;
};

/// The hours of a heartbeat with their days. None has a day when the lane's clock is off by more than
/// limits::clock_shift_max; nor have hours that have not begun, and those of days before the store opened or that are
/// sealed: they are kept and counted apart. Pure. Source: CONTRACT "Time".
[[nodiscard]] std::vector<LaneHour> place_hours(const HeartbeatRequest& heartbeat, Instant received_at, const Store& store,
                                                const StoreCalendar& calendar);

}  // namespace tillnote::domain
