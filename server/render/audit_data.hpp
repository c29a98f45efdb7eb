#pragma once

#include "server/domain/audit_log.hpp"

#include <string>

/// The audit log for programs. Pure; any thread.
namespace tillnote::render {

/// {"entries": [...], "next": number or null}.
[[nodiscard]] std::string render_audit_json(const domain::AuditPage& page);

/// RFC 4180 with a heading; `details` is JSON in one cell.
[[nodiscard]] std::string render_audit_csv(const domain::AuditPage& page);

}  // namespace tillnote::render
