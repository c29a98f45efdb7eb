#pragma once

#include "server/routes/guard.hpp"

#include <string>
#include <string_view>

namespace tillnote::routes {

/// The second step of a page's sign-in: /sign-in/code.
void add_sign_in_code_routes(Guard& guard);

/// To /sign-in/code, with the cookie that says whose password was right.
[[nodiscard]] http::Response ask_for_code(const http::Request& request, std::string_view step, const std::string& next);

/// To `next`, with the session's cookie; what the steps before left in the browser is taken away.
[[nodiscard]] http::Response let_in(const http::Request& request, std::string_view token, const std::string& next);

}  // namespace tillnote::routes
