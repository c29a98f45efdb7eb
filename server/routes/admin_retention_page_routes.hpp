#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /admin/retention: what is kept for how long and what was forgotten, for administrators. Reads only.
void add_admin_retention_page_routes(Guard& guard);

}  // namespace tillnote::routes
