#include "server/routes/proxy_sign_in.hpp"

#include "server/routes/permission_check.hpp"
#include "server/routes/secrets.hpp"
#include "server/routes/sign_in.hpp"

namespace tillnote::routes {
namespace {

/// The value of a header that comes once; nothing where it does not come or is empty, and `twice` where there are two.
std::optional<std::string> find_once(const http::Request& request, std::string_view lower_case_name, bool& twice) {
    std::optional<std::string> found;
    int lines = 0;
    for (const auto& [name, value] : request.headers) {
        if (name == lower_case_name) {
            twice = ++lines > 1;
            found = value;
        }
    }
    return found && !found->empty() ? found : std::nullopt;
}

}  // namespace

Result<std::optional<std::string>> find_proxy_user(const http::Request& request, const ProxySignIn& rules) {
    if (rules.email_header.empty() || !request.from_proxy) {
        return std::nullopt;
    }
    bool twice = false;
    const auto email = find_once(request, rules.email_header, twice);
    if (twice) {
        return Error{ErrorCode::malformed_request,
                     "The proxy names two people at once; it must set the header of the e-mail in place of what its client "
                     "sends.",
                     rules.email_header};
    }
    if (!email) {
        return std::nullopt;
    }
    const auto secret = find_once(request, proxy_secret_header, twice);
    if (twice || !secret || !equal_secrets(*secret, rules.secret)) {
        return Error{
            ErrorCode::forbidden,
            "The proxy did not show the secret that it shares with Tillnote; whoever runs them has to give both the "
            "same one.",
            std::string(proxy_secret_header)};
    }
    return in_lower_case(*email);
}

std::optional<Error> check_proxy_session(const http::Request& request, const ProxySignIn& rules,
                                         const domain::Identity& identity) {
    if (identity.printed || identity.read_only) {
        return std::nullopt;
    }
    if (!identity.by_proxy) {
        return rules.only ? std::optional(unauthenticated()) : std::nullopt;
    }
    const auto user = find_proxy_user(request, rules);
    if (!user) {
        return user.error();
    }
    return *user == identity.email ? std::nullopt : std::optional(unauthenticated());
}

Error only_by_proxy() {
    return {ErrorCode::forbidden, "There are no passwords here; sign in with your company account.", ""};
}

}  // namespace tillnote::routes
