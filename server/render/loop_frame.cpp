#include "server/render/loop_frame.hpp"

#include "server/render/phrases.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr Phrase phrases[] = {
    {"skip", "Skip to the page", "Ir al contenido"},
    {"pages", "Pages of this store", "Páginas de esta tienda"},
    {"digest", "Digest", "Resumen"},
    {"actions", "Actions", "Acciones"},
    {"goals", "Goals and events", "Metas y cambios"},
    {"asks", "Asks", "Preguntas"},
    {"problem_heading", "That did not work", "No se pudo hacer"},
    {"all_stores", "All stores", "Todas las tiendas"},
    {"privacy", "Staff are never counted or ranked.", "Nunca se cuenta ni se clasifica al personal."},
};

/// The page's own link says that it is the one.
Data link(const std::string& path, bool current) {
    Data data;
    data.set("path", path);
    data.set("current", Data{current});
    return data;
}

}  // namespace

void set_loop_frame(Data& data, const LoopFrame& frame, LoopPage page, std::string_view heading) {
    const std::string path = "/stores/" + frame.store.id;
    set_head(data, domain::to_text(frame.language),
             std::string{heading} + ", " + one_line(frame.store.name) + " · Tillnote");
    set_account(data, frame.signed_in_as, frame.csrf_token, english);
    set_phrases(data, phrases, frame.language);
    data.set("heading", std::string{heading});
    data.set("store", one_line(frame.store.name));
    data.set("store_path", path);
    data.set("digest_path", path + "/latest");
    data.set("actions_link", link(path + "/actions", page == LoopPage::actions));
    data.set("goals_link", link(path + "/goals", page == LoopPage::goals));
    data.set("asks_link", link(path + "/asks", page == LoopPage::asks));
    data.set("manages", Data{frame.manages});
    data.set("done", optional_text(one_line(frame.done)));
    data.set("problem", optional_text(one_line(frame.problem)));
}

}  // namespace tillnote::render
