#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/outbox_rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tillnote::lane {

/// The business day of the terminal's own wall clock and zone, "YYYY-MM-DD". It only decides when salts change and
/// messages come again, so the store's zone is not needed here; the server places notes by its own rules.
[[nodiscard]] std::string terminal_business_day(const Moment& now, std::int64_t cutoff_minutes);

/// The remark key of a tap: 32 characters of base64url. With a transaction, HMAC-SHA256 of its key under the salt of the
/// business day; without one, random, living limits::remark_key_life from its first tap. `memory` keeps salt and random
/// key; a new business day forgets the old salt, so yesterday's keys cannot be made again.
[[nodiscard]] std::string take_remark_key(LaneMemory& memory, const std::optional<std::string>& transaction,
                                          const Moment& now, std::int64_t cutoff_minutes);

}  // namespace tillnote::lane
