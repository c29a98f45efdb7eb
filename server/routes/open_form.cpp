#include "server/routes/open_form.hpp"

#include "server/routes/cookies.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::string_view form_cookie = "tillnote_form";

}  // namespace

void set_form_cookie(const http::Request& request, http::Response& page, std::string_view token) {
    page.headers.emplace_back("Set-Cookie", make_own_cookie(request, form_cookie, token, "; Max-Age=3600"));
}

void drop_form_cookie(const http::Request& request, http::Response& page) {
    page.headers.emplace_back("Set-Cookie", make_own_cookie(request, form_cookie, "", "; Max-Age=0"));
}

bool is_own_form(const http::Request& request, const Form& form) {
    const auto cookie = find_own_cookie(request, form_cookie);
    const auto token = form.find("csrf_token");
    const auto site = request.find_header("sec-fetch-site");
    return cookie && token && equal_secrets(*cookie, *token) && (!site || *site == "same-origin" || *site == "none");
}

std::string safe_path(std::string path) {
    const bool own = path.size() > 1 && path.size() < 200 && path[0] == '/' && path[1] != '/' && path[1] != '\\';
    const bool printable = std::ranges::all_of(path, [](unsigned char letter) { return letter > 0x20 && letter != 0x7f; });
    return own && printable ? path : "/";
}

}  // namespace tillnote::routes
