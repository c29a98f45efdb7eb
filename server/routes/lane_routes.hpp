#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Enrolment, heartbeat and catalog: what a lane calls besides POST /v1/notes.
void add_lane_routes(Guard& guard);

}  // namespace tillnote::routes
