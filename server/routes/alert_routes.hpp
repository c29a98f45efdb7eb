#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Alerts of a store, and their acknowledgement.
void add_alert_routes(Guard& guard);

}  // namespace tillnote::routes
