#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Every route of the service; tests compare this list with the authorisation table and openapi.yaml.
void add_all_routes(Guard& guard);

}  // namespace tillnote::routes
