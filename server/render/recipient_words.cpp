#include "server/render/recipient_words.hpp"

#include "server/render/local_time.hpp"
#include "server/render/phrases.hpp"

#include <cstdlib>

namespace tillnote::render {
namespace {

using domain::Language;

std::string_view delivery_pattern(domain::DeliveryState state, Language language) {
    using enum domain::DeliveryState;
    switch (state) {
        case sent:
            return in_language(language, "The latest mail, of {0}, was delivered.",
                               "El último correo, del {0}, fue entregado.");
        case waiting:
            return in_language(language, "The latest mail, of {0}, has not been delivered yet and is tried again: {1}",
                               "El último correo, del {0}, aún no fue entregado y se intenta de nuevo: {1}");
        case failed:
            return in_language(language, "The latest mail, of {0}, was not delivered: {1}",
                               "El último correo, del {0}, no fue entregado: {1}");
        case cancelled:
            return in_language(language, "The latest mail, of {0}, was not sent: they had left the list.",
                               "El último correo, del {0}, no se envió: ya había dejado la lista.");
    }
    std::abort();
}

}  // namespace

bool is_failing(const RecipientRow& row) noexcept {
    return !row.recipient.unsubscribed_at && row.last && !row.last->last_error.empty() &&
           row.last->state != domain::DeliveryState::sent;
}

std::string recipient_words(const domain::Recipient& recipient, const domain::StoreCalendar& calendar, Language language) {
    if (recipient.unsubscribed_at) {
        return fill(recipient.kind != domain::DeliveryKind::alert
                        ? in_language(language, "No digest since {0}.", "Sin resumen desde el {0}.")
                        : in_language(language, "No alerts since {0}.", "Sin alertas desde el {0}."),
                    {moment_words(*recipient.unsubscribed_at, calendar, words_of(language))});
    }
    if (recipient.kind == domain::DeliveryKind::district) {
        return std::string{in_language(language, "The district's digest.", "El resumen del distrito.")};
    }
    if (recipient.kind == domain::DeliveryKind::alert) {
        return std::string{in_language(language, "Alerts, as they are raised.", "Alertas, en cuanto se dan.")};
    }
    return fill(in_language(language, "The digest, every morning at {0}.", "El resumen, cada mañana a las {0}."),
                {domain::format_clock_time(recipient.local_time)});
}

std::string last_delivery_words(const RecipientRow& row, const domain::StoreCalendar& calendar, Language language) {
    if (!row.last) {
        return std::string{in_language(language, "Nothing has been sent yet.", "Todavía no se ha enviado nada.")};
    }
    return fill(delivery_pattern(row.last->state, language),
                {moment_words(row.last->delivery.due_at, calendar, words_of(language)), row.last->last_error});
}

std::string_view recipient_tone(const RecipientRow& row) {
    if (row.recipient.unsubscribed_at) {
        return "left";
    }
    return is_failing(row) ? "urgent" : "known";
}

}  // namespace tillnote::render
