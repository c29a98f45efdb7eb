#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Goals and events of a store, for scripts.
void add_goal_routes(Guard& guard);

}  // namespace tillnote::routes
