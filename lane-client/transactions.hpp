#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/outbox.hpp"
#include "lane-client/tapping.hpp"

#include <string>

/// The POS says when it begins and ends a transaction. Taps meanwhile belong to it without naming it, and each one that is
/// over counts as a staffed transaction of its hour: what the store's remarks are measured against.
namespace tillnote::lane {

/// Errors: invalid_field (1 to limits::transaction_key_bytes_max bytes).
[[nodiscard]] Result<void> check_transaction_key(const std::string& key);

/// Puts the transaction in force, durable on return. One in force before it is over, and counted; the same one again
/// changes nothing, so a call whose answer was lost can be repeated. Expects check_transaction_key to have passed.
/// Errors: disk_full, outbox_unusable.
[[nodiscard]] Result<void> begin_transaction(Outbox& outbox, const Clock& clock, const std::string& key,
                                             const LaneRules& rules);

/// Ends the transaction in force and counts it, durable on return. Without one it counts nothing.
/// Errors: disk_full, outbox_unusable.
[[nodiscard]] Result<void> end_transaction(Outbox& outbox, const Clock& clock, const LaneRules& rules);

}  // namespace tillnote::lane
