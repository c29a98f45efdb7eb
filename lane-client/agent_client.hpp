#pragma once

#include "lane-client/agent_protocol.hpp"

#include <filesystem>
#include <optional>

namespace tillnote::lane {

/// Asks the running agent. Nothing when no agent listens, or when it went away before it answered: it may have done what
/// it was asked; asking again is safe (the repeat filter and the undo_id see to that). Waits at most 5 seconds.
/// Errors: outbox_unusable (the agent hangs, or answers nonsense).
[[nodiscard]] Result<std::optional<AgentAnswer>> ask_agent(const std::filesystem::path& socket_file,
                                                           const AgentRequest& request);

}  // namespace tillnote::lane
