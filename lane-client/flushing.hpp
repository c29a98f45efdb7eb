#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/state_folder.hpp"

#include <chrono>

namespace tillnote::lane {

/// Returns when no note and no undo waits any more: hurries the agent, or sends by itself where none runs.
/// Errors: not_enrolled; unreachable (something still waits after `timeout`; says how much); disk_full, outbox_unusable.
[[nodiscard]] Result<void> flush(const StateFolder& folder, const Clock& clock, std::chrono::milliseconds timeout);

}  // namespace tillnote::lane
