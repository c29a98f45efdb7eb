#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// GET /v1/stores and GET /v1/stores/{store}/digests/{day}.
void add_reader_routes(Guard& guard);

}  // namespace tillnote::routes
