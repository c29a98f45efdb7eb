#pragma once

#include <string_view>

namespace tillnote::http {

/// The header lines every response carries, each ended by CRLF; one more over TLS, where `secure`: that browsers shall come
/// over TLS only from then on. Built once; any thread. Source: QUALITY "Nobody gets in"; Referrer-Policy is same-origin
/// because with no-referrer browsers send "Origin: null" with form posts, and then a form from elsewhere cannot be told from
/// our own.
[[nodiscard]] std::string_view security_header_lines(bool secure) noexcept;

/// Whether the connection writes this header itself, so that a handler may not. `name` in any case.
[[nodiscard]] bool owned_by_connection(std::string_view name) noexcept;

}  // namespace tillnote::http
