#pragma once

#include "server/http/rate_limiter.hpp"
#include "server/routes/audited_routes.hpp"
#include "server/routes/environment.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace tillnote::routes {

struct Scope;

/// What Guard puts into the audit log of readings and refusals, and how often. Any thread.
class AuditTrail {
public:
    explicit AuditTrail(Environment& environment) : environment_(environment) {}

    /// Of a reading that succeeded, unless the caller has read the same within a day. `csv`: taken out, so each time.
    /// Blocking. Errors: unavailable, internal; then nothing may be shown.
    [[nodiscard]] Result<void> record_reading(const AuditedRoute& route, domain::AuditEntry entry, Scope& scope, bool csv);

    /// Of a caller who may not do this; the same once a day, and of one sign-in 20 at once and one more each hour. Blocking.
    /// What fails is told to on_audit_failed.
    void record_refusal(const AuditedRoute* route, const http::Request& request, Scope& scope, const Error& error);

private:
    Environment& environment_;
    std::mutex mutex_;
    http::RateLimiter told_{{.burst = 1, .interval = std::chrono::hours(24)}, 16'384};  ///< what was put down of late
    http::RateLimiter refusals_{{.burst = 20, .interval = std::chrono::hours(1)}, 16'384};
};

/// The entry of a request as far as its route and its caller tell.
[[nodiscard]] domain::AuditEntry make_entry(const AuditedRoute* route, const http::Request& request, const Scope& scope);

/// For routes: what their request is about, in its entry, before the change is made. Nothing where no entry is kept.
void name_object(Scope& scope, std::string_view id);
/// The same for an id that was just made, which is handed through.
[[nodiscard]] Uuid name_new_object(Scope& scope, Uuid id);
/// A store or a district that the path does not name.
void name_store(Scope& scope, const std::string& id);
void name_district(Scope& scope, const std::string& id);
/// A lane of a store.
void name_lane(Scope& scope, const domain::Lane& lane);
void add_fact(Scope& scope, std::string_view name, std::string value);

/// Of somebody on the way in: `account` where the e-mail address is that of one. What was typed otherwise is not kept; it
/// might be a password.
[[nodiscard]] domain::AuditEntry make_way_in_entry(domain::AuditAction action, domain::AuditObject object,
                                                   const std::optional<domain::Account>& account, std::string_view address);

/// Adds an entry that goes with no change. Blocking. What fails is told to on_audit_failed.
void record_apart(Environment& environment, Ports& ports, const domain::AuditEntry& entry);

/// Adds, some time later, that too many passwords were tried of `email` from `address`: once a minute for each address.
void record_throttled(Environment& environment, std::string email, const std::string& address);

}  // namespace tillnote::routes
