#pragma once

#include "server/domain/language.hpp"
#include "server/http/message.hpp"

namespace tillnote::routes {

inline constexpr std::string_view language_cookie = "tillnote_lang";

/// What the reader of a page reads: ?lang=en or es, else the cookie, else the browser's Accept-Language.
[[nodiscard]] domain::Language language_of(const http::Request& request);

/// Keeps a language that was chosen with ?lang= for a year. Does nothing for any other request.
void remember_language(const http::Request& request, http::Response& response);

}  // namespace tillnote::routes
