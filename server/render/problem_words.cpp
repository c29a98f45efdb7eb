#include "server/render/problem_words.hpp"

#include <cstdlib>

namespace tillnote::render {
namespace {

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
        case request_timeout:
        case too_many_requests:
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
    return language == domain::Language::spanish ? std::string{spanish_problem(error.code).detail} : error.detail;
}

}  // namespace tillnote::render
