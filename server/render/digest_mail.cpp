#include "server/render/digest_mail.hpp"

#include "schema/time_text.hpp"
#include "server/render/digest_view.hpp"
#include "server/render/html_text.hpp"
#include "server/render/plain_text.hpp"

namespace tillnote::render {
namespace {

struct MailWords {
    std::string_view subject;
    std::string_view page;
    std::string_view unsubscribe;
};

constexpr MailWords english_words{"What customers said: ", "The page", "Stop this mail"};
constexpr MailWords spanish_words{"Lo que dijeron los clientes: ", "La página", "Dejar de recibir este correo"};

void append_link(MailBody& body, std::string_view label, const std::string& url) {
    if (url.empty()) {
        return;
    }
    body.text += std::string(label) + ": " + url + "\n";
    body.html += "<p><a href=\"" + escape_html(url) + "\">" + escape_html(label) + "</a></p>\n";
}

}  // namespace

MailBody render_digest_mail(const domain::Digest& digest, const MailLinks& links, Language language) {
    const MailWords& words = language == Language::spanish ? spanish_words : english_words;
    const std::string subject = std::string(words.subject) + one_line(digest.store.name) + ", " + format_day(digest.day);
    MailBody body{subject, render_digest_text(digest) + "\n", {}};
    body.html =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<title>" +
        escape_html(subject) + "</title></head>\n<body><pre>" + escape_html(render_digest_text(digest)) + "</pre>\n";
    append_link(body, words.page, links.page_url);
    append_link(body, words.unsubscribe, links.unsubscribe_url);
    body.html += "</body></html>\n";
    return body;
}

}  // namespace tillnote::render
