#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// What managers did about lines of the digest, for scripts.
void add_action_routes(Guard& guard);

}  // namespace tillnote::routes
