#pragma once

#include "server/domain/audit_log.hpp"
#include "server/render/admin_frame.hpp"

namespace tillnote::render {

/// The audit log for an administrator.
struct AuditLogPage {
    AdminFrame frame;
    domain::AuditFilterText typed;  ///< as the form holds it
    domain::AuditPage page;
};

/// Pure; any thread. Works without JavaScript.
[[nodiscard]] std::string render_audit_page(const AuditLogPage& page);

/// "/admin/audit" with the filter in its query; `after` is that of the next entries, or empty.
[[nodiscard]] std::string audit_path(const domain::AuditFilterText& typed, std::string_view after);

}  // namespace tillnote::render
