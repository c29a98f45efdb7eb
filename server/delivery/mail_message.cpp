#include "server/delivery/mail_message.hpp"

#include "server/delivery/mail_encoding.hpp"

namespace tillnote::delivery {
namespace {

/// "=_" never stands in quoted-printable text, so no part can hold it.
constexpr std::string_view boundary = "=_tillnote_twin";

/// The line end before a boundary belongs to the boundary, so the text's own last one needs another after it.
std::string part(std::string_view type, std::string_view text) {
    return "--" + std::string(boundary) + "\r\nContent-Type: " + std::string(type) +
           "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + encode_quoted_printable(text) + "\r\n";
}

}  // namespace

std::string render_mail(const Mail& mail) {
    std::string out = "From: Tillnote <" + mail.from + ">\r\nTo: <" + mail.to +
                      ">\r\nSubject: " + encode_header_text(mail.body.subject) + "\r\nDate: " + format_mail_date(mail.date) +
                      "\r\nMessage-ID: <" + mail.message_id + ">\r\nAuto-Submitted: auto-generated\r\n";
    if (!mail.unsubscribe_url.empty()) {
        out += "List-Unsubscribe: <" + mail.unsubscribe_url + ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    }
    out += "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"" + std::string(boundary) + "\"\r\n\r\n";
    out += part("text/plain", mail.body.text);
    out += part("text/html", mail.body.html);
    return out + "--" + std::string(boundary) + "--\r\n";
}

}  // namespace tillnote::delivery
