#include "server/routes/session_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/render/pages.hpp"
#include "server/render/problem_words.hpp"
#include "server/routes/audit_trail.hpp"
#include "server/routes/cookies.hpp"
#include "server/routes/form.hpp"
#include "server/routes/language.hpp"
#include "server/routes/open_form.hpp"
#include "server/routes/open_page.hpp"
#include "server/routes/proxy_sign_in.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"
#include "server/routes/sign_in_code_routes.hpp"

namespace tillnote::routes {
namespace {

constexpr std::size_t email_bytes_max = 254;
constexpr std::size_t password_bytes_max = 1024;
constexpr std::size_t code_bytes_max = 40;

Result<SignInAttempt> parse_credentials(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    SignInAttempt attempt;
    attempt.email = reader.text("email", 1, email_bytes_max);
    attempt.password = reader.text("password", 1, password_bytes_max);
    attempt.code = reader.optional_text("code", 6, code_bytes_max);
    const auto totp = reader.optional_text("totp", 6, 8);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    if (totp && attempt.code) {
        return Error{ErrorCode::invalid_field, "Send 'code' or 'totp', not both.", "/totp"};
    }
    if (totp) {
        attempt.code = totp;
    }
    return attempt;
}

/// The first grant names the session for scripts; every grant counts when a route is called. Null without any.
nlohmann::ordered_json leading_role(const domain::Account& account) {
    return account.grants.empty() ? nlohmann::ordered_json(nullptr)
                                  : nlohmann::ordered_json(domain::to_text(account.grants.front().role));
}

void open_session(Environment& environment, const std::shared_ptr<const http::Request>& request,
                  const http::Responder& respond) {
    const auto refuse = [=](const Error& error) { respond(error_response(error, *request, Audience::script)); };
    if (auto error = require_json(*request)) {
        refuse(*error);
        return;
    }
    if (environment.sign_in.proxy.only) {
        refuse(only_by_proxy());
        return;
    }
    auto credentials = parse_credentials(request->body);
    if (!credentials) {
        refuse(credentials.error());
        return;
    }
    credentials->address = request->peer_address;
    sign_in(environment, std::move(*credentials), [=](Result<SignInOutcome> outcome) {
        if (!outcome) {
            refuse(outcome.error());
            return;
        }
        if (outcome->wait.count() > 0) {
            auto response = error_response(too_many_tries(outcome->wait), *request, Audience::script);
            set_retry_after(response, outcome->wait);
            respond(std::move(response));
            return;
        }
        const SignedIn& signed_in = outcome->signed_in.value();
        const nlohmann::ordered_json answer{{"token", signed_in.token},
                                            {"role", leading_role(signed_in.account)},
                                            {"expires_at", format_time(signed_in.session.expires_at)}};
        respond(http::json_response(201, answer.dump()));
    });
}

Result<http::Response> close_session(const http::Request& /*request*/, Scope& scope) {
    if (auto ended = scope.ports.accounts.end_session(scope.identity->session_id); !ended) {
        return ended.error();
    }
    return http::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
}

/// `page` says what stands in it beside its form.
http::Response sign_in_page(const http::Request& request, int status, render::SignInPage page, const std::string& next) {
    page.next = safe_path(next);
    page.path = "/sign-in?next=" + encode_query(page.next);
    page.language = language_of(request);
    page.csrf_token = make_secret();
    auto response = http::html_response(status, render::render_sign_in_page(page));
    remember_language(request, response);
    set_form_cookie(request, response, page.csrf_token);
    if (status == 503) {
        response.headers.emplace_back("Retry-After", http::retry_after_seconds(ErrorCode::unavailable));
    }
    return response;
}

/// The page after a try that did not let anybody in.
http::Response sign_in_again(const http::Request& request, int status, const std::string& email, const Error& error,
                             const std::string& next) {
    return sign_in_page(request, status, {.email = email, .message = render::problem_detail(error, language_of(request))},
                        next);
}

void sign_in_by_form(Environment& environment, const std::shared_ptr<const http::Request>& request,
                     const http::Responder& respond) {
    const auto form = parse_form(*request);
    if (!form) {
        respond(error_response(form.error(), *request, Audience::page));
        return;
    }
    const auto email = form->find("email").value_or("");
    auto password = form->find("password").value_or("");
    const auto next = form->find("next").value_or("/");
    if (environment.sign_in.proxy.only) {
        respond(sign_in_page(*request, 403, {.has_form = false}, next));
        return;
    }
    if (!is_own_form(*request, *form)) {
        const Error error{ErrorCode::csrf_rejected, "This page was too old. Please sign in again.", ""};
        respond(sign_in_again(*request, 403, email, error, next));
        return;
    }
    if (email.empty() || password.empty() || email.size() > email_bytes_max || password.size() > password_bytes_max) {
        const Error error{ErrorCode::wrong_credentials, "Enter your e-mail address and your password.", ""};
        respond(sign_in_again(*request, 400, email, error, next));
        return;
    }
    SignInAttempt attempt{.email = email,
                          .password = std::move(password),
                          .code = std::nullopt,
                          .by_cookie = true,
                          .address = request->peer_address,
                          .earlier_token = find_own_cookie(*request, session_cookie).value_or("")};
    sign_in(environment, std::move(attempt), [=](Result<SignInOutcome> outcome) {
        if (!outcome) {
            respond(sign_in_again(*request, error_row(outcome.error().code).status, email, outcome.error(), next));
        } else if (outcome->wait.count() > 0) {
            auto page = sign_in_again(*request, 429, email, too_many_tries(outcome->wait), next);
            set_retry_after(page, outcome->wait);
            respond(std::move(page));
        } else if (outcome->signed_in) {
            respond(let_in(*request, outcome->signed_in->token, next));
        } else {
            respond(ask_for_code(*request, outcome->step, next));
        }
    });
}

/// Who the proxy has signed in goes straight on; whoever has no account here is told so.
Result<http::Response> sign_in_by_proxy(Environment& environment, const http::Request& request, const std::string& email,
                                        Ports& ports) {
    const std::string next(request.find_query("next").value_or("/"));
    auto account = ports.accounts.find_account(email);
    if (!account) {
        return account.error();
    }
    const auto refuse = [&] {
        return sign_in_page(request, 403, {.has_form = !environment.sign_in.proxy.only, .unknown_user = email}, next);
    };
    if (!*account || (*account)->disabled) {
        const std::string_view why = *account ? "disabled account" : "unknown account";
        record_apart(environment, ports, make_refused_entry(*account, request.peer_address, why));
        return refuse();
    }
    const auto started = start_session(
        environment, ports, std::move(**account),
        {SessionKind::page_by_proxy, request.peer_address, find_own_cookie(request, session_cookie).value_or("")});
    if (!started) {
        return started.error();
    }
    return *started ? let_in(request, (*started)->token, next) : refuse();
}

http::Response sign_in_later(const http::Request& request, const ProxySignIn& rules, std::chrono::seconds wait) {
    const std::string next(request.find_query("next").value_or("/"));
    const auto message = render::problem_detail(too_many_tries(wait), language_of(request));
    auto page = sign_in_page(request, 429, {.message = message, .has_form = !rules.only}, next);
    set_retry_after(page, wait);
    return page;
}

void show_sign_in(Guard& guard, const std::shared_ptr<const http::Request>& request, const http::Responder& respond) {
    auto& environment = guard.environment();
    const auto& rules = environment.sign_in.proxy;
    const auto user = find_proxy_user(*request, rules);
    if (!user) {
        respond(error_response(user.error(), *request, Audience::page));
    } else if (*user) {
        // Each puts down a session or at least an entry of the audit log, and a page that is loaded again and again tries no
        // password. Counted by the person: an office that begins its day stands behind one address.
        if (const auto wait = environment.throttle->take_word(**user, environment.now())) {
            record_throttled(environment, **user, request->peer_address);
            respond(sign_in_later(*request, rules, *wait));
            return;
        }
        guard.run_open(request, respond, [email = **user, &environment, request](Ports& ports) {
            return sign_in_by_proxy(environment, *request, email, ports);
        });
    } else {
        const std::string next(request->find_query("next").value_or("/"));
        respond(sign_in_page(*request, 200, {.has_form = !rules.only}, next));
    }
}

http::Response signed_out_page(const http::Request& request, const ProxySignIn& rules) {
    auto response = http::html_response(200, render::render_sign_in_page({.path = "/signed-out",
                                                                          .language = language_of(request),
                                                                          .has_form = false,
                                                                          .signed_out = true,
                                                                          .sign_out_url = rules.sign_out_url}));
    remember_language(request, response);
    return response;
}

/// Where a proxy signs people in, the sign-in page would do so again at once.
Result<http::Response> sign_out_by_form(const http::Request& request, Scope& scope) {
    if (auto ended = scope.ports.accounts.end_session(scope.identity->session_id); !ended) {
        return ended.error();
    }
    auto response = http::redirect_response(scope.identity->by_proxy ? "/signed-out" : "/sign-in");
    response.headers.emplace_back("Set-Cookie", make_own_cookie(request, session_cookie, "", "; Max-Age=0"));
    response.headers.emplace_back("Clear-Site-Data", R"("cache", "cookies", "storage")");
    return response;
}

}  // namespace

void add_session_routes(Guard& guard) {
    using domain::Permission;
    auto& environment = guard.environment();
    guard.add_open(http::Method::post, "/v1/sessions",
                   [&environment](http::Request request, const http::Responder& respond) {
                       open_session(environment, std::make_shared<const http::Request>(std::move(request)), respond);
                   });
    guard.add(http::Method::delete_, "/v1/sessions/current", Permission::own_account, Audience::script, close_session);
    guard.add_open(http::Method::get, "/sign-in", [&guard](http::Request request, const http::Responder& respond) {
        show_sign_in(guard, std::make_shared<const http::Request>(std::move(request)), respond);
    });
    guard.add_open(http::Method::get, "/signed-out",
                   [&environment](const http::Request& request, const http::Responder& respond) {
                       respond(signed_out_page(request, environment.sign_in.proxy));
                   });
    guard.add_open(http::Method::post, "/sign-in", [&environment](http::Request request, const http::Responder& respond) {
        sign_in_by_form(environment, std::make_shared<const http::Request>(std::move(request)), respond);
    });
    guard.add(http::Method::post, "/sign-out", Permission::own_account, Audience::page, sign_out_by_form);
}

}  // namespace tillnote::routes
