#include "server/routes/session_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/render/pages.hpp"
#include "server/render/problem_words.hpp"
#include "server/routes/cookies.hpp"
#include "server/routes/form.hpp"
#include "server/routes/language.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::string_view form_cookie = "tillnote_form";
constexpr std::size_t email_bytes_max = 254;
constexpr std::size_t password_bytes_max = 1024;

struct Credentials {
    std::string email;
    std::string password;
};

Result<Credentials> parse_credentials(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    Credentials credentials{reader.text("email", 1, email_bytes_max), reader.text("password", 1, password_bytes_max)};
    // No account has a second factor yet, so a code that a script sends is read and not needed.
    static_cast<void>(reader.optional_text("totp", 6, 8));
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return credentials;
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
    sign_in(environment, std::move(credentials->email), std::move(credentials->password), false,
            [=](Result<SignedIn> signed_in) {
                if (!signed_in) {
                    refuse(signed_in.error());
                    return;
                }
                const nlohmann::ordered_json answer{{"token", signed_in->token},
                                                    {"role", leading_role(signed_in->account)},
                                                    {"expires_at", format_time(signed_in->session.expires_at)}};
                respond(http::json_response(201, answer.dump()));
            });
}

Result<http::Response> close_session(const http::Request& /*request*/, Scope& scope) {
    if (auto ended = scope.ports.accounts.end_session(scope.identity->session_id); !ended) {
        return ended.error();
    }
    return http::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
}

/// Only paths of our own: "/stores/x", never "//elsewhere" or a URL.
std::string safe_path(std::string path) {
    const bool own = path.size() > 1 && path.size() < 200 && path[0] == '/' && path[1] != '/' && path[1] != '\\';
    const bool printable = std::ranges::all_of(path, [](unsigned char letter) { return letter > 0x20 && letter != 0x7f; });
    return own && printable ? path : "/";
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
    page.headers.emplace_back("Set-Cookie", make_own_cookie(request, form_cookie, form_token, "; Max-Age=3600"));
    if (status == 503) {
        page.headers.emplace_back("Retry-After", "2");
    }
    return page;
}

/// Nobody is signed in yet, so the form's token is compared with a cookie that only our own page could set.
bool own_form(const http::Request& request, const Form& form) {
    const auto cookie = find_own_cookie(request, form_cookie);
    const auto token = form.find("csrf_token");
    const auto site = request.find_header("sec-fetch-site");
    return cookie && token && equal_secrets(*cookie, *token) && (!site || *site == "same-origin" || *site == "none");
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
    if (!own_form(*request, *form)) {
        const Error error{ErrorCode::csrf_rejected, "This page was too old. Please sign in again.", ""};
        respond(sign_in_page(*request, 403, email, render::problem_detail(error, language_of(*request)), next));
        return;
    }
    if (email.empty() || password.empty() || email.size() > email_bytes_max || password.size() > password_bytes_max) {
        const Error error{ErrorCode::wrong_credentials, "Enter your e-mail address and your password.", ""};
        respond(sign_in_page(*request, 400, email, render::problem_detail(error, language_of(*request)), next));
        return;
    }
    sign_in(environment, email, std::move(password), true, [=](Result<SignedIn> signed_in) {
        if (!signed_in) {
            const auto& row = error_row(signed_in.error().code);
            respond(sign_in_page(*request, row.status, email,
                                 render::problem_detail(signed_in.error(), language_of(*request)), next));
            return;
        }
        auto response = http::redirect_response(safe_path(next));
        response.headers.emplace_back("Set-Cookie", make_own_cookie(*request, session_cookie, signed_in->token));
        response.headers.emplace_back("Set-Cookie", make_own_cookie(*request, form_cookie, "", "; Max-Age=0"));
        respond(std::move(response));
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
    guard.add(http::Method::delete_, "/v1/sessions/current", Permission::signed_in, Audience::script, close_session);
    guard.add_open(http::Method::get, "/sign-in", [](const http::Request& request, const http::Responder& respond) {
        respond(sign_in_page(request, 200, "", "", std::string(request.find_query("next").value_or("/"))));
    });
    guard.add_open(http::Method::post, "/sign-in", [&environment](http::Request request, const http::Responder& respond) {
        sign_in_by_form(environment, std::make_shared<const http::Request>(std::move(request)), respond);
    });
    guard.add(http::Method::post, "/sign-out", Permission::signed_in, Audience::page, sign_out_by_form);
}

}  // namespace tillnote::routes
