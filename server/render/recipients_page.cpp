#include "server/render/recipients_page.hpp"

#include "server/render/form_field.hpp"
#include "server/render/local_time.hpp"
#include "server/render/recipient_words.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

constexpr Phrase recipients_phrases[] = {
    {"note", "Who is sent this store's digest in the morning, and its alerts at once.",
     "Quién recibe el resumen de esta tienda por la mañana y sus alertas al momento."},
    {"list_heading", "On the list", "En la lista"},
    {"none", "Nobody gets mail about this store yet. Add the first address below.",
     "Todavía nadie recibe correo de esta tienda. Agregue abajo la primera dirección."},
    {"time_label", "Local time", "Hora local"},
    {"language_label", "Language", "Idioma"},
    {"save", "Save", "Guardar"},
    {"stop", "Stop the mail", "Dejar de enviar"},
    {"start", "Send again", "Volver a enviar"},
    {"new_heading", "Add somebody", "Agregar a alguien"},
    {"new_note", "The digest goes out every morning at this local time of the store, an alert as soon as it is raised.",
     "El resumen sale cada mañana a esta hora local de la tienda; una alerta, en cuanto se da."},
    {"email_label", "E-mail", "Correo"},
    {"kind_label", "What they get", "Qué recibe"},
    {"kind_digest", "The digest", "El resumen"},
    {"kind_alert", "Alerts", "Las alertas"},
    {"add", "Add to the list", "Agregar a la lista"},
};

// What a district's page says instead.
constexpr Phrase district_phrases[] = {
    {"note", "Who is sent the district's digest: where to look first, what stands out, one story in several stores.",
     "Quién recibe el resumen del distrito: dónde mirar primero, qué destaca, una misma historia en varias tiendas."},
    {"none", "Nobody gets the district's digest yet, so none is made. Add the first address below.",
     "Todavía nadie recibe el resumen del distrito, así que no se hace. Agregue abajo la primera dirección."},
    {"new_note",
     "It goes out when every store's day is complete, and at the latest two hours after the last store's digest.",
     "Sale cuando el día de cada tienda está completo y, a más tardar, dos horas después del resumen de la última."},
    {"rhythm_heading", "How often", "Cada cuánto"},
    {"rhythm_label", "The digest is made", "El resumen se hace"},
    {"rhythm_daily", "every day, of the last seven days", "cada día, de los últimos siete días"},
    {"rhythm_weekly", "every week, after Sunday", "cada semana, después del domingo"},
};

constexpr Phrase recipients_done_phrases[] = {
    {"added", "Added. The next mail goes there, too.", "Agregado. El próximo correo le llega también."},
    {"saved", "Saved. It holds from the next digest on.", "Guardado. Vale desde el próximo resumen."},
    {"stopped", "Stopped. No more of this mail goes there.", "Detenido. Ya no se envía este correo a esa dirección."},
    {"rhythm", "Saved. It holds from the next digest on.", "Guardado. Vale desde el próximo resumen."},
    {"started", "Started again. The next mail goes there.", "Reanudado. El próximo correo le llega."},
};

/// What is wrong with the field `name` of the form that `page.frame.problem` is about.
Data problem_of(const RecipientsPage& page, bool of_this_form, std::string_view name) {
    return of_this_form ? problem_of_field(page.frame.problem, name, page.frame.language) : Data{false};
}

Data row_data(const RecipientRow& row, const RecipientsPage& page, const domain::StoreCalendar& calendar) {
    const Language language = page.frame.language;
    const domain::Recipient& recipient = row.recipient;
    const bool is_digest = recipient.kind != domain::DeliveryKind::alert;
    const bool changing = page.changing == recipient.recipient_id;
    Data data;
    data.set("id", text(recipient.recipient_id.to_string()));
    data.set("email", text(recipient.email));
    data.set("kind",
             text(is_digest ? in_language(language, "digest", "resumen") : in_language(language, "alerts", "alertas")));
    data.set("about", text(recipient_words(recipient, calendar, language)));
    data.set("delivery", text(last_delivery_words(row, calendar, language)));
    data.set("tone", text(recipient_tone(row)));
    data.set("active", Data{!recipient.unsubscribed_at.has_value()});
    data.set("has_time", Data{recipient.kind == domain::DeliveryKind::digest});
    data.set("local_time", text(changing ? page.typed.local_time : domain::format_clock_time(recipient.local_time)));
    data.set("time_problem", problem_of(page, changing, "local_time"));
    data.set("spanish", Data{recipient.language == Language::spanish});
    return data;
}

/// A district without stores has no time of its own.
domain::StoreCalendar calendar_of(const RecipientsPage& page) {
    if (page.calendar) {
        return *page.calendar;
    }
    if (page.frame.district) {
        return utc_calendar();
    }
    return domain::StoreCalendar::make(page.frame.store).value();
}

void set_typed(Data& data, const RecipientsPage& page) {
    const bool here = !page.changing;
    data.set("typed_email", text(here ? page.typed.email : ""));
    data.set("email_problem", problem_of(page, here, "email"));
    data.set("typed_alert", Data{here && page.typed.kind == domain::to_text(domain::DeliveryKind::alert)});
    data.set("typed_spanish", Data{here ? page.typed.language == domain::to_text(Language::spanish)
                                        : page.frame.language == Language::spanish});
    data.set("typed_time", text(here ? page.typed.local_time : domain::format_clock_time(domain::digest_time_default)));
    data.set("new_time_problem", problem_of(page, here, "local_time"));
}

}  // namespace

std::string render_recipients_page(const RecipientsPage& page) {
    const domain::StoreCalendar calendar = calendar_of(page);
    Data data;
    set_loop_frame(data, page.frame, LoopPage::recipients,
                   in_language(page.frame.language, "Who gets the mail", "Quién recibe el correo"), recipients_done_phrases);
    set_phrases(data, recipients_phrases, page.frame.language);
    data.set("of_district", Data{page.frame.district.has_value()});
    if (page.frame.district) {
        set_phrases(data, district_phrases, page.frame.language);
        data.set("weekly", Data{page.rhythm == domain::DigestRhythm::weekly});
    }
    Data rows{Data::type::list};
    for (const RecipientRow& row : page.rows) {
        rows.push_back(row_data(row, page, calendar));
    }
    data.set("has_rows", Data{!page.rows.empty()});
    data.set("recipient_rows", rows);
    set_typed(data, page);
    return render_template(Template::recipients, data);
}

}  // namespace tillnote::render
