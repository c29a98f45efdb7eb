#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// A store's last 13 months by reason, theme or department: page, CSV and JSON. Readers of the store only.
void add_history_routes(Guard& guard);

}  // namespace tillnote::routes
