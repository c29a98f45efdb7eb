#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /setup: a new installation gets its first administrator with a token that the operator printed. Not there once one
/// exists.
void add_setup_routes(Guard& guard);

}  // namespace tillnote::routes
