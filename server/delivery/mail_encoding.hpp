#pragma once

#include "schema/note.hpp"

#include <string>
#include <string_view>

/// How text stands in a mail. Own, because libcurl's MIME writer ends in a socket and the mail folder needs the same bytes.
/// Pure.
namespace tillnote::delivery {

/// UTF-8 text with LF lines as quoted-printable with CRLF lines of at most 76 characters. Source: RFC 2045, 6.7.
[[nodiscard]] std::string encode_quoted_printable(std::string_view text);

/// A header's words: plain where it is short ASCII, else encoded words of at most 75 characters, folded. Line ends and
/// other control characters become spaces, so that no text can begin a header of its own. Source: RFC 2047.
[[nodiscard]] std::string encode_header_text(std::string_view text);

/// "Wed, 25 Nov 2026 11:45:00 +0000". Source: RFC 5322, 3.3.
[[nodiscard]] std::string format_mail_date(Instant instant);

}  // namespace tillnote::delivery
