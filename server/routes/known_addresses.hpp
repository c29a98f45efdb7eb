#pragma once

#include "server/domain/audit_log.hpp"
#include "server/routes/sign_in_throttle.hpp"

namespace tillnote::routes {

/// A sign-in older than that makes no address known after a start.
inline constexpr std::chrono::days known_address_life{90};

/// Tells the throttle from which addresses accounts were used before this process began, as the audit log has them: those
/// used last, as many as it holds. Else every owner is a stranger after a restart, and waits while somebody guesses. In a
/// row scope that sets up. Blocking: database threads only. Errors: those of the log.
[[nodiscard]] Result<void> recall_addresses(domain::AuditLog& log, SignInThrottle& throttle, Instant now);

}  // namespace tillnote::routes
