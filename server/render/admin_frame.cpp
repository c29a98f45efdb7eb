#include "server/render/admin_frame.hpp"

#include "server/render/plain_text.hpp"
#include "server/render/problem_words.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

/// A page for administrators, by its path.
constexpr Phrase sections[] = {
    {"/admin", "Overview", "Resumen"},
    {"/admin/users", "Users", "Personas"},
    {"/admin/stores", "Stores", "Tiendas"},
    {"/admin/lanes", "Lanes", "Cajas"},
    {"/admin/catalog", "Catalog", "Catálogo"},
    {"/admin/recipients", "Mail", "Correo"},
    {"/admin/retention", "Retention", "Conservación"},
    {"/admin/audit", "Audit log", "Registro de auditoría"},
};

constexpr Phrase admin_frame_phrases[] = {
    {"skip", "Skip to the page", "Ir a la página"},
    {"problem_heading", "That did not work", "No funcionó"},
};

}  // namespace

void set_admin_nav(Data& data, std::string_view section, domain::Language language) {
    Data links{Data::type::list};
    for (const Phrase& each : sections) {
        Data link;
        link.set("path", text(each.tag));
        link.set("label", text(in_language(language, each.en, each.es)));
        link.set("current", Data{section == each.tag});
        links.push_back(link);
    }
    data.set("admin_links", links);
    data.set("admin_pages", std::string{in_language(language, "Administration", "Administración")});
}

void set_admin_frame(Data& data, const AdminFrame& frame, std::string_view section, std::string_view heading,
                     std::span<const Phrase> done) {
    const Words& words = words_of(frame.language);
    set_head(data, domain::to_text(frame.language), std::string{heading} + " · Tillnote");
    set_account(data, frame.signed_in_as, frame.csrf_token, words);
    set_languages(data, frame.path, words);
    set_phrases(data, admin_frame_phrases, frame.language);
    set_admin_nav(data, section, frame.language);
    data.set("heading", text(heading));
    data.set("done", optional_text(find_phrase(done, frame.done, frame.language)));
    data.set("problem", optional_text(frame.problem ? one_line(problem_detail(*frame.problem, frame.language)) : ""));
    data.set("privacy", text(words.foot.privacy));
    data.set("all_stores", text(words.frame.all_stores));
}

}  // namespace tillnote::render
