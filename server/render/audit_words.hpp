#pragma once

#include "server/domain/audit_log.hpp"
#include "server/domain/language.hpp"

#include <string>

/// The words of the audit log as people read them. JSON, CSV and command line have the words of domain::AuditAction.
namespace tillnote::render {

/// "approved".
[[nodiscard]] std::string_view action_words(domain::AuditAction action, domain::Language language) noexcept;
/// "lane".
[[nodiscard]] std::string_view object_words(domain::AuditObject object, domain::Language language) noexcept;
/// "approved: lane".
[[nodiscard]] std::string deed_words(domain::AuditAction action, domain::AuditObject object, domain::Language language);

}  // namespace tillnote::render
