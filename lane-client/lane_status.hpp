#pragma once

#include "lane-client/clock.hpp"
#include "lane-client/state_folder.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tillnote::lane {

/// What `tillnote-lane status` tells.
struct LaneStatus {
    bool enrolled = false;  ///< there is an enrolment, and the server is not known to refuse it
    bool refused = false;   ///< the server refuses the lane's token: ask the manager
    std::string store;      ///< empty before the first enrolment
    std::int64_t lane = 0;
    std::int64_t pending = 0;  ///< notes waiting
    std::int64_t rejected = 0;
    std::int64_t delivered = 0;
    std::optional<Instant> oldest_pending_at;
    bool server_reachable = false;
    std::string server_problem;  ///< a sentence: why it is not reachable; empty when it is, or before the first enrolment.
                                 ///< For a person: not part of the JSON
};

/// Counts from the agent or the outbox, and one question to the server: connecting, handshake and answer within two
/// seconds together, or it is taken as not reachable. (Looking up a name in DNS cannot be cut short and comes on top.)
/// Errors: disk_full, outbox_unusable.
[[nodiscard]] Result<LaneStatus> get_status(const StateFolder& folder, const Clock& clock);

/// The JSON of CONTRACT.md, on one line.
[[nodiscard]] std::string to_json(const LaneStatus& status);
/// The same for a person.
[[nodiscard]] std::string to_text(const LaneStatus& status);

}  // namespace tillnote::lane
