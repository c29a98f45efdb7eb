#include "server/routes/guard.hpp"

#include "server/render/pages.hpp"
#include "server/render/problem_words.hpp"
#include "server/routes/cookies.hpp"
#include "server/routes/form.hpp"
#include "server/routes/lane_token_cache.hpp"
#include "server/routes/language.hpp"
#include "server/routes/open_form.hpp"
#include "server/routes/permission_check.hpp"
#include "server/routes/proxy_sign_in.hpp"
#include "server/routes/second_factor.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

using domain::Permission;

/// A cookie is sent by the browser on its own, so a change needs the token that only our own pages know.
std::optional<Error> check_csrf(const http::Request& request, const domain::Identity& identity) {
    if (!identity.by_cookie || !changes_something(request.method)) {
        return std::nullopt;
    }
    auto token = request.find_header("x-csrf-token");
    if (!token) {
        if (const auto form = parse_form(request)) {
            token = form->find("csrf_token");
        }
    }
    const auto site = request.find_header("sec-fetch-site");
    const bool foreign = site && *site != "same-origin" && *site != "none";
    if (foreign || !token || !equal_secrets(*token, identity.csrf_token)) {
        return Error{ErrorCode::csrf_rejected,
                     "The form is too old or came from another site; reload the page and try again.", "csrf_token"};
    }
    return std::nullopt;
}

/// The program behind a read token, or why it is none.
Result<domain::Identity> identify_program(const std::string& token, Scope& scope) {
    const auto found = scope.ports.read_tokens.use_token(hash_secret(token), scope.now);
    if (!found) {
        return found.error();
    }
    return *found ? domain::identity_of(**found, scope.now) : unauthenticated();
}

Error asks_too_often() {
    return {ErrorCode::too_many_requests, "You ask more often than this server answers one caller; wait, then go on.", ""};
}

/// The token or the page's cookie.
std::optional<std::string> find_credential(const http::Request& request) {
    auto token = find_bearer(request);
    return token ? token : find_own_cookie(request, session_cookie);
}

/// Read tokens are for scripts: on a page one is no sign-in.
Result<domain::Identity> identify(const http::Request& request, const std::string& credential, Scope& scope,
                                  Audience audience) {
    const bool by_cookie = !find_bearer(request);
    if (!by_cookie && credential.starts_with(domain::read_token_prefix)) {
        return audience == Audience::script ? identify_program(credential, scope) : unauthenticated();
    }
    auto found = scope.ports.accounts.find_identity(hash_secret(credential), by_cookie, scope.now);
    if (!found) {
        return found.error();
    }
    auto& identity = *found;
    if (!identity) {
        return unauthenticated();
    }
    return std::move(*identity);
}

/// A person who still has to set up the second factor is led there, and may sign out.
std::optional<Result<http::Response>> lead_to_second_factor(const SignInRules& rules, const domain::Identity& identity,
                                                            Permission permission, Audience audience) {
    if (!identity.by_cookie || identity.by_proxy || permission == Permission::own_account ||
        !requires_factor(rules, identity.demo, identity.has_second_factor)) {
        return std::nullopt;
    }
    if (audience == Audience::page) {
        return http::redirect_response("/account");
    }
    return Error{ErrorCode::forbidden, "Your account needs a second factor first; set it up under /account.", ""};
}

/// What a request brings, and whether that was counted before anything was looked up.
struct Caller {
    std::optional<std::string> credential;
    Admission admission;
};

/// The same, and how often it asks. What the database could not say is nobody's fault.
Result<domain::Identity> identify_within_limits(const http::Request& request, const Caller& caller, CallerLimits& limits,
                                                Scope& scope, Audience audience) {
    const auto& credential = caller.credential;
    if (!credential) {
        return unauthenticated();
    }
    auto identity = identify(request, *credential, scope, audience);
    if (identity) {
        limits.welcome(*credential, identity->account_id);
        if (caller.admission != Admission::counted && !limits.take_account(identity->account_id, scope.now)) {
            return asks_too_often();
        }
    } else if (identity.error().code == ErrorCode::unauthenticated) {
        limits.turn_away(*credential, request.peer_address, scope.now);
    }
    return identity;
}

/// A route as it was added.
struct Guarded {
    Permission permission;
    Audience audience;
    BlockingHandler handler;
    const AuditedRoute* audited;  ///< null: leaves no trace
};

bool is_csv(const http::Response& response) {
    return response.content_type.starts_with("text/csv");
}

