#include "server/render/alert_mail.hpp"

#include "schema/time_text.hpp"
#include "server/domain/recipient.hpp"
#include "server/render/html_text.hpp"
#include "server/render/plain_text.hpp"

#include <array>

namespace tillnote::render {
namespace {

/// {0} reason, {1} store, {2} local date and time with the zone's name, {3} how many remarks.
struct AlertWords {
    std::string_view subject;
    std::string_view heading;
    std::string_view one;
    std::string_view many;
    std::string_view acknowledged;
    std::string_view what_to_do;
    std::string_view page;
    std::string_view unsubscribe;
};

constexpr AlertWords english_words{
    "Now: {0}, {1}",
    "{0} at {1}",
    "Heard from a customer at a lane. First: {2}.",
    "Heard {3} times from customers at the lanes. First: {2}.",
    "Somebody has acknowledged it already.",
    "Please look now, then acknowledge it on the page; until then it stays there, and no second"
    " mail is sent.",
    "The page",
    "Stop these alerts"};
constexpr AlertWords spanish_words{
    "Ahora: {0}, {1}",
    "{0} en {1}",
    "Lo dijo un cliente en una caja. Primera vez: {2}.",
    "Lo dijeron los clientes en las cajas {3} veces. Primera vez: {2}.",
    "Alguien ya lo confirmó.",
    "Por favor, revíselo ahora y confírmelo en la página; hasta entonces queda allí, y no se envía"
    " otro correo.",
    "La página",
    "Dejar de recibir estas alertas"};

std::string local_moment(Instant instant, const domain::StoreCalendar& calendar) {
    return format_day(calendar.date_of(instant)) + ' ' + domain::format_clock_time(calendar.local_time_of(instant)) + ' ' +
           calendar.zone_abbreviation(instant);
}

std::string fill_in(std::string_view pattern, const std::array<std::string, 4>& values) {
    std::string out;
    for (std::size_t index = 0; index < pattern.size(); ++index) {
        if (pattern[index] == '{' && index + 2 < pattern.size() && pattern[index + 2] == '}') {
            out += values.at(static_cast<std::size_t>(pattern[index + 1] - '0'));
            index += 2;
        } else {
            out += pattern[index];
        }
    }
    return out;
}

void append_link(MailBody& body, std::string_view label, const std::string& url) {
    if (!url.empty()) {
        body.text += '\n' + std::string(label) + ": " + url + '\n';
        body.html += "<p><a href=\"" + escape_html(url) + "\">" + escape_html(label) + "</a></p>\n";
    }
}

}  // namespace

MailBody render_alert_mail(const domain::AlertLine& alert, const domain::Store& store, const domain::StoreCalendar& calendar,
                           const MailLinks& links, Language language) {
    const bool spanish = language == Language::spanish;
    const AlertWords& words = spanish ? spanish_words : english_words;
    const std::array<std::string, 4> values{one_line(spanish ? alert.reason.label_es : alert.reason.label_en),
                                            one_line(store.name), local_moment(alert.raised_at, calendar),
                                            std::to_string(alert.remarks)};
    const std::string heading = fill_in(words.heading, values);
    const std::string heard = fill_in(alert.remarks > 1 ? words.many : words.one, values);
    const std::string_view then = alert.acknowledged_at ? words.acknowledged : words.what_to_do;
    MailBody body{fill_in(words.subject, values), heading + "\n\n", {}};
    append_wrapped(body.text, heard, 78, 0);
    append_wrapped(body.text, then, 78, 0);
    body.html = "<!DOCTYPE html>\n<html lang=\"" + std::string(domain::to_text(language)) +
                "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                "<title>" +
                escape_html(body.subject) + "</title></head>\n<body><h1>" + escape_html(heading) + "</h1>\n<p>" +
                escape_html(heard) + "</p>\n<p>" + escape_html(then) + "</p>\n";
    append_link(body, words.page, links.page_url);
    append_link(body, words.unsubscribe, links.unsubscribe_url);
    body.html += "</body></html>\n";
    return body;
}

}  // namespace tillnote::render
