#pragma once

#include "schema/wire.hpp"

#include <optional>

namespace tillnote::domain {

/// What one HTTP attempt says about the lane's clocks.
struct Attempt {
    Instant received_at;  ///< the server's clock
    Instant sent_at;      ///< the lane's clock
    std::optional<Uuid> boot_id;
    std::optional<std::chrono::milliseconds> sent_mono;
};

/// The tap's instant on the server's clock, or nothing when no clock can be trusted:
/// same boot (a note without a boot id means the attempt's): received - (sent_mono - mono); else tapped_at + (received -
/// sent_at) if that shift is within limits::clock_shift_max. An instant later than `received_at` is nothing, too, and so is
/// a wait of more than ten years. Source: CONTRACT "Time".
[[nodiscard]] std::optional<Instant> correct_tap_time(const Note& note, const Attempt& attempt);

}  // namespace tillnote::domain
