#include "server/render/password_page.hpp"

#include "server/render/phrases.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <cstdlib>

namespace tillnote::render {
namespace {

using Step = PasswordPage::Step;

constexpr Phrase password_phrases[] = {
    {"problem_heading", "That did not work", "No funcionó"},
    {"email_label", "E-mail", "Correo"},
    {"token_label", "Set-up token", "Clave de instalación"},
    {"token_help", "'tillnote-server setup-token' prints it. It is good once, for 24 hours.",
     "La muestra 'tillnote-server setup-token'. Sirve una vez, durante 24 horas."},
    {"password_label", "New password", "Contraseña nueva"},
    {"password_help",
     "At least 12 characters. A few words in a row are good; capitals and signs are not needed. Common ones are refused.",
     "Al menos 12 caracteres. Unas palabras seguidas sirven bien; no hacen falta mayúsculas ni signos. Las más usadas no se "
     "aceptan."},
    {"sign_in", "Sign in", "Entrar"},
};

struct StepWords {
    std::string_view heading_en, heading_es;
    std::string_view note_en, note_es;
    std::string_view submit_en, submit_es;
};

StepWords words_of_step(Step step) {
    switch (step) {
        case Step::ask:
            return {
                "Forgotten password",
                "Contraseña olvidada",
                "Type your address, and a link to set a new password is sent there. It is good for an hour.",
                "Escriba su dirección y le enviaremos un enlace para poner una contraseña nueva. Sirve durante una hora.",
                "Send the link",
                "Enviar el enlace"};
        case Step::asked:
            return {"Look into your mail",
                    "Revise su correo",
                    "If there is an account with this address, a link is on its way. Nothing after ten minutes: look among "
                    "the unwanted mail, then ask an administrator.",
                    "Si hay una cuenta con esa dirección, el enlace va en camino. Si no llega en diez minutos, busque entre "
                    "el correo no deseado y luego pida ayuda a quien administra Tillnote.",
                    "",
                    ""};
        case Step::choose:
            return {"Set your password", "Ponga su contraseña", "", "", "Set the password", "Poner la contraseña"};
        case Step::chosen:
            return {"Your password is set",
                    "Su contraseña está puesta",
                    "Every earlier sign-in has ended. Sign in with the new password.",
                    "Las sesiones anteriores terminaron. Entre con la contraseña nueva.",
                    "",
                    ""};
        case Step::set_up:
            return {"Set up Tillnote",
                    "Instalar Tillnote",
                    "This makes the first administrator, who then invites everybody else.",
                    "Aquí se crea el primer administrador, que después invita a los demás.",
                    "Make the administrator",
                    "Crear el administrador"};
        case Step::set_up_done:
            return {"The administrator is there",
                    "El administrador está creado",
                    "Sign in, and set up the code from your phone right away.",
                    "Entre y prepare enseguida el código de su teléfono.",
                    "",
                    ""};
    }
    std::abort();
}

}  // namespace

std::string render_password_page(const PasswordPage& page) {
    const Words& words = words_of(page.language);
    const StepWords step = words_of_step(page.step);
    const auto heading = in_language(page.language, step.heading_en, step.heading_es);
    kainjow::mustache::data data;
    set_phrases(data, password_phrases, page.language);
    set_head(data, words.language, std::string(heading) + " · Tillnote");
    data.set("heading", text(heading));
    data.set("note", optional_text(in_language(page.language, step.note_en, step.note_es)));
    data.set("submit", text(in_language(page.language, step.submit_en, step.submit_es)));
    data.set("has_form", kainjow::mustache::data{!step.submit_en.empty()});
    data.set("asks_token", kainjow::mustache::data{page.step == Step::set_up});
    data.set("asks_email", kainjow::mustache::data{page.step == Step::ask || page.step == Step::set_up});
    data.set("asks_password", kainjow::mustache::data{page.step == Step::choose || page.step == Step::set_up});
    data.set("of", optional_text(page.step == Step::choose ? one_line(page.email) : std::string()));
    data.set("message", optional_text(one_line(page.message)));
    data.set("csrf_token", text(page.csrf_token));
    data.set("action", text(page.action));
    data.set("email", text(page.email));
    data.set("token", text(page.token));
    data.set("privacy", text(words.foot.privacy));
    set_languages(data, one_line(page.path), words);
    return render_template(Template::password, data);
}

}  // namespace tillnote::render