/// The handler, and what the audit log is told of it: of a change in its own transaction, of a reading before it is shown.
Result<http::Response> run_audited(const http::Request& request, Scope& scope, const Guarded& route, AuditTrail& trail) {
    const auto recorded = route.audited == nullptr ? Recorded::never : route.audited->recorded;
    if (recorded == Recorded::never || recorded == Recorded::by_itself) {
        return route.handler(request, scope);
    }
    if (recorded == Recorded::with_change) {
        domain::AuditedChange change(scope.ports.audit, make_entry(route.audited, request, scope));
        scope.entry = &change.entry();
        return route.handler(request, scope);
    }
    auto entry = make_entry(route.audited, request, scope);
    scope.entry = &entry;
    auto response = route.handler(request, scope);
    const bool elsewhere = response && response->status == 303;  // what is shown there is told of there
    if (!response || elsewhere || response->status >= 400) {
        return response;
    }
    const auto told = trail.record_reading(*route.audited, entry, scope, is_csv(*response));
    return told ? std::move(response) : told.error();
}

/// `scope` is this call's own: the identity it points to ends with it.
Result<http::Response> run_guarded(const http::Request& request, const Caller& caller, Environment& environment, Scope scope,
                                   const Guarded& route, AuditTrail& trail) {
    const SignInRules& rules = environment.sign_in;
    if (route.permission == Permission::anyone) {
        return run_audited(request, scope, route, trail);
    }
    auto identity = identify_within_limits(request, caller, *environment.limits, scope, route.audience);
    if (!identity) {
        return identity.error();
    }
    if (auto error = check_proxy_session(request, rules.proxy, *identity)) {
        return std::move(*error);
    }
    scope.identity = &*identity;
    if (auto error = check_csrf(request, *identity)) {
        trail.record_refusal(route.audited, request, scope, *error);
        return std::move(*error);
    }
    if (auto led = lead_to_second_factor(rules, *identity, route.permission, route.audience)) {
        return std::move(*led);
    }
    if (auto error = check_permission(route.permission, request, scope)) {
        trail.record_refusal(route.audited, request, scope, *error);
        return std::move(*error);
    }
    const domain::LimitedRows rows(scope.ports.rows, domain::row_scope_of(*identity, *scope.directory));
    return run_audited(request, scope, route, trail);
}

Error too_busy() {
    return {ErrorCode::busy, "More requests are waiting than this server takes; nothing was done. Try again shortly.", ""};
}

}  // namespace

bool changes_something(http::Method method) {
    return method != http::Method::get && method != http::Method::head;
}

Error unauthenticated() {
    return {ErrorCode::unauthenticated,
            "There is no valid sign-in or token with this request; sign in, or send 'Authorization: Bearer'.",
            "Authorization"};
}

std::optional<std::string> find_bearer(const http::Request& request) {
    const auto header = request.find_header("authorization");
    constexpr std::string_view scheme = "bearer ";
    if (!header || header->size() <= scheme.size()) {
        return std::nullopt;
    }
    const bool matches = std::equal(scheme.begin(), scheme.end(), header->begin(), [](char expected, char given) {
        return expected == (given >= 'A' && given <= 'Z' ? given + 32 : given);
    });
    return matches ? std::optional(header->substr(scheme.size())) : std::nullopt;
}

http::Response error_response(const Error& error, const http::Request& request, Audience audience) {
    if (audience == Audience::script) {
        auto response = http::problem_response(error, request.request_id);
        if (response.status == 401) {
            response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"tillnote\"");
        }
        return response;
    }
    const auto& row = error_row(error.code);
    const auto language = language_of(request);
    auto page = http::html_response(
        row.status, render::render_problem_page({.status = row.status,
                                                 .title = render::problem_title(error.code, language),
                                                 .detail = render::problem_detail(error, language),
                                                 .request_id = request.request_id,
                                                 .signed_in = find_own_cookie(request, session_cookie).has_value(),
                                                 .language = language}));
    if (row.retry == Retry::after) {
        page.headers.emplace_back("Retry-After", http::retry_after_seconds(error.code));
    }
    return page;
}

http::Response Guard::refusal(const Error& error, const http::Request& request, Audience audience) const {
    if (audience == Audience::page && error.code == ErrorCode::unauthenticated) {
        return http::redirect_response("/sign-in?next=" + encode_query(page_of(request)));
    }
    return error_response(error, request, audience);
}

std::string Guard::page_of(const http::Request& request) const {
    if (!changes_something(request.method)) {
        return request.path;
    }
    const auto referer = request.find_header("referer").value_or("");
    const std::string origin =
        (request.secure ? "https://" : "http://") + std::string(request.find_header("host").value_or(""));
    if (!referer.starts_with(origin + '/')) {
        return "/";
    }
    const std::string path =
        safe_path(std::string(referer.substr(origin.size(), referer.find_first_of("?#") - origin.size())));
    // A form that was sent back with a mistake stands where there is nothing to GET.
    return router_.find(http::Method::get, path).pattern.empty() ? "/" : path;
}

