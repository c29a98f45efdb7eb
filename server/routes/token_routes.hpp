#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /v1/tokens: read tokens for BI tools, kept by administrators.
void add_token_routes(Guard& guard);

}  // namespace tillnote::routes
