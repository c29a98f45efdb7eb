#include "server/routes/audited_routes.hpp"

#include "server/routes/permission_check.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace tillnote::routes {
namespace {

using domain::AuditAction;
using domain::AuditObject;
using enum http::Method;
using enum Recorded;

constexpr AuditedRoute list[] = {
    {post, "/v1/notes", never},
    {post, "/v1/heartbeat", never},
    {post, "/v1/enrolments", never},

    {post, "/v1/sessions", by_itself, AuditAction::signed_in, AuditObject::user},
    {post, "/sign-in", by_itself, AuditAction::signed_in, AuditObject::user},
    {post, "/sign-in/code", by_itself, AuditAction::signed_in, AuditObject::user},
    {post, "/forgotten-password", by_itself, AuditAction::asked_for, AuditObject::password},
    {post, "/set-password/{token}", by_itself, AuditAction::changed, AuditObject::password},
    {post, "/setup", by_itself, AuditAction::set_up, AuditObject::user},

    {delete_, "/v1/sessions/current", with_change, AuditAction::signed_out, AuditObject::session},
    {delete_, "/v1/sessions/{session}", with_change, AuditAction::ended, AuditObject::session, "session"},
    {post, "/sign-out", with_change, AuditAction::signed_out, AuditObject::session},
    {post, "/account/second-factor", with_change, AuditAction::asked_for, AuditObject::second_factor},
    {post, "/account/second-factor/confirmation", with_change, AuditAction::set_up, AuditObject::second_factor},
    {post, "/account/recovery-codes", with_change, AuditAction::renewed, AuditObject::recovery_code},
    {post, "/account/sessions/end", with_change, AuditAction::ended, AuditObject::session},
    {post, "/account/sessions/end-others", with_change, AuditAction::ended, AuditObject::session},

    {post, "/v1/enrolments/{code}/approval", with_change, AuditAction::approved, AuditObject::lane},
    {post, "/stores/{store}/lanes/approval", with_change, AuditAction::approved, AuditObject::lane},
    {post, "/stores/{store}/lanes/denial", with_change, AuditAction::denied, AuditObject::lane},
    {post, "/stores/{store}/lanes/revocation", with_change, AuditAction::revoked, AuditObject::lane},
    {put, "/v1/stores/{store}/traffic/{day}", with_change, AuditAction::changed, AuditObject::traffic, "day"},
    {post, "/v1/traffic", with_change, AuditAction::imported, AuditObject::traffic},
    {post, "/v1/tokens", with_change, AuditAction::added, AuditObject::read_token},
    {delete_, "/v1/tokens/{token}", with_change, AuditAction::revoked, AuditObject::read_token, "token"},

    {post, "/v1/users", with_change, AuditAction::invited, AuditObject::user},
    {patch, "/v1/users/{user}", with_change, AuditAction::changed, AuditObject::user},
    {post, "/v1/users/{user}/link", with_change, AuditAction::asked_for, AuditObject::password},
    {delete_, "/v1/users/{user}/second-factor", with_change, AuditAction::reset, AuditObject::second_factor},
    {delete_, "/v1/users/{user}/sessions", with_change, AuditAction::ended, AuditObject::session},
    {post, "/admin/users", with_change, AuditAction::invited, AuditObject::user},
    {post, "/admin/users/{user}/roles", with_change, AuditAction::changed, AuditObject::user},
    {post, "/admin/users/{user}/roles/removal", with_change, AuditAction::changed, AuditObject::user},
    {post, "/admin/users/{user}/state", with_change, AuditAction::changed, AuditObject::user},
    {post, "/admin/users/{user}/link", with_change, AuditAction::asked_for, AuditObject::password},
    {post, "/admin/users/{user}/second-factor/removal", with_change, AuditAction::reset, AuditObject::second_factor},
    {post, "/admin/users/{user}/sessions/end", with_change, AuditAction::ended, AuditObject::session},

    {post, "/admin/stores", with_change, AuditAction::added, AuditObject::store},
    {post, "/admin/districts", with_change, AuditAction::changed, AuditObject::district},
    {post, "/admin/stores/{store}/name", with_change, AuditAction::changed, AuditObject::store, "store"},
    {post, "/admin/stores/{store}/days", with_change, AuditAction::changed, AuditObject::store, "store"},
    {post, "/admin/stores/{store}/district", with_change, AuditAction::changed, AuditObject::store, "store"},
    {post, "/admin/stores/{store}/walk", with_change, AuditAction::changed, AuditObject::store, "store"},
    {post, "/admin/stores/{store}/free-text", with_change, AuditAction::changed, AuditObject::store, "store"},
    {post, "/admin/stores/{store}/closed-days", with_change, AuditAction::ended, AuditObject::business_day},
    {post, "/admin/stores/{store}/open-days", with_change, AuditAction::enabled, AuditObject::business_day},
    {post, "/admin/stores/{store}/closing", with_change, AuditAction::ended, AuditObject::store, "store"},
    {post, "/admin/stores/{store}/reopening", with_change, AuditAction::enabled, AuditObject::store, "store"},
    {post, "/admin/catalog/layout", with_change, AuditAction::changed, AuditObject::catalog},
    {post, "/admin/catalog/reasons", with_change, AuditAction::added, AuditObject::catalog},
    {post, "/admin/catalog/reasons/{reason}", with_change, AuditAction::changed, AuditObject::catalog, "reason"},
    {post, "/admin/catalog/reasons/{reason}/end", with_change, AuditAction::ended, AuditObject::catalog, "reason"},
    {post, "/admin/catalog/taking-back", with_change, AuditAction::changed, AuditObject::catalog},
    {post, "/admin/lanes/approval", with_change, AuditAction::approved, AuditObject::lane},
    {post, "/admin/lanes/denial", with_change, AuditAction::denied, AuditObject::lane},
    {post, "/admin/lanes/revocation", with_change, AuditAction::revoked, AuditObject::lane},

    {post, "/v1/stores/{store}/asks", with_change, AuditAction::added, AuditObject::ask},
    {patch, "/v1/stores/{store}/asks/{ask}", with_change, AuditAction::changed, AuditObject::ask, "ask"},
    {post, "/stores/{store}/asks", with_change, AuditAction::added, AuditObject::ask},
    {post, "/stores/{store}/asks/end", with_change, AuditAction::ended, AuditObject::ask},
    {post, "/v1/districts/{district}/asks", with_change, AuditAction::added, AuditObject::ask},
    {post, "/districts/{district}/asks", with_change, AuditAction::added, AuditObject::ask},
    {post, "/v1/stores/{store}/messages", with_change, AuditAction::added, AuditObject::message},
    {post, "/v1/stores/{store}/alerts/{alert}/acknowledge", with_change, AuditAction::acknowledged, AuditObject::alert,
     "alert"},
    {post, "/v1/stores/{store}/actions", with_change, AuditAction::changed, AuditObject::action},
    {patch, "/v1/stores/{store}/actions/{action}", with_change, AuditAction::changed, AuditObject::action, "action"},
    {post, "/stores/{store}/actions", with_change, AuditAction::changed, AuditObject::action},

    {post, "/v1/stores/{store}/goals", with_change, AuditAction::added, AuditObject::goal},
    {patch, "/v1/stores/{store}/goals/{goal}", with_change, AuditAction::ended, AuditObject::goal, "goal"},
    {post, "/stores/{store}/goals", with_change, AuditAction::added, AuditObject::goal},
    {post, "/stores/{store}/goals/withdrawal", with_change, AuditAction::ended, AuditObject::goal},
    {post, "/v1/districts/{district}/goals", with_change, AuditAction::added, AuditObject::goal},
    {patch, "/v1/districts/{district}/goals/{goal}", with_change, AuditAction::ended, AuditObject::goal, "goal"},
    {post, "/districts/{district}/goals", with_change, AuditAction::added, AuditObject::goal},
    {post, "/districts/{district}/goals/withdrawal", with_change, AuditAction::ended, AuditObject::goal},
    {post, "/v1/stores/{store}/events", with_change, AuditAction::added, AuditObject::event},
    {patch, "/v1/stores/{store}/events/{event}", with_change, AuditAction::ended, AuditObject::event, "event"},
    {post, "/stores/{store}/events", with_change, AuditAction::added, AuditObject::event},
    {post, "/stores/{store}/events/withdrawal", with_change, AuditAction::ended, AuditObject::event},

    {post, "/v1/stores/{store}/recipients", with_change, AuditAction::added, AuditObject::recipient},
    {patch, "/v1/stores/{store}/recipients/{recipient}", with_change, AuditAction::changed, AuditObject::recipient,
     "recipient"},
    {post, "/stores/{store}/recipients", with_change, AuditAction::added, AuditObject::recipient},
    {post, "/stores/{store}/recipients/change", with_change, AuditAction::changed, AuditObject::recipient},
    {post, "/v1/districts/{district}/recipients", with_change, AuditAction::added, AuditObject::recipient},
    {patch, "/v1/districts/{district}/recipients/{recipient}", with_change, AuditAction::changed, AuditObject::recipient,
     "recipient"},
    {put, "/v1/districts/{district}/digest-rhythm", with_change, AuditAction::changed, AuditObject::digest_rhythm},
    {post, "/districts/{district}/recipients", with_change, AuditAction::added, AuditObject::recipient},
    {post, "/districts/{district}/recipients/change", with_change, AuditAction::changed, AuditObject::recipient},
    {post, "/districts/{district}/recipients/rhythm", with_change, AuditAction::changed, AuditObject::digest_rhythm},
    {post, "/unsubscribe/{token}", with_change, AuditAction::ended, AuditObject::recipient},

    {get, "/v1/stores/{store}/digests/{day}", once_a_day, AuditAction::read, AuditObject::digest, "day"},
    {get, "/stores/{store}/{day}", once_a_day, AuditAction::read, AuditObject::digest, "day"},
    {get, "/v1/districts/{district}/digests/{day}", once_a_day, AuditAction::read, AuditObject::digest, "day"},
    {get, "/districts/{district}/digests/{day}", once_a_day, AuditAction::read, AuditObject::digest, "day"},
    {get, "/", once_a_day, AuditAction::read, AuditObject::store},
    {get, "/v1/stores/{store}/asks", once_a_day, AuditAction::read, AuditObject::ask},
    {get, "/stores/{store}/asks", once_a_day, AuditAction::read, AuditObject::ask},
    {get, "/v1/districts/{district}/asks", once_a_day, AuditAction::read, AuditObject::ask},
    {get, "/districts/{district}/asks", once_a_day, AuditAction::read, AuditObject::ask},
    {get, "/v1/stores/{store}/alerts", once_a_day, AuditAction::read, AuditObject::alert},
    {get, "/v1/stores/{store}/actions", once_a_day, AuditAction::read, AuditObject::action},
    {get, "/stores/{store}/actions", once_a_day, AuditAction::read, AuditObject::action},
    {get, "/v1/stores/{store}/goals", once_a_day, AuditAction::read, AuditObject::goal},
    {get, "/stores/{store}/goals", once_a_day, AuditAction::read, AuditObject::goal},
    {get, "/v1/districts/{district}/goals", once_a_day, AuditAction::read, AuditObject::goal},
    {get, "/districts/{district}/goals", once_a_day, AuditAction::read, AuditObject::goal},
    {get, "/v1/stores/{store}/events", once_a_day, AuditAction::read, AuditObject::event},
    {get, "/v1/stores/{store}/history", once_a_day, AuditAction::read, AuditObject::history},
    {get, "/stores/{store}/history", once_a_day, AuditAction::read, AuditObject::history},
    {get, "/stores/{store}/history.csv", once_a_day, AuditAction::read, AuditObject::history},
    {get, "/v1/districts/{district}/comparison", once_a_day, AuditAction::read, AuditObject::comparison},
    {get, "/districts/{district}", once_a_day, AuditAction::read, AuditObject::comparison},
    {get, "/districts/{district}/comparison.csv", once_a_day, AuditAction::read, AuditObject::comparison},
    {get, "/v1/comparison", once_a_day, AuditAction::read, AuditObject::comparison},
    {get, "/districts", once_a_day, AuditAction::read, AuditObject::comparison},
    {get, "/districts/comparison.csv", once_a_day, AuditAction::read, AuditObject::comparison},
    {get, "/v1/stores/{store}/recipients", once_a_day, AuditAction::read, AuditObject::recipient},
    {get, "/stores/{store}/recipients", once_a_day, AuditAction::read, AuditObject::recipient},
    {get, "/v1/districts/{district}/recipients", once_a_day, AuditAction::read, AuditObject::recipient},
    {get, "/districts/{district}/recipients", once_a_day, AuditAction::read, AuditObject::recipient},
    {get, "/admin/recipients", once_a_day, AuditAction::read, AuditObject::recipient},
    {get, "/v1/users", once_a_day, AuditAction::read, AuditObject::user},
    {get, "/v1/users/{user}", once_a_day, AuditAction::read, AuditObject::user},
    {get, "/admin/users", once_a_day, AuditAction::read, AuditObject::user},
    {get, "/admin/users/{user}", once_a_day, AuditAction::read, AuditObject::user},
    {get, "/v1/tokens", once_a_day, AuditAction::read, AuditObject::read_token},
    {get, "/v1/audit", each_time, AuditAction::read, AuditObject::audit_log},
    {get, "/admin/audit", each_time, AuditAction::read, AuditObject::audit_log},
};

}  // namespace

const AuditedRoute* find_audited_route(http::Method method, std::string_view pattern) {
    const auto* const found = std::ranges::find_if(
        list, [&](const AuditedRoute& route) { return route.method == method && route.pattern == pattern; });
    if (found != std::end(list)) {
        return found;
    }
    if (changes_something(method)) {
        throw std::logic_error("audited_routes.cpp does not say what is recorded of " + std::string(to_text(method)) + " " +
                               std::string(pattern));
    }
    return nullptr;
}

std::span<const AuditedRoute> audited_routes() noexcept {
    return list;
}

}  // namespace tillnote::routes
