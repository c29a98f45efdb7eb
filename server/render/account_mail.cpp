#include "server/render/account_mail.hpp"

#include "server/render/phrases.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using domain::Language;
using domain::LinkPurpose;

struct AccountWords {
    std::string_view subject, heading, text, button, ignore;
};

AccountWords words_for(LinkPurpose purpose, Language language) {
    const bool invited = purpose == LinkPurpose::invitation;
    if (language == Language::spanish) {
        return {invited ? "Su cuenta de Tillnote" : "Tillnote: contraseña nueva",
                invited ? "Le invitaron a Tillnote" : "Ponga una contraseña nueva",
                invited ? "Ponga su contraseña con este enlace. Sirve una vez, durante siete días."
                        : "Use este enlace para ponerla. Sirve una vez, durante una hora.",
                "Poner la contraseña",
                invited ? "Si no esperaba esta invitación, no haga nada: sin contraseña la cuenta no abre nada."
                        : "Si usted no lo pidió, no haga nada: su contraseña sigue igual."};
    }
    return {invited ? "Your Tillnote account" : "Tillnote: a new password",
            invited ? "You are invited to Tillnote" : "Set a new password",
            invited ? "Set your password with this link. It is good once, for seven days."
                    : "Use this link to set it. It is good once, for one hour.",
            "Set the password",
            invited ? "If you did not expect this, do nothing: without a password the account opens nothing."
                    : "If you did not ask for it, do nothing: your password stays as it is."};
}

}  // namespace

MailBody render_account_mail(const domain::AccountLink& link, const std::string& url) {
    const AccountWords words = words_for(link.purpose, link.language);
    MailBody body{std::string(words.subject), std::string(words.heading) + "\n\n", {}};
    append_wrapped(body.text, words.text, 78, 0);
    body.text += '\n' + url + "\n\n";
    append_wrapped(body.text, words.ignore, 78, 0);
    kainjow::mustache::data data;
    data.set("language", text(domain::to_text(link.language)));
    data.set("title", text(body.subject));
    data.set("heading", text(words.heading));
    data.set("text", text(words.text));
    data.set("url", text(url));
    data.set("button", text(words.button));
    data.set("ignore", text(words.ignore));
    body.html = render_template(Template::account_mail, data);
    return body;
}

}  // namespace tillnote::render
