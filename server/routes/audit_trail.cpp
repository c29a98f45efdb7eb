#include "server/routes/audit_trail.hpp"

#include "server/routes/guard.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace tillnote::routes {
namespace {

using domain::AuditAction;
using domain::AuditEntry;
using domain::AuditObject;
using domain::AuditOutcome;

std::string parameter_or_empty(const http::Request& request, std::string_view name) {
    const auto found =
        std::ranges::find_if(request.parameters, [&](const auto& parameter) { return parameter.first == name; });
    return found == request.parameters.end() ? std::string() : found->second;
}

/// What a comparison is about; its routes refuse what is none of theirs.
constexpr std::string_view comparison_queries[] = {"from", "to", "range", "on", "by", "against"};
/// What a history is about: the first of them that is named. The others are not looked at, and might be anything.
constexpr std::string_view history_queries[] = {"reason", "theme", "department"};
constexpr std::size_t query_bytes_max = 40;

void add_queries(AuditEntry& entry, const http::Request& request, std::span<const std::string_view> names,
                 std::size_t count_max) {
    for (const std::string_view name : names) {
        const auto value = request.find_query(name);
        if (value && entry.facts.size() < count_max) {
            entry.facts.emplace_back(name, value->substr(0, query_bytes_max));
        }
    }
}

}  // namespace

AuditEntry make_entry(const AuditedRoute* route, const http::Request& request, const Scope& scope) {
    AuditEntry entry;
    entry.actor = scope.identity == nullptr ? domain::AuditActor{.address = request.peer_address}
                                            : domain::actor_of(*scope.identity, request.peer_address);
    entry.store = parameter_or_empty(request, "store");
    entry.district = parameter_or_empty(request, "district");
    if (route == nullptr) {
        entry.object_id = std::string(to_text(request.method)) + " " + std::string(request.route);
        return entry;
    }
    entry.action = route->action;
    entry.object = route->object;
    entry.object_id = parameter_or_empty(request, route->id_parameter);
    if (route->object == AuditObject::comparison) {
        add_queries(entry, request, comparison_queries, std::size(comparison_queries));
    } else if (route->object == AuditObject::history) {
        add_queries(entry, request, history_queries, 1);
    }
    return entry;
}

Result<void> AuditTrail::record_reading(const AuditedRoute& route, AuditEntry entry, Scope& scope, bool csv) {
    std::string key = scope.identity->session_id.to_string() + " " + std::string(to_text(entry.object)) + " " + entry.store +
                      " " + entry.district + " " + entry.object_id;
    for (const auto& [name, value] : entry.facts) {
        key.append(" ").append(name).append("=").append(value);
    }
    const bool each_time = csv || route.recorded == Recorded::each_time;
    if (!each_time) {
        const std::lock_guard lock(mutex_);
        if (told_.wait_for(key, scope.now).count() > 0) {
            return {};
        }
    }
    if (csv) {
        entry.action = AuditAction::exported;
    }
    if (auto added = scope.ports.audit.append(entry); !added) {
        return added;
    }
    if (!each_time) {
        const std::lock_guard lock(mutex_);
        told_.take(key, scope.now);
    }
    return {};
}

void AuditTrail::record_refusal(const AuditedRoute* route, const http::Request& request, Scope& scope, const Error& error) {
    const std::string session = scope.identity->session_id.to_string();
    const std::string key = session + " refused " + std::string(to_text(request.method)) + " " + request.path + " " +
                            std::string(error_row(error.code).type);
    {
        const std::lock_guard lock(mutex_);
        // The path is the caller's to choose: only so many of them are put down.
        if (told_.wait_for(key, scope.now).count() > 0 || refusals_.try_take(session, scope.now)) {
            return;
        }
        told_.take(key, scope.now);
    }
    auto entry = make_entry(route, request, scope);
    entry.outcome = AuditOutcome::refused;
    entry.facts.emplace_back("problem", error_row(error.code).type);
    record_apart(environment_, scope.ports, entry);
}

void name_object(Scope& scope, std::string_view id) {
    if (scope.entry != nullptr) {
        scope.entry->object_id = id;
    }
}

Uuid name_new_object(Scope& scope, Uuid id) {
    name_object(scope, id.to_string());
    return id;
}

void name_store(Scope& scope, const std::string& id) {
    name_object(scope, id);
    if (scope.entry != nullptr) {
        scope.entry->store = id;
    }
}

void name_district(Scope& scope, const std::string& id) {
    name_object(scope, id);
    if (scope.entry != nullptr) {
        scope.entry->district = id;
    }
}

void name_lane(Scope& scope, const domain::Lane& lane) {
    name_object(scope, std::to_string(lane.number));
    if (scope.entry != nullptr) {
        scope.entry->store = lane.store;
    }
}

void add_fact(Scope& scope, std::string_view name, std::string value) {
    if (scope.entry != nullptr) {
        scope.entry->facts.emplace_back(name, std::move(value));
    }
}

AuditEntry make_way_in_entry(AuditAction action, AuditObject object, const std::optional<domain::Account>& account,
                             std::string_view address) {
    return {.actor = {.address = std::string(address)},
            .action = action,
            .object = object,
            .object_id = account ? account->email : std::string()};
}

void record_apart(Environment& environment, Ports& ports, const AuditEntry& entry) {
    if (!ports.audit.append(entry)) {
        environment.on_audit_failed(entry);
    }
}

void record_throttled(Environment& environment, std::string email, const std::string& address) {
    if (!environment.throttle->tells(address, environment.now())) {
        return;
    }
    auto entry = make_way_in_entry(AuditAction::signed_in, AuditObject::user, std::nullopt, address);
    entry.outcome = AuditOutcome::throttled;
    const bool accepted = environment.database.submit([&environment, entry, email = std::move(email)](Ports& ports) mutable {
        if (const auto account = ports.accounts.find_account(email); account && *account) {
            entry.object_id = (*account)->email;
        }
        record_apart(environment, ports, entry);
    });
    if (!accepted) {
        environment.on_audit_failed(entry);
    }
}

}  // namespace tillnote::routes
