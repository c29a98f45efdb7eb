#pragma once

#include "server/domain/audit_log.hpp"
#include "server/http/message.hpp"

#include <span>
#include <string_view>

namespace tillnote::routes {

/// How a route comes into the audit log.
enum class Recorded {
    with_change,  ///< in the transaction of what it changes
    by_itself,    ///< it has no caller yet, so its own code says who it was: the ways in
    never,        ///< what lanes send is counted, not audited; a terminal that asks to join is audited when it is approved
    once_a_day,   ///< a reading, once a day for each sign-in and thing that is read; its CSV, each time
    each_time,    ///< a reading
};

/// One line of the list of routes that are audited: every route that changes something, and readings of figures, of what is
/// personal, and of what is taken out of the system.
struct AuditedRoute {
    http::Method method;
    std::string_view pattern;
    Recorded recorded;
    domain::AuditAction action = domain::AuditAction::read;
    domain::AuditObject object = domain::AuditObject::route;
    std::string_view id_parameter{};  ///< of the pattern: the id of the object
};

/// Null: a reading that leaves no trace. A route that changes something and is not in the list is a bug and throws
/// std::logic_error.
[[nodiscard]] const AuditedRoute* find_audited_route(http::Method method, std::string_view pattern);

[[nodiscard]] std::span<const AuditedRoute> audited_routes() noexcept;

}  // namespace tillnote::routes
