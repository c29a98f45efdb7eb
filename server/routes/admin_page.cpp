#include "server/routes/admin_page.hpp"

#include "server/routes/language.hpp"

namespace tillnote::routes {

render::AdminFrame make_admin_frame(const http::Request& request, const Scope& scope, std::string path) {
    return {.language = language_of(request),
            .signed_in_as = scope.identity->email,
            .csrf_token = scope.identity->csrf_token,
            .path = std::move(path),
            .done = std::string(request.find_query("done").value_or("")),
            .problem = {}};
}

}  // namespace tillnote::routes
