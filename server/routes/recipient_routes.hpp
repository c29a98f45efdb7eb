#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /v1/stores/{store}/recipients: who gets the store's digest or alerts by mail, and when.
void add_recipient_routes(Guard& guard);

}  // namespace tillnote::routes
