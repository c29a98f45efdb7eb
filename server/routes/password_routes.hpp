#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Passwords without a sign-in: /forgotten-password asks for a link, /set-password/{token} is where it leads.
void add_password_routes(Guard& guard);

}  // namespace tillnote::routes
