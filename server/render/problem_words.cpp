#include "server/render/problem_words.hpp"

#include "schema/limits.hpp"
#include "server/domain/action.hpp"
#include "server/domain/goal.hpp"
#include "server/domain/store_setup.hpp"

#include <algorithm>
#include <cstdlib>

namespace tillnote::render {
namespace {

/// What to do about one field of a page's forms.
struct FieldProblem {
    ErrorCode code;
    std::string_view field;  ///< as the rules and the forms name it, without the pointer's slash
    std::string_view detail;
};

static_assert(domain::reply_characters_max == 90 && domain::event_characters_max == 90 && domain::goal_days_min == 7 &&
                  limits::question_characters_max == 90 && limits::label_characters_max == 18 &&
                  limits::ask_answers_max == 4 && domain::place_name_characters_max == 60,
              "the sentences below name these limits");

constexpr FieldProblem spanish_fields[] = {
    {ErrorCode::invalid_field, "reason", "Elija un motivo o un tema de la lista."},
    {ErrorCode::invalid_field, "theme", "Elija un motivo o un tema de la lista."},
    {ErrorCode::invalid_field, "percent", "Dé la meta en por ciento, de 0.1 a 99.9."},
    {ErrorCode::invalid_field, "target_percent", "Dé la meta en por ciento, de 0.1 a 99.9."},
    {ErrorCode::invalid_field, "from", "Dé el primer día como AAAA-MM-DD."},
    {ErrorCode::impossible_value, "from", "El primer día ya pasó; empiece hoy o después."},
    {ErrorCode::conflict, "from", "Ya hay otra en esos días; termínela antes o elija otros días."},
    {ErrorCode::invalid_field, "to", "Dé el último día como AAAA-MM-DD."},
    {ErrorCode::impossible_value, "to",
     "Revise el último día: ya pasó, está antes del primero, o el plazo es muy corto o muy largo."},
    {ErrorCode::invalid_field, "what", "Diga qué cambió en 1 a 90 caracteres."},
    {ErrorCode::invalid_field, "day", "Dé el día como AAAA-MM-DD."},
    {ErrorCode::impossible_value, "day", "Ese día no sirve: todavía no llega o quedó demasiado atrás."},
    {ErrorCode::invalid_field, "reply",
     "Escriba la respuesta en el primer campo, en 90 caracteres como máximo: debe caber en una caja."},
    {ErrorCode::invalid_field, "reply_es", "La respuesta tiene 90 caracteres como máximo: debe caber en una caja."},
    {ErrorCode::invalid_field, "assigned", "Elija un departamento de la lista."},
    {ErrorCode::conflict, "state", "Esta línea ya está hecha; ábrala de nuevo antes."},
    {ErrorCode::not_found, "line_key", "Ningún resumen de esta tienda tiene esa línea."},
    {ErrorCode::invalid_field, "question_en", "Escriba la pregunta en inglés, en 1 a 90 caracteres."},
    {ErrorCode::invalid_field, "question_es", "Escriba la pregunta en español, en 1 a 90 caracteres."},
    {ErrorCode::invalid_field, "answers", "Dé de 2 a 4 respuestas, cada una en los dos idiomas y en 18 caracteres."},
    {ErrorCode::impossible_value, "answers", "Una respuesta se repite; escriba cada una una sola vez."},
    {ErrorCode::invalid_field, "one_in", "Pregunte en una venta de cada 1 a 1000; 20 es lo usual."},
    {ErrorCode::invalid_field, "code", "Escriba las ocho letras que muestra la terminal."},
    {ErrorCode::invalid_field, "lane", "Escriba el número de caja, de 1 a 999."},
    {ErrorCode::not_found, "code",
     "Ninguna terminal muestra este código, o ya caducó; revise las letras o empiece de nuevo."},
    {ErrorCode::enrolment_over, "code", "Este código ya se usó o se negó; empiece de nuevo en la terminal."},
    {ErrorCode::invalid_field, "id", "El identificador tiene de 1 a 32 letras a-z, cifras o '-'."},
    {ErrorCode::conflict, "id", "Ya hay una tienda con ese identificador; dé otro a la nueva."},
    {ErrorCode::invalid_field, "name", "Escriba el nombre que se lee, en 1 a 60 caracteres."},
    {ErrorCode::invalid_field, "zone", "Escriba una zona horaria IANA, como America/Chicago."},
    {ErrorCode::invalid_field, "cutoff", "Dé la hora local como HH:MM, de 00:00 a 23:59."},
    {ErrorCode::invalid_field, "opened_on", "Dé el primer día como AAAA-MM-DD."},
    {ErrorCode::invalid_field, "valid_from", "Dé el primer día como AAAA-MM-DD."},
    {ErrorCode::impossible_value, "valid_from", "Un día que ya comenzó no cambia; empiece mañana o después."},
    {ErrorCode::invalid_field, "on", "Dé el día como AAAA-MM-DD."},
    {ErrorCode::impossible_value, "on", "Ese día está antes de que abriera la tienda."},
    {ErrorCode::conflict, "on", "Ese día está antes de que abriera la tienda."},
    {ErrorCode::impossible_value, "district", "Elija un distrito de la lista."},
    {ErrorCode::invalid_field, "walk", "Escriba códigos de los departamentos de la lista, cada uno una vez."},
    {ErrorCode::invalid_field, "why", "Diga por qué la tienda no abre, en 1 a 60 caracteres."},
    {ErrorCode::not_found, "closed_day", "No se había dicho que ese día no abre."},
    {ErrorCode::invalid_field, "store", "Elija una de las tiendas por su identificador."},
    {ErrorCode::impossible_value, "store", "No hay tal tienda; elija una por su identificador."},
    {ErrorCode::invalid_field, "reason_code", "Escriba un código de 1 a 20 letras, cifras o '-'."},
    {ErrorCode::invalid_field, "reason_theme", "Escriba el tema, en 1 a 64 caracteres."},
    {ErrorCode::conflict, "reason_code", "Ese código ya existe o ya terminó; los códigos no se usan dos veces."},
    {ErrorCode::invalid_field, "department", "Elija un departamento de la lista."},
    {ErrorCode::invalid_field, "polarity", "Elija una polaridad de la lista."},
    {ErrorCode::invalid_field, "label_en", "Escriba la etiqueta en inglés, en 1 a 18 caracteres."},
    {ErrorCode::invalid_field, "label_es", "Escriba la etiqueta en español, en 1 a 18 caracteres."},
    {ErrorCode::invalid_field, "owner", "Escriba quién responde, en 1 a 64 caracteres."},
    {ErrorCode::not_found, "valid_from", "Ese motivo ya terminó en ese día."},
    {ErrorCode::conflict, "version", "Alguien cambió el catálogo entretanto; revise el cambio otra vez."},
    {ErrorCode::impossible_value, "line", "En el cartel caben seis líneas; regrese y marque menos."},
    {ErrorCode::invalid_field, "password",
     "Use al menos 12 caracteres que nadie adivine primero: unas palabras sin relación entre sí sirven bien."},
    {ErrorCode::wrong_credentials, "token",
     "Esta clave no es correcta, ya se usó o caducó; 'tillnote-server setup-token' muestra otra."},
    {ErrorCode::not_found, "link",
     "Este enlace ya se usó, fue sustituido o caducó. Pida otro en «Contraseña olvidada», o una invitación nueva."},
    {ErrorCode::wrong_credentials, "code",
     "Este código no es correcto o ya se usó; espere el siguiente en su teléfono o use un código de recuperación."},
    {ErrorCode::conflict, "demo", "Esta cuenta es de la demostración y la usan varios; no lleva código del teléfono."},
    {ErrorCode::conflict, "factor", "Esta preparación ya caducó; empiece de nuevo."},
    {ErrorCode::conflict, "recent",
     "Usted entró hace más de 15 minutos; cierre la sesión, entre de nuevo y prepárelo enseguida."},
    {ErrorCode::conflict, "by_browser", "Entre en la página y prepárelo ahí; con una clave no se puede."},
    {ErrorCode::invalid_field, "email", "Escriba una dirección como gerente@tienda.example."},
    {ErrorCode::conflict, "email", "Esa dirección ya está registrada, o la lista está llena."},
    {ErrorCode::invalid_field, "action", "Elija una acción de la lista."},
    {ErrorCode::invalid_field, "role", "Elija una función: gerente, jefe de distrito, cadena o administrador."},
    {ErrorCode::invalid_field, "scope",
     "Un gerente lleva la clave de una tienda y un jefe de distrito la de un distrito; los demás no llevan."},
    {ErrorCode::impossible_value, "scope", "No hay ninguna tienda ni distrito con esa clave."},
    {ErrorCode::invalid_field, "grants", "Una cuenta tiene de una a 20 funciones; desactívela si no debe tener ninguna."},
    {ErrorCode::conflict, "role", "La cuenta ya tiene esa función, o no la tiene; cargue la página de nuevo."},
    {ErrorCode::conflict, "last_administrator", "Es el último administrador; antes nombre a otro."},
    {ErrorCode::conflict, "demo_account", "Esta cuenta es de la demostración y la usan varios; queda como está."},
    {ErrorCode::conflict, "disabled_account", "Esta cuenta está desactivada; actívela antes."},
    {ErrorCode::conflict, "live_links",
     "Ya hay tres enlaces vigentes de esta cuenta y no se envió otro; use uno de ellos o pruebe de nuevo en una hora a más "
     "tardar."},
    {ErrorCode::conflict, "only_by_proxy",
     "Aquí se entra con la cuenta de la empresa y nadie pone contraseña; no hace falta un enlace."},
    {ErrorCode::conflict, "no_factor", "Esta cuenta no tiene segundo factor."},
    {ErrorCode::forbidden, "own_account", "Nadie cambia su propia función o estado; pídalo a otro administrador."},
    {ErrorCode::forbidden, "own_factor", "Su propio segundo factor está en /account."},
    {ErrorCode::invalid_field, "local_time", "Dé la hora local como HH:MM, de 00:00 a 23:59."},
};

/// "/answers/2/label_es" is one of the answers.
std::string_view field_name(std::string_view pointer) {
    if (pointer.starts_with('/')) {
        pointer.remove_prefix(1);
    }
    return pointer.substr(0, pointer.find('/'));
}

std::string_view find_spanish_detail(const Error& error) {
    const auto found = std::ranges::find_if(spanish_fields, [&](const FieldProblem& problem) {
        return problem.code == error.code && problem.field == field_name(error.field);
    });
    return found == std::end(spanish_fields) ? std::string_view{} : found->detail;
}

struct Problem {
    std::string_view title;
    std::string_view detail;
};

Problem spanish_problem(ErrorCode code) {
    using enum ErrorCode;
    switch (code) {
        case malformed_request:
        case malformed_json:
        case unknown_field:
        case invalid_field:
        case impossible_value:
        case length_required:
        case unsupported_media_type:
        case not_acceptable:
        case method_not_allowed:
        case misdirected_host:
            return {"La solicitud no es válida", "Revise lo que escribió o la dirección, e inténtelo de nuevo."};
        case unauthenticated:
            return {"Inicie sesión", "Inicie sesión para ver esta página."};
        case wrong_credentials:
            return {"El correo y la contraseña no coinciden", "Revise el correo y la contraseña, e inténtelo de nuevo."};
        case second_factor_needed:
            return {"Falta el código", "Envíe también el código de su teléfono o un código de recuperación."};
        case csrf_rejected:
            return {"El formulario caducó",
                    "El formulario es muy viejo o viene de otro sitio; recargue la página e inténtelo "
                    "de nuevo."};
        case forbidden:
            return {"Su cuenta no puede hacer esto", "Pida ayuda al gerente de la tienda o a quien administra Tillnote."};
        case not_found:
            return {"No se encontró", "No existe esa página o ese día, o no es de una de sus tiendas."};
        case conflict:
        case enrolment_over:
            return {"Ya cambió", "Esto contradice lo que está guardado; recargue la página para ver cómo está ahora."};
        case too_large:
            return {"Es demasiado", "Lo que envió pasa del límite; envíe menos."};
        case too_many_requests:
            return {"Demasiados intentos", "Espere unos minutos e inténtelo de nuevo."};
        case request_timeout:
        case busy:
        case unavailable:
            return {"El servidor está ocupado", "Inténtelo de nuevo en unos segundos."};
        case internal:
            return {"El servidor cometió un error",
                    "Inténtelo de nuevo; si sigue igual, avise a quien administra Tillnote."};
        case disk_full:
        case outbox_full:
        case outbox_unusable:
        case not_enrolled:
        case unreachable:
        case untrusted_server:
        case usage:
            return {"Algo falló en la caja", "Avise a quien administra Tillnote."};
    }
    std::abort();
}

}  // namespace

std::string problem_title(ErrorCode code, domain::Language language) {
    return std::string{language == domain::Language::spanish ? spanish_problem(code).title : error_row(code).title};
}

std::string problem_detail(const Error& error, domain::Language language) {
    if (language != domain::Language::spanish) {
        return error.detail;
    }
    const std::string_view of_field = find_spanish_detail(error);
    return std::string{of_field.empty() ? spanish_problem(error.code).detail : of_field};
}

}  // namespace tillnote::render
