#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /stores/{store}/lanes: a store's lanes as a page, where its manager lets terminals in and ends enrolments.
void add_lanes_page_routes(Guard& guard);

}  // namespace tillnote::routes
