#include "server/render/account_page.hpp"

#include "server/render/local_time.hpp"
#include "server/render/phrases.hpp"
#include "server/render/problem_words.hpp"
#include "server/render/qr_code.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr std::size_t secret_group = 4;

constexpr Phrase account_phrases[] = {
    {"skip", "Skip to the account", "Ir a la cuenta"},
    {"heading", "Your account", "Su cuenta"},
    {"problem_heading", "That did not work", "No funcionó"},
    {"needed_text", "Before you go on, set up the code from your phone. It takes about a minute.",
     "Antes de seguir, prepare el código de su teléfono. Toma cerca de un minuto."},
    {"factor_heading", "Code from your phone", "Código de su teléfono"},
    {"factor_note",
     "After your password you also type a code that an authenticator app on your phone shows. A stolen password alone then "
     "opens nothing.",
     "Después de la contraseña escribe también un código que muestra una aplicación de autenticación en su teléfono. Una "
     "contraseña robada sola ya no abre nada."},
    {"demo_text", "This account is of the demo and several people use it, so it has no codes.",
     "Esta cuenta es de la demostración y la usan varios, por eso no lleva códigos."},
    {"begin", "Set it up", "Prepararlo"},
    {"scan_heading", "1. Scan this with the app", "1. Escanéelo con la aplicación"},
    {"qr_label", "QR code for the authenticator app", "Código QR para la aplicación de autenticación"},
    {"by_hand", "Or type this key into the app:", "O escriba esta clave en la aplicación:"},
    {"open_app", "On this phone: open the app", "En este teléfono: abrir la aplicación"},
    {"type_heading", "2. Type the code it shows", "2. Escriba el código que muestra"},
    {"code_label", "Six-digit code", "Código de seis cifras"},
    {"confirm", "Turn it on", "Activarlo"},
    {"any_code_label", "Code from your phone, or a recovery code", "Código de su teléfono o de recuperación"},
    {"move_heading", "A new phone", "Un teléfono nuevo"},
    {"move_note", "Set the codes up anew. Those of the phone before end when the new ones work.",
     "Prepare los códigos otra vez. Los del teléfono anterior terminan cuando funcionen los nuevos."},
    {"move", "Set up anew", "Preparar de nuevo"},
    {"renew_heading", "Recovery codes", "Códigos de recuperación"},
    {"renew", "Make ten new ones", "Hacer diez nuevos"},
    {"codes_heading", "Your recovery codes", "Sus códigos de recuperación"},
    {"codes_note",
     "Each one lets you in once when the phone is not at hand. They are shown only now: print them or write them down, and "
     "keep them apart from the phone.",
     "Cada uno le deja entrar una vez cuando no tiene el teléfono. Se muestran sólo ahora: imprímalos o anótelos y "
     "guárdelos "
     "aparte del teléfono."},
    {"codes_done", "I have kept them", "Ya los guardé"},
    {"home", "Your stores", "Sus tiendas"},
    {"password_heading", "Password", "Contraseña"},
    {"password_link", "Send me a link to set a new one", "Enviarme un enlace para poner una nueva"},
    {"sessions_heading", "Where you are signed in", "Dónde tiene sesión abierta"},
    {"sessions_note", "Times are UTC. A browser is signed out after 30 minutes without use, and after 12 hours.",
     "Las horas son UTC. Un navegador sale tras 30 minutos sin uso y tras 12 horas."},
    {"here", "This one", "Ésta"},
    {"end", "End it", "Terminarla"},
    {"end_others", "End all others", "Terminar todas las demás"},
};

constexpr Phrase account_done_phrases[] = {
    {"ended", "Ended. It opens nothing any more.", "Terminada. Ya no abre nada."},
};

