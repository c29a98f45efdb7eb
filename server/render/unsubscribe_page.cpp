#include "server/render/unsubscribe_page.hpp"

#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

/// {0}: the store.
struct UnsubscribeWords {
    std::string_view title;
    std::string_view question_digest;
    std::string_view question_alert;
    std::string_view detail;
    std::string_view button;
    std::string_view done;
    std::string_view done_detail;
};

constexpr UnsubscribeWords english_words{"Tillnote: stop this mail",
                                         "Stop the morning digest of {0}?",
                                         "Stop the alerts of {0}?",
                                         "You will get no more of it at this address. The page of the store stays as it is.",
                                         "Stop this mail",
                                         "You will get no more of this mail.",
                                         "{0}: the store's manager can put you back on the list."};
constexpr UnsubscribeWords spanish_words{"Tillnote: dejar de recibir este correo",
                                         "¿Dejar de recibir el resumen de la mañana de {0}?",
                                         "¿Dejar de recibir las alertas de {0}?",
                                         "No llegará más a esta dirección. La página de la tienda no cambia.",
                                         "Dejar de recibirlo",
                                         "No recibirá más este correo.",
                                         "{0}: el gerente de la tienda puede volver a ponerle en la lista."};

}  // namespace

std::string render_unsubscribe_page(const UnsubscribePage& page) {
    const UnsubscribeWords& words = page.language == domain::Language::spanish ? spanish_words : english_words;
    const std::string store = one_line(page.store_name);
    const bool is_digest = page.kind == domain::DeliveryKind::digest;
    kainjow::mustache::data data;
    set_head(data, domain::to_text(page.language), words.title);
    data.set("heading", page.has_left ? std::string(words.done)
                                      : fill(is_digest ? words.question_digest : words.question_alert, {store}));
    data.set("detail", page.has_left ? fill(words.done_detail, {store}) : std::string(words.detail));
    data.set("button", optional_text(page.has_left ? std::string_view() : words.button));
    data.set("action", page.action);
    return render_template(Template::unsubscribe, data);
}

}  // namespace tillnote::render
