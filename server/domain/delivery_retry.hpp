#pragma once

#include "schema/note.hpp"

#include <optional>

namespace tillnote::domain {

/// After this long a delivery is given up: tomorrow's digest is there by then.
inline constexpr std::chrono::hours delivery_life_max{24};

/// When to try again after the `attempts`-th attempt failed at `now`: after 1, 5, 15 and 30 minutes, then every hour, which
/// lets greylisting pass. Nothing once delivery_life_max has passed since `due_at`. Pure.
[[nodiscard]] std::optional<Instant> find_next_attempt(int attempts, Instant due_at, Instant now);

}  // namespace tillnote::domain
