#include "server/render/unsubscribe_page.hpp"

#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

/// {0}: the store or district.
struct UnsubscribeWords {
    std::string_view title;
    std::string_view question_digest;
    std::string_view question_alert;
    std::string_view question_district;
    std::string_view detail;
    std::string_view button;
    std::string_view done;
    std::string_view done_detail;
    std::string_view done_district;
};

constexpr UnsubscribeWords english_words{"Tillnote: stop this mail",
                                         "Stop the morning digest of {0}?",
                                         "Stop the alerts of {0}?",
                                         "Stop the digest of the district {0}?",
                                         "You will get no more of it at this address. Its pages stay as they are.",
                                         "Stop this mail",
                                         "You will get no more of this mail.",
                                         "{0}: the store's manager can put you back on the list.",
                                         "{0}: the district's lead can put you back on the list."};
constexpr UnsubscribeWords spanish_words{"Tillnote: dejar de recibir este correo",
                                         "¿Dejar de recibir el resumen de la mañana de {0}?",
                                         "¿Dejar de recibir las alertas de {0}?",
                                         "¿Dejar de recibir el resumen del distrito {0}?",
                                         "No llegará más a esta dirección. Sus páginas no cambian.",
                                         "Dejar de recibirlo",
                                         "No recibirá más este correo.",
                                         "{0}: el gerente de la tienda puede volver a ponerle en la lista.",
                                         "{0}: el jefe del distrito puede volver a ponerle en la lista."};

std::string_view question_of(const UnsubscribeWords& words, domain::DeliveryKind kind) {
    switch (kind) {
        case domain::DeliveryKind::digest:
            return words.question_digest;
        case domain::DeliveryKind::alert:
            return words.question_alert;
        case domain::DeliveryKind::district:
            return words.question_district;
        case domain::DeliveryKind::account:
            break;  // nobody is on a list for it
    }
    return {};
}

}  // namespace

std::string render_unsubscribe_page(const UnsubscribePage& page) {
    const UnsubscribeWords& words = page.language == domain::Language::spanish ? spanish_words : english_words;
    const std::string place = one_line(page.place_name);
    const bool of_district = page.kind == domain::DeliveryKind::district;
    kainjow::mustache::data data;
    set_head(data, domain::to_text(page.language), words.title);
    data.set("heading", page.has_left ? std::string(words.done) : fill(question_of(words, page.kind), {place}));
    data.set("detail", page.has_left ? fill(of_district ? words.done_district : words.done_detail, {place})
                                     : std::string(words.detail));
    data.set("button", optional_text(page.has_left ? std::string_view() : words.button));
    data.set("action", page.action);
    return render_template(Template::unsubscribe, data);
}

}  // namespace tillnote::render
