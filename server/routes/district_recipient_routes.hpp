#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /v1/districts/{district}/recipients: who gets the district's digest by mail, and how often it is made.
void add_district_recipient_routes(Guard& guard);

}  // namespace tillnote::routes
