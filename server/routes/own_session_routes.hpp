#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// A person's own sign-ins, for scripts: GET /v1/sessions, DELETE /v1/sessions/{session}.
void add_own_session_routes(Guard& guard);

}  // namespace tillnote::routes
