#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// GET, POST /v1/stores/{store}/asks and PATCH /v1/stores/{store}/asks/{ask}.
void add_ask_routes(Guard& guard);

}  // namespace tillnote::routes
