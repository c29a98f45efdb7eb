#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// Sign-in and sign-out, for scripts (/v1/sessions) and for people (/sign-in, /sign-out).
void add_session_routes(Guard& guard);

}  // namespace tillnote::routes
