#pragma once

#include "lane-client/agent_protocol.hpp"
#include "lane-client/outbox_keeper.hpp"

namespace tillnote::lane {

/// Does what a cashier's request asks of the outbox, in the agent and without one alike. Reload and hurry only count.
/// What concerns displays and enrolling is the agent's alone: usage.
[[nodiscard]] AgentAnswer serve_request(const AgentRequest& request, OutboxAccess& outbox, const Clock& clock,
                                        const LaneRules& rules);

/// Whether it taps for a customer: an undo by its code or its barcode does not. Pure.
[[nodiscard]] bool is_tap(const AgentRequest& request);

}  // namespace tillnote::lane
