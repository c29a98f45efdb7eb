#include "server/render/sign_in_code_page.hpp"

#include "server/render/phrases.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

constexpr Phrase sign_in_code_phrases[] = {
    {"heading", "Code from your phone", "Código de su teléfono"},
    {"note", "Open the authenticator app on your phone and type the code it shows for Tillnote.",
     "Abra la aplicación de autenticación en su teléfono y escriba el código que muestra para Tillnote."},
    {"code_label", "Six-digit code", "Código de seis cifras"},
    {"help", "No phone at hand? Type one of your recovery codes instead. None left: ask an administrator.",
     "¿No tiene el teléfono? Escriba uno de sus códigos de recuperación. Si no le queda ninguno, pida ayuda a quien "
     "administra Tillnote."},
    {"submit", "Sign in", "Entrar"},
    {"again", "Start again", "Empezar de nuevo"},
    {"problem_heading", "Sign-in did not work", "No se pudo entrar"},
};

}  // namespace

std::string render_sign_in_code_page(const SignInCodePage& page) {
    const Words& words = words_of(page.language);
    kainjow::mustache::data data;
    set_phrases(data, sign_in_code_phrases, page.language);
    set_head(data, words.language, words.sign_in.title);
    data.set("message", optional_text(one_line(page.message)));
    data.set("csrf_token", text(page.csrf_token));
    data.set("next", text(page.next));
    data.set("privacy", text(words.foot.privacy));
    set_languages(data, one_line(page.path), words);
    return render_template(Template::sign_in_code, data);
}

}  // namespace tillnote::render
