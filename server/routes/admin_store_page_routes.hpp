#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /admin/stores and /admin/stores/{store}: how stores and districts are set up, for administrators.
void add_admin_store_page_routes(Guard& guard);

}  // namespace tillnote::routes
