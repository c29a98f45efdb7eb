#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// PUT /v1/stores/{store}/traffic/{day} and POST /v1/traffic: staffed transactions, for administrators.
void add_traffic_routes(Guard& guard);

}  // namespace tillnote::routes
