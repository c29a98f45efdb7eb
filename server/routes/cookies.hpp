#pragma once

#include "server/http/message.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The cookies of the pages. Over TLS each is named "__Host-..." and Secure: browsers then take it over TLS only, from this
/// very host only, and for all of it. In clear, which is on loopback, they could not have that name. Decision 0006.
namespace tillnote::routes {

inline constexpr std::string_view session_cookie = "tillnote_session";

/// The value that `request` brings for `name`, written without the prefix. Over TLS the name without the prefix is nobody's.
[[nodiscard]] std::optional<std::string> find_own_cookie(const http::Request& request, std::string_view name);

/// The value of a Set-Cookie that answers `request`: HttpOnly, SameSite=Lax, for all paths. `attributes` begin with "; ".
[[nodiscard]] std::string make_own_cookie(const http::Request& request, std::string_view name, std::string_view value,
                                          std::string_view attributes = {});

}  // namespace tillnote::routes
