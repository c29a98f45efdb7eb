#pragma once

#include "schema/note.hpp"

#include <chrono>
#include <cstdint>

namespace tillnote::lane {

/// One reading of every clock a note carries.
struct Moment {
    Instant wall;                         ///< the lane's wall clock; may be wrong by decades
    std::int16_t utc_offset_minutes = 0;  ///< of the terminal's local time at `wall`
    std::chrono::milliseconds mono{};     ///< CLOCK_BOOTTIME: goes on in sleep, starts again with each boot
    Uuid boot_id;                         ///< the boot `mono` belongs to
};

/// Where the lane reads time, passed in so that tests can set it. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Moment now() const = 0;
};

/// The terminal's own clocks. Where the kernel tells no boot id, a random one stands for this process.
class SystemClock final : public Clock {
public:
    SystemClock();
    [[nodiscard]] Moment now() const override;

private:
    Uuid boot_id_;
};

}  // namespace tillnote::lane
