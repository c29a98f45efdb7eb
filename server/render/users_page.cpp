#include "server/render/users_page.hpp"

#include "server/render/local_time.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;
using domain::Role;

constexpr std::string_view section = "/admin/users";

constexpr Phrase users_phrases[] = {
    {"note", "Who signs in, and what they may read. Who is changed has to sign in again. Times are UTC.",
     "Quién entra y qué puede leer. Quien cambia tiene que volver a entrar. Las horas son UTC."},
    {"search_label", "E-mail", "Correo"},
    {"search_button", "Find", "Buscar"},
    {"email_heading", "E-mail", "Correo"},
    {"roles_heading", "May", "Puede"},
    {"factor_heading", "Code from the phone", "Código del teléfono"},
    {"last_heading", "Last sign-in", "Última entrada"},
    {"state_heading", "State", "Estado"},
    {"none", "There is no such account.", "No hay ninguna cuenta así."},
    {"more", "There are more; search for the rest.", "Hay más; busque el resto."},
    {"invite_heading", "Invite somebody", "Invitar a alguien"},
    {"invite_note", "A mail brings a link that sets the password. It is good once, for seven days.",
     "Un correo lleva un enlace para poner la contraseña. Sirve una vez, durante siete días."},
    {"email_label", "E-mail", "Correo"},
    {"role_label", "Role", "Función"},
    {"scope_label", "Store or district (its id)", "Tienda o distrito (su clave)"},
    {"scope_help", "For a manager or a district lead; others take none.",
     "Para gerente o jefe de distrito; los demás no llevan."},
    {"language_label", "Mail in", "Correo en"},
    {"invite", "Send the invitation", "Enviar la invitación"},
    {"own_note", "This is your own account. Another administrator changes its role and state; the rest is under",
     "Ésta es su propia cuenta. Otro administrador cambia su función y estado; lo demás está en"},
    {"own_link", "your account", "su cuenta"},
    {"demo_note", "This account is of the demo and several people use it; it stays as it is.",
     "Esta cuenta es de la demostración y la usan varios; queda como está."},
    {"remove", "Take away", "Quitar"},
    {"add_heading", "One role more", "Una función más"},
    {"add", "Give the role", "Dar la función"},
    {"link_heading", "Password", "Contraseña"},
    {"link", "Send a link to set it", "Enviar un enlace para ponerla"},
    {"reset_note", "Only for who has lost phone and recovery codes. Be sure who is asking. Ends all sign-ins and tokens.",
     "Sólo para quien perdió el teléfono y los códigos. Asegúrese de quién lo pide. Termina todas las sesiones y claves."},
    {"reset", "Take the code away", "Quitar el código"},
    {"sessions_heading", "Sign-ins", "Sesiones"},
    {"sessions_note", "Browsers and tokens of scripts.", "Navegadores y claves de programas."},
    {"end_sessions", "End all of them", "Terminarlas todas"},
    {"disable_note", "Signs in no more. Nothing of what was done is lost.", "Ya no entra. No se pierde nada de lo hecho."},
    {"disable", "Disable", "Desactivar"},
    {"enable", "Enable", "Activar"},
    {"all_users", "All users", "Todas las personas"},
};

/// In place of those above where only a proxy signs people in.
constexpr Phrase phrases_without_links[] = {
    {"invite_heading", "Add somebody", "Agregar a alguien"},
    {"invite_note", "They sign in with their company account; no mail is sent.",
     "Entra con su cuenta de la empresa; no se envía ningún correo."},
    {"invite", "Add the account", "Agregar la cuenta"},
};

constexpr Phrase users_done_phrases[] = {
    {"added", "Added. The person signs in with their company account.",
     "Agregada. La persona entra con su cuenta de la empresa."},
    {"invited", "The invitation is on its way.", "La invitación va en camino."},
    {"changed", "Changed. The person has to sign in again.", "Cambiado. La persona tiene que volver a entrar."},
    {"sent", "The link is on its way.", "El enlace va en camino."},
    {"reset", "The code was taken away; the next sign-in sets it up anew.",
     "Se quitó el código; la próxima entrada lo prepara de nuevo."},
    {"ended", "Ended. They open nothing any more.", "Terminadas. Ya no abren nada."},
};

std::string_view role_name(Role role, Language language) {
    switch (role) {
        case Role::manager:
            return in_language(language, "manager", "gerente");
        case Role::district:
            return in_language(language, "district lead", "jefe de distrito");
        case Role::chain:
            return in_language(language, "chain", "cadena");
        case Role::admin:
            return in_language(language, "administrator", "administrador");
    }
    std::abort();
}

