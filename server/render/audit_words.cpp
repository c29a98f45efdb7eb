#include "server/render/audit_words.hpp"

#include "server/render/phrases.hpp"

#include <array>

namespace tillnote::render {
namespace {

struct Pair {
    std::string_view en;
    std::string_view es;
};

// In the order of their enumerations. Spanish: what was done, as a noun.
constexpr std::array<Pair, 21> actions{{{"read", "lectura"},
                                        {"taken out", "exportación"},
                                        {"added", "alta"},
                                        {"changed", "cambio"},
                                        {"ended", "fin"},
                                        {"imported", "importación"},
                                        {"approved", "aprobación"},
                                        {"denied", "denegación"},
                                        {"revoked", "revocación"},
                                        {"acknowledged", "visto"},
                                        {"erased", "borrado"},
                                        {"invited", "invitación"},
                                        {"disabled", "desactivación"},
                                        {"enabled", "activación"},
                                        {"sign-in", "entrada"},
                                        {"sign-out", "salida"},
                                        {"asked for", "petición"},
                                        {"set up", "preparación"},
                                        {"used", "uso"},
                                        {"made anew", "renovación"},
                                        {"taken away", "retirada"}}};

constexpr std::array<Pair, 30> objects{{{"action", "acción"},
                                        {"alert", "alerta"},
                                        {"ask", "pregunta"},
                                        {"audit log", "registro de auditoría"},
                                        {"business day", "día comercial"},
                                        {"catalog", "catálogo"},
                                        {"comparison", "comparación"},
                                        {"demo chain", "cadena de muestra"},
                                        {"digest", "resumen"},
                                        {"rhythm of the digest", "ritmo del resumen"},
                                        {"district", "distrito"},
                                        {"event", "cambio en la tienda"},
                                        {"goal", "meta"},
                                        {"history", "historia"},
                                        {"keys", "teclas"},
                                        {"lane", "caja"},
                                        {"token of a lane", "clave de una caja"},
                                        {"message", "mensaje"},
                                        {"password", "contraseña"},
                                        {"read token", "clave de lectura"},
                                        {"recipient", "destinatario"},
                                        {"recovery code", "código de recuperación"},
                                        {"page or call", "página o llamada"},
                                        {"second factor", "segundo factor"},
                                        {"session", "sesión"},
                                        {"set-up token", "clave de instalación"},
                                        {"store", "tienda"},
                                        {"traffic", "tránsito"},
                                        {"user", "persona"},
                                        {"webhook", "webhook"}}};

static_assert(static_cast<std::size_t>(domain::AuditAction::reset) + 1 == actions.size());
static_assert(static_cast<std::size_t>(domain::AuditObject::webhook) + 1 == objects.size());

}  // namespace

std::string_view action_words(domain::AuditAction action, domain::Language language) noexcept {
    const Pair& pair = actions[static_cast<std::size_t>(action)];
    return in_language(language, pair.en, pair.es);
}

std::string_view object_words(domain::AuditObject object, domain::Language language) noexcept {
    const Pair& pair = objects[static_cast<std::size_t>(object)];
    return in_language(language, pair.en, pair.es);
}

std::string deed_words(domain::AuditAction action, domain::AuditObject object, domain::Language language) {
    return std::string(action_words(action, language)).append(": ").append(object_words(object, language));
}

}  // namespace tillnote::render