void Guard::add(http::Method method, std::string_view pattern, Permission permission, Audience audience,
                BlockingHandler handler) {
    const Guarded route{permission, audience, std::move(handler), find_audited_route(method, pattern)};
    router_.add(method, pattern, [this, route](http::Request incoming, const http::Responder& respond) {
        auto request = std::make_shared<const http::Request>(std::move(incoming));
        Caller caller{route.permission == Permission::anyone ? std::nullopt : find_credential(*request), {}};
        caller.admission = environment_.limits->admit(request->peer_address, caller.credential, environment_.now());
        if (caller.admission == Admission::refused) {
            respond(error_response(asks_too_often(), *request, route.audience));
            return;
        }
        const bool accepted = environment_.database.submit([this, route, request, respond, caller](Ports& ports) {
            const Scope scope{.ports = ports, .directory = environment_.directory.current(), .now = environment_.now()};
            auto response = run_guarded(*request, caller, environment_, scope, route, trail_);
            if (response && route.audience == Audience::page) {
                remember_language(*request, *response);
            }
            respond(response ? std::move(*response) : refusal(response.error(), *request, route.audience));
        });
        if (!accepted) {
            respond(error_response(too_busy(), *request, route.audience));
        }
    });
}

void Guard::add_lane(http::Method method, std::string_view pattern, LaneHandler handler) {
    router_.add(
        method, pattern, [this, handler = std::move(handler)](http::Request incoming, const http::Responder& respond) {
            auto request = std::make_shared<const http::Request>(std::move(incoming));
            const auto token = find_bearer(*request);
            auto token_hash = token ? hash_secret(*token) : std::string{};
            if (auto identity = token ? environment_.lane_tokens.find(token_hash, environment_.now()) : nullptr) {
                serve_lane(handler, request, respond, identity);
                return;
            }
            if (!admits(request->peer_address, token)) {
                respond(error_response(asks_too_often(), *request, Audience::script));
                return;
            }
            if (!token) {
                respond(error_response(unauthenticated(), *request, Audience::script));
                return;
            }
            const bool accepted =
                environment_.ingest_database.submit([this, handler, request, respond, token, token_hash](Ports& ports) {
                    auto found = ports.lanes.find_by_token(token_hash);
                    if (!found) {
                        respond(error_response(found.error(), *request, Audience::script));
                        return;
                    }
                    if (!*found || (*found)->revoked) {
                        environment_.limits->turn_away(*token, request->peer_address, environment_.now());
                        respond(error_response(unauthenticated(), *request, Audience::script));
                        return;
                    }
                    auto identity = std::make_shared<const domain::LaneIdentity>(std::move(**found));
                    environment_.limits->welcome(*token, std::nullopt);
                    environment_.lane_tokens.put(token_hash, identity, environment_.now());
                    serve_lane(handler, request, respond, identity);
                });
            if (!accepted) {
                respond(error_response(too_busy(), *request, Audience::script));
            }
        });
}

bool Guard::admits(std::string_view address, const std::optional<std::string>& credential) {
    return environment_.limits->admit(address, credential, environment_.now()) != Admission::refused;
}

void Guard::serve_lane(const LaneHandler& handler, const std::shared_ptr<const http::Request>& request,
                       const http::Responder& respond, const std::shared_ptr<const domain::LaneIdentity>& identity) {
    const auto& [id, store, lane] = identity->current;
    if (environment_.limits->take_lane(store, lane, environment_.now())) {
        handler(request, respond, identity);
    } else {
        respond(error_response(asks_too_often(), *request, Audience::script));
    }
}

void Guard::add_open(http::Method method, std::string_view pattern, http::Handler handler) {
    static_cast<void>(find_audited_route(method, pattern));
    if (!changes_something(method)) {
        router_.add(method, pattern, std::move(handler));
        return;
    }
    const auto audience = pattern.starts_with("/v1/") ? Audience::script : Audience::page;
    router_.add(method, pattern,
                [this, audience, handler = std::move(handler)](http::Request request, const http::Responder& respond) {
                    if (admits(request.peer_address, std::nullopt)) {
                        handler(std::move(request), respond);
                    } else {
                        respond(error_response(asks_too_often(), request, audience));
                    }
                });
}

void Guard::run_open(const std::shared_ptr<const http::Request>& request, const http::Responder& respond,
                     std::function<Result<http::Response>(Ports&)> work) {
    const auto refuse = [&](const Error& error) { respond(error_response(error, *request, Audience::page)); };
    if (!admits(request->peer_address, std::nullopt)) {
        refuse(asks_too_often());
        return;
    }
    const bool accepted = environment_.database.submit([request, respond, work = std::move(work)](Ports& ports) {
        auto response = work(ports);
        respond(response ? std::move(*response) : error_response(response.error(), *request, Audience::page));
    });
    if (!accepted) {
        refuse(too_busy());
    }
}

}  // namespace tillnote::routes
