#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /admin/catalog: the reasons, their validity and the first screen of the strip, for administrators. Every change is shown
/// before it is made, and holds from a business day that has not begun.
void add_admin_catalog_page_routes(Guard& guard);

}  // namespace tillnote::routes
