#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /admin/recipients: who is sent mail about which store or district and whether it arrives, for administrators.
void add_admin_recipient_page_routes(Guard& guard);

}  // namespace tillnote::routes
