#include "server/routes/language.hpp"

#include "server/render/words.hpp"
#include "server/routes/cookies.hpp"

namespace tillnote::routes {
namespace {

std::optional<domain::Language> chosen_language(const http::Request& request) {
    const auto code = request.find_query("lang");
    return code ? domain::find_language(*code) : std::nullopt;
}

}  // namespace

domain::Language language_of(const http::Request& request) {
    if (const auto chosen = chosen_language(request)) {
        return *chosen;
    }
    if (const auto cookie = find_own_cookie(request, language_cookie)) {
        if (const auto kept = domain::find_language(*cookie)) {
            return *kept;
        }
    }
    return render::choose_language(request.find_header("accept-language").value_or(""));
}

void remember_language(const http::Request& request, http::Response& response) {
    if (const auto chosen = chosen_language(request)) {
        response.headers.emplace_back("Set-Cookie",
                                      make_own_cookie(request, language_cookie, to_text(*chosen), "; Max-Age=31536000"));
    }
}

}  // namespace tillnote::routes
