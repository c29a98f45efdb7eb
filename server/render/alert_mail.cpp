#include "server/render/alert_mail.hpp"

#include "server/domain/recipient.hpp"
#include "server/render/local_time.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"
#include "server/render/words.hpp"

#include <utility>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

/// {0} reason, {1} store, {2} local date and time with the zone's name, {3} how many remarks.
struct AlertWords {
    std::string_view subject;
    std::string_view heading;
    std::string_view one;
    std::string_view many;
    std::string_view what_to_do;
    std::string_view page;
    std::string_view unsubscribe;
};

constexpr AlertWords english_words{
    "Now: {0}, {1}",
    "{0} at {1}",
    "Heard from a customer at a lane. First: {2}.",
    "Heard {3} times from customers at the lanes. First: {2}.",
    "Please look now, then acknowledge it on the page; until then it stays there, and no second"
    " mail is sent.",
    "The page",
    "Stop these alerts"};
constexpr AlertWords spanish_words{
    "Ahora: {0}, {1}",
    "{0} en {1}",
    "Lo dijo un cliente en una caja. Primera vez: {2}.",
    "Lo dijeron los clientes en las cajas {3} veces. Primera vez: {2}.",
    "Por favor, revíselo ahora y confírmelo en la página; hasta entonces queda allí, y no se envía"
    " otro correo.",
    "La página",
    "Dejar de recibir estas alertas"};

}  // namespace

MailBody render_alert_mail(const domain::AlertLine& alert, const domain::Store& store, const domain::StoreCalendar& calendar,
                           const MailLinks& links, Language language) {
    const bool in_spanish = language == Language::spanish;
    const AlertWords& words = in_spanish ? spanish_words : english_words;
    const std::string reason = one_line(in_spanish ? alert.reason.label_es : alert.reason.label_en);
    const std::string place = one_line(store.name);
    // The first tap: a lane without network tells it hours later.
    const std::string first =
        moment_words(alert.heard_at(), calendar, words_of(language)) + ' ' + calendar.zone_abbreviation(alert.heard_at());
    const std::string remarks = std::to_string(alert.remarks);
    const auto say = [&](std::string_view pattern) { return fill(pattern, {reason, place, first, remarks}); };
    const std::string heading = say(words.heading);
    const std::string heard = say(alert.remarks > 1 ? words.many : words.one);
    MailBody body{say(words.subject), heading + "\n\n", {}};
    append_wrapped(body.text, heard, 78, 0);
    append_wrapped(body.text, words.what_to_do, 78, 0);
    Data link_rows{Data::type::list};
    for (const auto& [label, url] : {std::pair{words.page, links.page_url}, {words.unsubscribe, links.unsubscribe_url}}) {
        if (!url.empty()) {
            body.text += '\n' + std::string(label) + ": " + url + '\n';
            Data row;
            row.set("label", text(label));
            row.set("url", text(url));
            link_rows.push_back(row);
        }
    }
    Data data;
    data.set("language", text(domain::to_text(language)));
    data.set("title", text(body.subject));
    data.set("heading", text(heading));
    data.set("heard", text(heard));
    data.set("then", text(words.what_to_do));
    data.set("links", link_rows);
    body.html = render_template(Template::alert_mail, data);
    return body;
}

}  // namespace tillnote::render
