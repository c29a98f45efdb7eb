#include "server/render/admin_reason_page.hpp"

#include "server/render/admin_frame.hpp"
#include "server/render/catalog_parts.hpp"
#include "server/render/local_time.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Language;

constexpr Phrase admin_reason_phrases[] = {
    {"catalog", "The whole catalog", "Todo el catálogo"},
    {"wording_heading", "What it says", "Lo que dice"},
    {"end_heading", "End it", "Terminarlo"},
    {"end_note", "It can be tapped until the day before. What was heard stays, and the code is never used again.",
     "Se puede marcar hasta el día anterior. Lo escuchado queda, y el código no se usa nunca más."},
    {"ended_note", "It ends, so it is not reworded. To take a planned end back, open the catalog.",
     "Termina, así que ya no cambia. Para retirar un fin previsto, abra el catálogo."},
    {"review", "Show what changes", "Mostrar qué cambia"},
};

std::string wording_words(domain::Day from, const Reason& reason, Language language) {
    return fill(in_language(language, "from {0}: {1} / {2}", "desde el {0}: {1} / {2}"),
                {dated_words(from, words_of(language)), reason.label_en, reason.label_es});
}

std::string fixed_words(const Reason& reason, Language language) {
    std::string words = reason.department + " · " + reason.theme + " · ";
    words += polarity_words(reason.polarity, language);
    if (reason.about_staff) {
        words += in_language(language, " · about staff", " · sobre el personal");
    }
    return words;
}

Data history_of(const AdminReasonPage& page) {
    const Language language = page.frame.language;
    Data list{Data::type::list};
    list.push_back(text(wording_words(page.entry.valid_from, page.entry.reason, language)));
    for (const domain::Rewording& change : page.entry.changes) {
        list.push_back(text(wording_words(change.valid_from, change.reason, language)));
    }
    if (page.entry.valid_to) {
        list.push_back(text(fill(in_language(language, "last day: {0}", "último día: {0}"),
                                 {dated_words(*page.entry.valid_to, words_of(language))})));
    }
    return list;
}

FieldList fields_of(const AdminReasonPage& page, CatalogForm form, std::string_view id) {
    return {id, page.form == form ? page.frame.problem : std::nullopt, page.frame.language};
}

}  // namespace

std::string render_admin_reason_page(const AdminReasonPage& page) {
    const Language language = page.frame.language;
    const std::string path = "/admin/catalog/reasons/" + page.entry.reason.code;
    Data data;
    set_admin_frame(data, page.frame, "/admin/catalog",
                    fill(in_language(language, "Reason {0}", "Motivo {0}"), {page.entry.reason.code}), {});
    set_phrases(data, admin_reason_phrases, language);
    data.set("note", text(fixed_words(page.entry.reason, language)));
    data.set("path", text(path));
    data.set("history", history_of(page));
    data.set("ends", Data{page.ends});
    FieldList wording = fields_of(page, CatalogForm::reword, "reword");
    add_wording_fields(wording, page.typed);
    add_first_day(wording, page.valid_from);
    data.set("wording_fields", wording.data());
    FieldList ending = fields_of(page, CatalogForm::end, "end");
    add_first_day(ending, page.valid_from);
    data.set("end_fields", ending.data());
    return render_template(Template::admin_reason, data);
}

}  // namespace tillnote::render