Data session_data(const domain::OwnSession& session, const AccountPage& page) {
    const Words& words = words_of(page.language);
    Data data;
    data.set("id", text(session.session_id.to_string()));
    data.set("kind", text(session.by_cookie ? in_language(page.language, "Browser", "Navegador")
                                            : in_language(page.language, "Program", "Programa")));
    data.set("about", text(fill(in_language(page.language, "Signed in {0}, last used {1}, ends {2} at the latest.",
                                            "Abierta el {0}, usada el {1}, termina a más tardar el {2}."),
                                {utc_words(session.created_at, words), utc_words(session.last_used_at, words),
                                 utc_words(session.expires_at, words)})));
    data.set("current", Data{session.session_id == page.session_id});
    return data;
}

void set_sessions(Data& data, const AccountPage& page) {
    Data rows{Data::type::list};
    for (const domain::OwnSession& session : page.sessions) {
        rows.push_back(session_data(session, page));
    }
    data.set("sessions", rows);
    data.set("has_others", Data{page.sessions.size() > 1});
    data.set("done", optional_text(find_phrase(account_done_phrases, page.done, page.language)));
}

/// "JBSW Y3DP ...": easier to type.
std::string in_groups(std::string_view secret) {
    std::string grouped;
    for (std::size_t index = 0; index < secret.size(); ++index) {
        if (index > 0 && index % secret_group == 0) {
            grouped.push_back(' ');
        }
        grouped.push_back(secret[index]);
    }
    return grouped;
}

std::string state_words(const AccountPage& page) {
    if (!page.factor) {
        return std::string(in_language(page.language, "It is off.", "Está desactivado."));
    }
    const Words& words = words_of(page.language);
    const domain::Day day{std::chrono::floor<std::chrono::days>(page.factor->confirmed_at)};
    return fill(in_language(page.language, "It is on since {0}.", "Está activado desde el {0}."),
                {date_words(words, words.date_day, day)});
}

std::string left_words(const AccountPage& page) {
    const std::string left = std::to_string(page.factor ? page.factor->recovery_codes_left : 0);
    return fill(in_language(page.language, "{0} of your ten recovery codes are left. New ones replace them.",
                            "Le quedan {0} de sus diez códigos de recuperación. Los nuevos los sustituyen."),
                {left});
}

void set_pending(Data& data, const AccountPage& page) {
    data.set("pending", Data{!page.pending_secret.empty()});
    if (page.pending_secret.empty()) {
        return;
    }
    const QrCode code = encode_qr(page.pending_link);
    data.set("secret", text(in_groups(page.pending_secret)));
    data.set("link", text(page.pending_link));
    data.set("qr_size", std::to_string(code.size));
    data.set("qr_dark", code.dark);
}

}  // namespace

std::string render_account_page(const AccountPage& page) {
    const Words& words = words_of(page.language);
    const bool on = page.factor.has_value();
    const bool showing = !page.recovery_codes.empty();
    Data data;
    set_phrases(data, account_phrases, page.language);
    set_head(data, words.language, std::string(find_phrase(account_phrases, "heading", page.language)) + " · Tillnote");
    data.set("email", text(page.email));
    data.set("needed", Data{page.needed && !showing});
    data.set("problem", page.problem ? text(problem_detail(*page.problem, page.language)) : Data{false});
    data.set("demo", Data{page.demo});
    data.set("state", text(state_words(page)));
    data.set("off", Data{!on && !page.demo && page.pending_secret.empty() && !showing});
    data.set("on", Data{on && !showing && page.pending_secret.empty()});
    data.set("left", text(left_words(page)));
    set_pending(data, page);
    Data codes{Data::type::list};
    for (const std::string& code : page.recovery_codes) {
        Data row;
        row.set("code", text(code));
        codes.push_back(row);
    }
    data.set("has_codes", Data{showing});
    data.set("codes", codes);
    set_sessions(data, page);
    data.set("privacy", text(words.foot.privacy));
    set_languages(data, "/account", words);
    set_account(data, page.email, page.csrf_token, words);
    return render_template(Template::account, data);
}

}  // namespace tillnote::render
