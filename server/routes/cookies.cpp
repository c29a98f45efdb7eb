#include "server/routes/cookies.hpp"

namespace tillnote::routes {
namespace {

std::string full_name(const http::Request& request, std::string_view name) {
    return (request.secure ? "__Host-" : "") + std::string(name);
}

}  // namespace

std::optional<std::string> find_own_cookie(const http::Request& request, std::string_view name) {
    return request.find_cookie(full_name(request, name));
}

std::string make_own_cookie(const http::Request& request, std::string_view name, std::string_view value,
                            std::string_view attributes) {
    std::string cookie = full_name(request, name);
    cookie.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Lax").append(attributes);
    return request.secure ? cookie + "; Secure" : cookie;
}

}  // namespace tillnote::routes
