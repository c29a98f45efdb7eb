#include "lane-client/strip/words.hpp"

namespace tillnote::strip {
namespace {

constexpr Words english{
    .more = "More…",
    .back = "Back",
    .undo = "Undo",
    .other_language = "Español",
    .hint = "What did the customer say?",
    .saved = "Saved: ",
    .undone = "Undone: ",
    .nothing_to_undo = "Nothing to undo",
    .not_saved = "NOT SAVED",
    .not_undone = "NOT UNDONE",
    .tap_again = "Tap again. If this stays, ask your manager.",
    .disk_full = "This lane's disk is full. Ask your manager.",
    .too_many_waiting = "Too many notes are waiting on this lane. Ask your manager.",
    .reason_not_taken = "This lane cannot take that now. Ask your manager.",
    .waiting = "waiting",
    .offline = "Offline",
    .ask_manager = "Ask your manager",
    .switched_off = "This lane has been switched off. Your taps are kept.",
    .show_code = "Show your manager this code",
    .not_joined = "This lane has not joined a store yet. Your taps are kept.",
    .no_agent = "Taps cannot be saved now",
    .no_agent_advice = "Tillnote is not running on this lane. Ask your manager.",
    .no_reasons = "The list of reasons has not arrived yet.",
    .not_asked = "Not asked",
};

constexpr Words spanish{
    .more = "Más…",
    .back = "Atrás",
    .undo = "Deshacer",
    .other_language = "English",
    .hint = "¿Qué dijo el cliente?",
    .saved = "Guardado: ",
    .undone = "Deshecho: ",
    .nothing_to_undo = "Nada que deshacer",
    .not_saved = "NO SE GUARDÓ",
    .not_undone = "NO SE DESHIZO",
    .tap_again = "Toque otra vez. Si sigue igual, avise al gerente.",
    .disk_full = "El disco de esta caja está lleno. Avise al gerente.",
    .too_many_waiting = "Hay demasiadas notas en espera en esta caja. Avise al gerente.",
    .reason_not_taken = "Esta caja no puede guardar eso ahora. Avise al gerente.",
    .waiting = "en espera",
    .offline = "Sin conexión",
    .ask_manager = "Avise al gerente",
    .switched_off = "Esta caja fue dada de baja. Lo que toque se guarda.",
    .show_code = "Muestre este código al gerente",
    .not_joined = "Esta caja aún no pertenece a una tienda. Lo que toque se guarda.",
    .no_agent = "Ahora no se puede guardar",
    .no_agent_advice = "Tillnote no está en marcha en esta caja. Avise al gerente.",
    .no_reasons = "La lista de motivos aún no ha llegado.",
    .not_asked = "No pregunté",
};

}  // namespace

const Words& words(Language language) noexcept {
    return language == Language::english ? english : spanish;
}

}  // namespace tillnote::strip
