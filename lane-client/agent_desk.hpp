#pragma once

#include "lane-client/agent_protocol.hpp"
#include "lane-client/clock.hpp"
#include "lane-client/forwarding.hpp"
#include "lane-client/outbox_keeper.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tillnote::lane {

/// What the running agent does with a request, however it came: by the unix socket, the scanner, or HTTP. Of the loop's
/// thread alone.
class AgentDesk {
public:
    /// All must outlive the desk.
    AgentDesk(OutboxAccess& outbox, Forwarding& forwarding, const Clock& clock);

    /// Serves one request and tells the forwarding what came of it.
    [[nodiscard]] AgentAnswer serve(const AgentRequest& request);
    /// A line of the unix socket; AgentSocket::Answer.
    [[nodiscard]] std::optional<std::string> answer(std::string_view line, bool may_wait);
    /// A text of the scanner. Nobody waits for an answer, so a failure is said on stderr.
    void take_scan(const std::string& text);

private:
    OutboxAccess& outbox_;
    Forwarding& forwarding_;
    const Clock& clock_;
};

}  // namespace tillnote::lane
