#include "server/routes/open_page.hpp"

#include "server/render/problem_words.hpp"
#include "server/routes/language.hpp"
#include "server/routes/open_form.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>

namespace tillnote::routes {

http::Response show_open_page(const http::Request& request, render::PasswordPage page, const std::optional<Error>& problem) {
    page.language = language_of(request);
    page.csrf_token = make_secret();
    page.message = problem ? render::problem_detail(*problem, page.language) : "";
    auto response = http::html_response(problem ? error_row(problem->code).status : 200, render::render_password_page(page));
    remember_language(request, response);
    set_form_cookie(request, response, page.csrf_token);
    if (problem && error_row(problem->code).retry == Retry::after) {
        response.headers.emplace_back("Retry-After", http::retry_after_seconds(problem->code));
    }
    return response;
}

http::Response show_wait(const http::Request& request, render::PasswordPage page, std::chrono::seconds wait) {
    auto response = show_open_page(request, std::move(page), too_many_tries(wait));
    set_retry_after(response, wait);
    return response;
}

Error stale_form() {
    return {ErrorCode::csrf_rejected, "This page was too old. Please try again.", "csrf_token"};
}

Error too_many_tries(std::chrono::seconds wait) {
    return {ErrorCode::too_many_requests,
            "There were too many tries; wait " + std::to_string(wait.count()) + " seconds, then try again.", ""};
}

void set_retry_after(http::Response& response, std::chrono::seconds wait) {
    std::erase_if(response.headers, [](const auto& header) { return header.first == "Retry-After"; });
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
}

}  // namespace tillnote::routes
