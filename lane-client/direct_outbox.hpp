#pragma once

#include "lane-client/agent_protocol.hpp"
#include "lane-client/outbox_keeper.hpp"
#include "lane-client/state_folder.hpp"

namespace tillnote::lane {

/// The outbox for a command that runs without an agent: locked, opened and closed again for each use, so that a tap never
/// waits for a `flush` that waits for the network.
class DirectOutbox final : public OutboxAccess {
public:
    /// Both must outlive this.
    DirectOutbox(const StateFolder& folder, const Clock& clock) : folder_(folder), clock_(clock) {}

    /// Nothing done, and false, when another process holds the outbox. Never waits for it.
    [[nodiscard]] Result<bool> try_use(const std::function<Result<void>(Outbox&)>& work);
    /// Waits up to 5 seconds for other taps. Errors: outbox_unusable besides.
    [[nodiscard]] Result<void> use(const std::function<Result<void>(Outbox&)>& work) override;

private:
    const StateFolder& folder_;
    const Clock& clock_;
};

/// Asks the agent; without one, does it here. Whichever comes first for at most 5 seconds, as an agent may be starting,
/// stopping, or have been killed while it answered. Errors travel in the answer.
[[nodiscard]] AgentAnswer ask_or_serve(const StateFolder& folder, const Clock& clock, const AgentRequest& request);

}  // namespace tillnote::lane
