#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /admin/lanes: the lanes of all stores, for administrators.
void add_admin_lane_page_routes(Guard& guard);

}  // namespace tillnote::routes
