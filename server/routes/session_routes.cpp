#include "server/routes/session_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/render/pages.hpp"
#include "server/render/problem_words.hpp"
#include "server/routes/cookies.hpp"
#include "server/routes/form.hpp"
#include "server/routes/language.hpp"
#include "server/routes/open_form.hpp"
#include "server/routes/open_page.hpp"
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

http::Response sign_in_page(const http::Request& request, int status, const std::string& email, const std::string& message,
                            const std::string& next) {
    const auto form_token = make_secret();
    auto page =
        http::html_response(status, render::render_sign_in_page({.csrf_token = form_token,
                                                                 .email = email,
                                                                 .message = message,
                                                                 .next = safe_path(next),
                                                                 .path = "/sign-in?next=" + encode_query(safe_path(next)),
                                                                 .language = language_of(request)}));
    remember_language(request, page);
    set_form_cookie(request, page, form_token);
    if (status == 503) {
        page.headers.emplace_back("Retry-After", "2");
    }
    return page;
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
    if (!is_own_form(*request, *form)) {
        const Error error{ErrorCode::csrf_rejected, "This page was too old. Please sign in again.", ""};
        respond(sign_in_page(*request, 403, email, render::problem_detail(error, language_of(*request)), next));
        return;
    }
    if (email.empty() || password.empty() || email.size() > email_bytes_max || password.size() > password_bytes_max) {
        const Error error{ErrorCode::wrong_credentials, "Enter your e-mail address and your password.", ""};
        respond(sign_in_page(*request, 400, email, render::problem_detail(error, language_of(*request)), next));
        return;
    }
    SignInAttempt attempt{.email = email,
                          .password = std::move(password),
                          .code = std::nullopt,
                          .by_cookie = true,
                          .address = request->peer_address};
    sign_in(environment, std::move(attempt), [=](Result<SignInOutcome> outcome) {
        if (!outcome) {
            const auto& row = error_row(outcome.error().code);
            respond(sign_in_page(*request, row.status, email, render::problem_detail(outcome.error(), language_of(*request)),
                                 next));
        } else if (outcome->wait.count() > 0) {
            auto page = sign_in_page(*request, 429, email,
                                     render::problem_detail(too_many_tries(outcome->wait), language_of(*request)), next);
            set_retry_after(page, outcome->wait);
            respond(std::move(page));
        } else if (outcome->signed_in) {
            respond(let_in(*request, outcome->signed_in->token, next));
        } else {
            respond(ask_for_code(*request, outcome->step, next));
        }
    });
}

Result<http::Response> sign_out_by_form(const http::Request& request, Scope& scope) {
    if (auto ended = scope.ports.accounts.end_session(scope.identity->session_id); !ended) {
        return ended.error();
    }
    auto response = http::redirect_response("/sign-in");
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
    guard.add_open(http::Method::get, "/sign-in", [](const http::Request& request, const http::Responder& respond) {
        respond(sign_in_page(request, 200, "", "", std::string(request.find_query("next").value_or("/"))));
    });
    guard.add_open(http::Method::post, "/sign-in", [&environment](http::Request request, const http::Responder& respond) {
        sign_in_by_form(environment, std::make_shared<const http::Request>(std::move(request)), respond);
    });
    guard.add(http::Method::post, "/sign-out", Permission::own_account, Audience::page, sign_out_by_form);
}

}  // namespace tillnote::routes
