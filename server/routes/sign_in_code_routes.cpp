#include "server/routes/sign_in_code_routes.hpp"
#include "server/routes/audit_trail.hpp"

#include "server/render/problem_words.hpp"
#include "server/render/sign_in_code_page.hpp"
#include "server/routes/cookies.hpp"
#include "server/routes/language.hpp"
#include "server/routes/open_form.hpp"
#include "server/routes/open_page.hpp"
#include "server/routes/second_factor.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"

namespace tillnote::routes {
namespace {

constexpr std::string_view step_cookie = "tillnote_step";

http::Response code_page(const http::Request& request, int status, const std::string& next,
                         const std::optional<Error>& problem) {
    const auto language = language_of(request);
    const auto form_token = make_secret();
    auto page = http::html_response(
        status,
        render::render_sign_in_code_page({.csrf_token = form_token,
                                          .next = safe_path(next),
                                          .path = "/sign-in/code?next=" + encode_query(safe_path(next)),
                                          .message = problem ? render::problem_detail(*problem, language) : std::string(),
                                          .language = language}));
    set_form_cookie(request, page, form_token);
    return page;
}

/// The step is over: too late, tried too often, or never begun.
http::Response start_again(const http::Request& request, const std::string& next) {
    auto response = http::redirect_response("/sign-in?next=" + encode_query(safe_path(next)));
    response.headers.emplace_back("Set-Cookie", make_own_cookie(request, step_cookie, "", "; Max-Age=0"));
    return response;
}

Result<http::Response> show_code_page(const http::Request& request, Scope& /*scope*/) {
    const std::string next(request.find_query("next").value_or("/"));
    return find_own_cookie(request, step_cookie) ? code_page(request, 200, next, std::nullopt) : start_again(request, next);
}

Result<http::Response> take_code_of_form(Environment& environment, const http::Request& request, Scope& scope) {
    const auto form = parse_form(request);
    if (!form) {
        return form.error();
    }
    const auto next = form->find("next").value_or("/");
    const auto step = find_own_cookie(request, step_cookie);
    if (!is_own_form(request, *form)) {
        return code_page(
            request, 403, next,
            Error{ErrorCode::csrf_rejected, "This page was too old. Please type the code again.", "csrf_token"});
    }
    if (!step) {
        return start_again(request, next);
    }
    auto account = scope.ports.second_factors.try_step(hash_secret(*step), scope.now);
    if (!account) {
        return account.error();
    }
    if (!*account) {
        return start_again(request, next);
    }
    if (const auto wait = environment.throttle->take((*account)->email, request.peer_address, scope.now)) {
        record_throttled(environment, (*account)->email, request.peer_address);
        auto page = code_page(request, 429, next, too_many_tries(*wait));
        set_retry_after(page, *wait);
        return page;
    }
    const auto factor = scope.ports.second_factors.find_factor((*account)->account_id);
    if (!factor) {
        return factor.error();
    }
    if (!*factor) {
        return start_again(request, next);
    }
    const auto taken = take_code(scope.ports, environment.sign_in, **factor, actor_of(**account, request.peer_address),
                                 form->find("code").value_or(""), scope.now);
    if (!taken) {
        return taken.error();
    }
    if (!*taken) {
        record_apart(environment, scope.ports, make_refused_entry(*account, request.peer_address, "wrong code"));
        return code_page(request, 401, next, wrong_code_error());
    }
    if (auto ended = scope.ports.second_factors.end_step(hash_secret(*step)); !ended) {
        return ended.error();
    }
    const auto started =
        start_session(environment, scope.ports, **account,
                      {SessionKind::page, request.peer_address, find_own_cookie(request, session_cookie).value_or("")});
    if (!started) {
        return started.error();
    }
    if (!*started) {
        return start_again(request, next);
    }
    // Password and code were right, and each was one try.
    environment.throttle->succeed((*account)->email, request.peer_address, 2, scope.now);
    return let_in(request, (*started)->token, next);
}

}  // namespace

void add_sign_in_code_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/sign-in/code", Permission::anyone, Audience::page, show_code_page);
    guard.add(http::Method::post, "/sign-in/code", Permission::anyone, Audience::page,
              [&environment = guard.environment()](const http::Request& request, Scope& scope) {
                  return take_code_of_form(environment, request, scope);
              });
}

http::Response ask_for_code(const http::Request& request, std::string_view step, const std::string& next) {
    auto response = http::redirect_response("/sign-in/code?next=" + encode_query(safe_path(next)));
    response.headers.emplace_back("Set-Cookie", make_own_cookie(request, step_cookie, step, "; Max-Age=300"));
    return response;
}

http::Response let_in(const http::Request& request, std::string_view token, const std::string& next) {
    auto response = http::redirect_response(safe_path(next));
    response.headers.emplace_back("Set-Cookie", make_own_cookie(request, session_cookie, token));
    drop_form_cookie(request, response);
    response.headers.emplace_back("Set-Cookie", make_own_cookie(request, step_cookie, "", "; Max-Age=0"));
    return response;
}

}  // namespace tillnote::routes
