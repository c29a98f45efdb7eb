#pragma once

#include "server/render/audit_page.hpp"

namespace tillnote::render::samples {

/// Entries of every kind of actor and outcome, with older ones.
[[nodiscard]] AuditLogPage audit();

}  // namespace tillnote::render::samples
