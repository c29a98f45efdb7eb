#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /livez, /readyz, /openapi.json and the pages behind problem types. Answered on the socket thread.
void add_health_routes(Guard& guard);

}  // namespace tillnote::routes
