#pragma once

#include "schema/note.hpp"
#include "server/render/digest_mail.hpp"

#include <string>

namespace tillnote::delivery {

/// One mail before it is written down. Addresses are checked by domain::is_email.
struct Mail {
    std::string from;
    std::string to;
    std::string message_id;  ///< without brackets
    Instant date;
    render::MailBody body;
    std::string unsubscribe_url;  ///< answers one-click POSTs; empty: no List-Unsubscribe
};

/// The bytes of the mail: text and HTML twins, CRLF lines, ASCII only. The same mail always gives the same bytes. Pure.
/// Source: RFC 5322, 2046, 3834 (Auto-Submitted), 8058 (one-click unsubscribe).
[[nodiscard]] std::string render_mail(const Mail& mail);

}  // namespace tillnote::delivery
