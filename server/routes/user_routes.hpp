#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// /v1/users: accounts of others, for administrators. Each ends the sign-ins of whom it changes.
void add_user_routes(Guard& guard);

}  // namespace tillnote::routes