std::string grant_words(const domain::Grant& grant, Language language) {
    return std::string(role_name(grant.role, language)).append(grant.scope.empty() ? "" : " ").append(grant.scope);
}

std::string grants_words(const std::vector<domain::Grant>& grants, Language language) {
    std::string words;
    for (const domain::Grant& grant : grants) {
        words.append(words.empty() ? "" : ", ").append(grant_words(grant, language));
    }
    return words;
}

std::string_view state_words(const domain::User& user, Language language) {
    switch (domain::state_of(user)) {
        case domain::UserState::invited:
            return in_language(language, "invited", "invitada");
        case domain::UserState::enabled:
            return in_language(language, "enabled", "activa");
        case domain::UserState::disabled:
            return in_language(language, "disabled", "desactivada");
    }
    std::abort();
}

void set_user(Data& data, const domain::User& user, Language language) {
    data.set("email", text(user.account.email));
    data.set("path", text(std::string(section) + "/" + user.account.account_id.to_string()));
    data.set("roles", text(grants_words(user.account.grants, language)));
    data.set("factor", text(user.has_second_factor ? in_language(language, "set up", "preparado")
                                                   : in_language(language, "none", "ninguno")));
    data.set("last", text(user.last_sign_in_at ? utc_words(*user.last_sign_in_at, words_of(language))
                                               : std::string(in_language(language, "never", "nunca"))));
    data.set("state", text(state_words(user, language)));
    data.set("state_tone", text(user.account.disabled ? "soft" : "plain"));
}

Data role_options(std::string_view chosen, Language language) {
    Data options{Data::type::list};
    for (const Role role : {Role::manager, Role::district, Role::chain, Role::admin}) {
        Data option;
        option.set("word", text(domain::to_text(role)));
        option.set("label", text(role_name(role, language)));
        option.set("chosen", Data{domain::to_text(role) == chosen});
        options.push_back(option);
    }
    return options;
}

}  // namespace

std::string render_users_page(const UsersPage& page) {
    const Language language = page.frame.language;
    Data data;
    set_phrases(data, users_phrases, language);
    if (!page.has_links) {
        set_phrases(data, phrases_without_links, language);
    }
    data.set("has_links", Data{page.has_links});
    set_admin_frame(data, page.frame, section, in_language(language, "Users", "Personas"), users_done_phrases);
    Data users{Data::type::list};
    for (const domain::User& user : page.users) {
        Data row;
        set_user(row, user, language);
        users.push_back(row);
    }
    data.set("users", users);
    data.set("has_users", Data{!page.users.empty()});
    data.set("has_more", Data{page.more});
    data.set("search", text(page.search));
    data.set("typed_email", text(page.typed.email));
    data.set("typed_scope", text(page.typed.scope));
    data.set("role_options", role_options(page.typed.role, language));
    data.set("spanish", Data{page.typed.language == domain::to_text(Language::spanish)});
    return render_template(Template::users, data);
}

std::string render_user_page(const UserPage& page) {
    const Language language = page.frame.language;
    const domain::Account& account = page.user.account;
    Data data;
    set_phrases(data, users_phrases, language);
    set_admin_frame(data, page.frame, section, account.email, users_done_phrases);
    set_user(data, page.user, language);
    Data grants{Data::type::list};
    for (const domain::Grant& grant : account.grants) {
        Data row;
        row.set("words", text(grant_words(grant, language)));
        row.set("role", text(domain::to_text(grant.role)));
        row.set("scope", text(grant.scope));
        row.set("removable", Data{account.grants.size() > 1});
        grants.push_back(row);
    }
    data.set("grants", grants);
    data.set("own", Data{page.own});
    data.set("sends_link", Data{page.has_links && !account.disabled});
    data.set("demo", Data{account.demo});
    data.set("changes", Data{!page.own && !account.demo});
    data.set("disabled", Data{account.disabled});
    data.set("has_factor", Data{page.user.has_second_factor});
    data.set("typed_scope", text(page.typed_scope));
    data.set("role_options", role_options(page.typed_role, language));
    data.set("spanish", Data{language == Language::spanish});
    return render_template(Template::user, data);
}

std::string render_admin_page(const AdminFrame& frame) {
    Data data;
    data.set("note",
             text(in_language(frame.language, "What an administrator looks after.", "De lo que cuida un administrador.")));
    set_admin_frame(data, frame, "/admin", in_language(frame.language, "Administration", "Administración"), {});
    return render_template(Template::admin, data);
}

}  // namespace tillnote::render
