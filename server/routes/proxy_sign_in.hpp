#pragma once

#include "server/http/message.hpp"
#include "server/routes/environment.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Sign-in that a trusted proxy has done: it says in a header who is there, and proves with a secret that it is the proxy.
/// Decision 0036.
namespace tillnote::routes {

/// Where the proxy shows its secret.
inline constexpr std::string_view proxy_secret_header = "x-tillnote-proxy-secret";

/// The e-mail, in lower case, of whom the proxy has signed in; nothing where it has signed in nobody, where this is switched
/// off, or where the request did not come from a trusted proxy: then its headers are anybody's words.
/// Errors: forbidden, where a proxy names somebody without the secret; malformed_request, where it names two.
[[nodiscard]] Result<std::optional<std::string>> find_proxy_user(const http::Request& request, const ProxySignIn& rules);

/// Whether a session of `identity` may be used by `request`. One that began with the proxy's word is good only together with
/// it, and one that began with a password is none where the proxy's is the only way in: a page's or a script's. Read tokens
/// and tokens of the command line are no such sessions. Errors: unauthenticated; those of find_proxy_user.
[[nodiscard]] std::optional<Error> check_proxy_session(const http::Request& request, const ProxySignIn& rules,
                                                       const domain::Identity& identity);

/// What who tries a password is told where the proxy's is the only way in.
[[nodiscard]] Error only_by_proxy();

}  // namespace tillnote::routes
