#pragma once

#include "server/app/config.hpp"
#include "server/domain/audit_log.hpp"

/// The audit log from the command line. Blocking.
namespace tillnote::app::commands {

/// The entries that fit, the latest first, at most domain::audit_rows_csv. As JSON: the bytes of GET /v1/audit.
/// Errors: usage (a filter in `text` that cannot be read), those of the port.
[[nodiscard]] Result<void> print_audit(const Config& config, const domain::AuditFilterText& text, bool as_json);

}  // namespace tillnote::app::commands
