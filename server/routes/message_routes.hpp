#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// GET, POST /v1/stores/{store}/messages: lines back to the lanes.
void add_message_routes(Guard& guard);

}  // namespace tillnote::routes
