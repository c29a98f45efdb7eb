#pragma once

#include "server/domain/recipient.hpp"

#include <optional>
#include <string_view>

namespace tillnote::domain {

/// After this long a delivery is given up: tomorrow's digest is there by then.
inline constexpr std::chrono::hours delivery_life_max{24};
/// But not before it was tried so often: after downtime the first attempt comes late, and greylisting refuses it.
inline constexpr int delivery_attempts_min = 6;
/// What waits longer than this, because nobody was there to send it, is of no use any more.
inline constexpr std::chrono::hours digest_delivery_age_max{72};
inline constexpr std::chrono::hours alert_delivery_age_max{4};

/// When to try again after the `attempts`-th attempt failed at `now`: after 1, 5, 15 and 30 minutes, then every hour, which
/// lets greylisting pass. Nothing once delivery_life_max has passed since `due_at` and delivery_attempts_min were made.
/// Pure.
[[nodiscard]] std::optional<Instant> find_next_attempt(int attempts, Instant due_at, Instant now);

/// Why a delivery that was due at `due_at` is not sent at `now` any more, for who looks after it; nothing where it is. Pure.
[[nodiscard]] std::optional<std::string_view> find_staleness(DeliveryKind kind, Instant due_at, Instant now) noexcept;

}  // namespace tillnote::domain
