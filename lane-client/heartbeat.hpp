#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/enrolments.hpp"
#include "lane-client/outbox_keeper.hpp"
#include "lane-client/server_link.hpp"
#include "schema/wire.hpp"

#include <vector>

namespace tillnote::lane {

/// What a heartbeat brought.
struct HeartbeatOutcome {
    bool waits_again = false;             ///< the server had lost notes: they wait in the outbox again
    std::vector<LaneMessage> messages{};  ///< for the lane's displays
};

/// Tells the server how this lane is and how many staffed transactions its hours have (absolute figures, so a repeated
/// heartbeat counts nothing twice; each hour until the server has its last figure, and for good under the outbox_id under
/// which it was first told, as the server adds up outbox_ids), and hears how far the server has come with the outbox in use
/// and with those before it, of the store in force. `enrolments` must not be empty. Errors: unauthenticated (the token is
/// refused), unreachable, untrusted_server, disk_full, outbox_unusable.
[[nodiscard]] Result<HeartbeatOutcome> send_heartbeat(Server& server, OutboxAccess& outbox, const Clock& clock,
                                                      const Enrolments& enrolments);

}  // namespace tillnote::lane
