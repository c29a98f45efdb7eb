#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// The digests of a district as they were sent: JSON and page.
void add_district_digest_routes(Guard& guard);

}  // namespace tillnote::routes
