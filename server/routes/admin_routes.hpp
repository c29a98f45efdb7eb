#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Lanes that wait for approval, and their approval.
void add_admin_routes(Guard& guard);

}  // namespace tillnote::routes
