#pragma once

#include "server/routes/guard.hpp"

namespace tillnote::routes {

/// GET /v1/audit (JSON, or CSV by Accept) and GET /admin/audit: the audit log, for administrators.
void add_audit_routes(Guard& guard);

}  // namespace tillnote::routes
