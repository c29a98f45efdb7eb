#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /admin and /admin/users: accounts of others as pages, for administrators.
void add_user_page_routes(Guard& guard);

}  // namespace tillnote::routes
