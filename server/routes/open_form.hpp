#pragma once

#include "server/http/message.hpp"
#include "server/routes/form.hpp"

#include <string>
#include <string_view>

/// Forms of people who are not signed in yet. Their token is compared with a cookie that only our own page could set.
namespace tillnote::routes {

/// Gives `page`, which answers `request`, the cookie of a form that holds `token`, for an hour.
void set_form_cookie(const http::Request& request, http::Response& page, std::string_view token);
/// Takes it away again.
void drop_form_cookie(const http::Request& request, http::Response& page);

/// Whether the form is of a page that this browser got from us.
[[nodiscard]] bool is_own_form(const http::Request& request, const Form& form);

/// `path` if it is one of our own, "/stores/x", else "/": never "//elsewhere" or a URL.
[[nodiscard]] std::string safe_path(std::string path);

}  // namespace tillnote::routes
