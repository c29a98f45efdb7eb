#include "server/render/loop_frame.hpp"

#include "server/render/admin_frame.hpp"
#include "server/render/district_nav.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/problem_words.hpp"
#include "server/render/templates.hpp"

#include <cstdlib>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr Phrase loop_frame_phrases[] = {
    {"skip", "Skip to the page", "Ir al contenido"},
    {"pages", "Pages of this store", "Páginas de esta tienda"},
    {"digest", "Digest", "Resumen"},
    {"actions", "Actions", "Acciones"},
    {"goals", "Goals and events", "Metas y cambios"},
    {"asks", "Asks", "Preguntas"},
    {"recipients", "Mail", "Correo"},
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

std::string_view name_of(LoopPage page) {
    using enum LoopPage;
    switch (page) {
        case actions:
            return "/actions";
        case goals:
            return "/goals";
        case asks:
            return "/asks";
        case recipients:
            return "/recipients";
    }
    std::abort();
}

/// Of a district's page.
DistrictPlace place_of(LoopPage page) {
    switch (page) {
        case LoopPage::actions:
        case LoopPage::goals:
            return DistrictPlace::goals;
        case LoopPage::asks:
            return DistrictPlace::asks;
        case LoopPage::recipients:
            return DistrictPlace::recipients;
    }
    std::abort();
}

}  // namespace

void set_loop_frame(Data& data, const LoopFrame& frame, LoopPage page, std::string_view heading,
                    std::span<const Phrase> done) {
    const Words& words = words_of(frame.language);
    const std::string path = frame.district ? "/districts/" + frame.district->id : "/stores/" + frame.store.id;
    const std::string place = one_line(frame.district ? frame.district->name : frame.store.name);
    set_head(data, domain::to_text(frame.language), std::string{heading} + ", " + place + " · Tillnote");
    set_account(data, frame.signed_in_as, frame.csrf_token, words);
    set_languages(data, path + std::string{name_of(page)}, words);
    set_phrases(data, loop_frame_phrases, frame.language);
    data.set("heading", std::string{heading});
    data.set("place", place);
    const bool keeps_mail_only = !frame.district && !frame.reads;
    data.set("of_store", Data{!frame.district && frame.reads});
    data.set("admin_nav", Data{keeps_mail_only});
    if (keeps_mail_only) {
        set_admin_nav(data, "/admin/recipients", frame.language);
    }
    data.set("store_path", path);
    data.set("digest_path", path + "/latest");
    data.set("actions_link", link(path + "/actions", page == LoopPage::actions));
    data.set("goals_link", link(path + "/goals", page == LoopPage::goals));
    data.set("asks_link", link(path + "/asks", page == LoopPage::asks));
    // Addresses are personal: who only reads the store is not led to them.
    data.set("recipients_link", frame.manages ? link(path + "/recipients", page == LoopPage::recipients) : Data{false});
    if (frame.district) {
        const DistrictWays ways{
            .path = path, .reads = frame.reads, .leads = frame.leads, .has_digest = frame.reads && frame.has_digest};
        set_district_nav(data, ways, place_of(page), frame.language);
    }
    data.set("manages", Data{frame.manages});
    data.set("done", optional_text(find_phrase(done, frame.done, frame.language)));
    data.set("problem", optional_text(frame.problem ? one_line(problem_detail(*frame.problem, frame.language)) : ""));
}

}  // namespace tillnote::render
