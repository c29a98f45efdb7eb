#include "server/routes/guard.hpp"

#include "server/render/pages.hpp"
#include "server/render/problem_words.hpp"
#include "server/routes/cookies.hpp"
#include "server/routes/form.hpp"
#include "server/routes/lane_token_cache.hpp"
#include "server/routes/language.hpp"
#include "server/routes/permission_check.hpp"
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

/// Read tokens are for scripts: on a page one is no sign-in.
Result<domain::Identity> identify(const http::Request& request, Scope& scope, Audience audience) {
    auto token = find_bearer(request);
    if (token && token->starts_with(domain::read_token_prefix)) {
        return audience == Audience::script ? identify_program(*token, scope) : unauthenticated();
    }
    const bool by_cookie = !token;
    if (by_cookie) {
        token = find_own_cookie(request, session_cookie);
    }
    if (!token) {
        return unauthenticated();
    }
    auto found = scope.ports.accounts.find_identity(hash_secret(*token), by_cookie, scope.now);
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
    if (!identity.by_cookie || permission == Permission::own_account ||
        !requires_factor(rules, identity.demo, identity.has_second_factor)) {
        return std::nullopt;
    }
    if (audience == Audience::page) {
        return http::redirect_response("/account");
    }
    return Error{ErrorCode::forbidden, "Your account needs a second factor first; set it up under /account.", ""};
}

/// `scope` is this call's own: the identity it points to ends with it.
Result<http::Response> run_guarded(const http::Request& request, const SignInRules& rules, Scope scope,
                                   Permission permission, Audience audience, const BlockingHandler& handler) {
    if (permission == Permission::anyone) {
        return handler(request, scope);
    }
    auto identity = identify(request, scope, audience);
    if (!identity) {
        return identity.error();
    }
    scope.identity = &*identity;
    if (auto error = check_csrf(request, *identity)) {
        return std::move(*error);
    }
    if (auto led = lead_to_second_factor(rules, *identity, permission, audience)) {
        return std::move(*led);
    }
    if (auto error = check_permission(permission, request, scope)) {
        return std::move(*error);
    }
    const domain::LimitedRows rows(scope.ports.rows, domain::row_scope_of(*identity, *scope.directory));
    return handler(request, scope);
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
    if (error.code == ErrorCode::unauthenticated) {
        return http::redirect_response("/sign-in?next=" + encode_query(request.path));
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
        page.headers.emplace_back("Retry-After", "2");
    }
    return page;
}

void Guard::add(http::Method method, std::string_view pattern, Permission permission, Audience audience,
                BlockingHandler handler) {
    router_.add(
        method, pattern,
        [this, permission, audience, handler = std::move(handler)](http::Request incoming, const http::Responder& respond) {
            auto request = std::make_shared<const http::Request>(std::move(incoming));
            const bool accepted = environment_.database.submit([this, permission, audience, handler, request,
                                                                respond](Ports& ports) {
                const Scope scope{.ports = ports, .directory = environment_.directory.current(), .now = environment_.now()};
                auto response = run_guarded(*request, environment_.sign_in, scope, permission, audience, handler);
                if (response && audience == Audience::page) {
                    remember_language(*request, *response);
                }
                respond(response ? std::move(*response) : error_response(response.error(), *request, audience));
            });
            if (!accepted) {
                respond(error_response(too_busy(), *request, audience));
            }
        });
}

void Guard::add_lane(http::Method method, std::string_view pattern, LaneHandler handler) {
    router_.add(
        method, pattern, [this, handler = std::move(handler)](http::Request incoming, const http::Responder& respond) {
            auto request = std::make_shared<const http::Request>(std::move(incoming));
            const auto token = find_bearer(*request);
            if (!token) {
                respond(error_response(unauthenticated(), *request, Audience::script));
                return;
            }
            auto token_hash = hash_secret(*token);
            if (auto identity = environment_.lane_tokens.find(token_hash, environment_.now())) {
                handler(request, respond, identity);
                return;
            }
            const bool accepted =
                environment_.ingest_database.submit([this, handler, request, respond, token_hash](Ports& ports) {
                    auto found = ports.lanes.find_by_token(token_hash);
                    if (!found || !*found || (*found)->revoked) {
                        respond(error_response(found ? unauthenticated() : found.error(), *request, Audience::script));
                        return;
                    }
                    auto identity = std::make_shared<const domain::LaneIdentity>(std::move(**found));
                    environment_.lane_tokens.put(token_hash, identity, environment_.now());
                    handler(request, respond, identity);
                });
            if (!accepted) {
                respond(error_response(too_busy(), *request, Audience::script));
            }
        });
}

void Guard::add_open(http::Method method, std::string_view pattern, http::Handler handler) {
    router_.add(method, pattern, std::move(handler));
}

}  // namespace tillnote::routes
