#include "server/render/admin_catalog_change_page.hpp"

#include "server/render/admin_frame.hpp"
#include "server/render/catalog_parts.hpp"
#include "server/render/local_time.hpp"
#include "server/render/templates.hpp"

#include <cstdlib>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::CatalogDifference;
using domain::Language;

constexpr Phrase admin_catalog_change_phrases[] = {
    {"note", "Nothing is changed yet.", "Todavía no se ha cambiado nada."},
    {"changes_heading", "What changes", "Qué cambia"},
    {"nothing", "Nothing: the catalog of that day says this already.", "Nada: el catálogo de ese día ya dice esto."},
    {"member_heading", "What", "Qué"},
    {"before_heading", "Before", "Antes"},
    {"after_heading", "From then on", "Desde entonces"},
    {"layout", "First screen", "Primera pantalla"},
    {"strip_heading", "The strip from then on", "La barra desde entonces"},
    {"confirm", "Change it", "Cambiarlo"},
    {"leave", "Leave it as it is", "Dejarlo como está"},
};

std::string_view kind_words(CatalogDifference::Kind kind, Language language) {
    using enum CatalogDifference::Kind;
    switch (kind) {
        case added:
            return in_language(language, "{0} is new: {1} / {2}", "{0} es nuevo: {1} / {2}");
        case ended:
            return in_language(language, "{0} ends: {1} / {2}", "{0} termina: {1} / {2}");
        case reworded:
            return in_language(language, "{0} changes: {1} / {2}", "{0} cambia: {1} / {2}");
    }
    std::abort();
}

/// "yes" and "no" for the members that are flags.
std::string value_words(const std::string& value, Language language) {
    if (value == "1") {
        return std::string{in_language(language, "yes", "sí")};
    }
    return value == "0" ? std::string{"no"} : value;
}

Data difference_data(const CatalogDifference& difference, Language language) {
    Data members{Data::type::list};
    for (const domain::ChangedMember& member : difference.members) {
        Data row;
        row.set("member", text(member_words(member.name, language)));
        row.set("before", text(value_words(member.before, language)));
        row.set("after", text(value_words(member.after, language)));
        members.push_back(row);
    }
    Data data;
    data.set("title", text(fill(kind_words(difference.kind, language),
                                {difference.reason.code, difference.reason.label_en, difference.reason.label_es})));
    data.set("has_members", Data{!difference.members.empty()});
    data.set("members", members);
    return data;
}

std::string codes_of(const Catalog& catalog) {
    std::string codes;
    for (const std::string& code : domain::first_screen_of(catalog)) {
        codes += (codes.empty() ? "" : ", ") + code;
    }
    return codes;
}

Data hidden_fields(const AdminCatalogChangePage& page) {
    Data list{Data::type::list};
    for (const auto& [name, value] : page.fields) {
        Data field;
        field.set("name", text(name));
        field.set("value", text(value));
        list.push_back(field);
    }
    return list;
}

std::string falling_words(const AdminCatalogChangePage& page) {
    std::string days;
    for (const domain::Day day : page.falling_away) {
        days += (days.empty() ? "" : ", ") + dated_words(day, words_of(page.frame.language));
    }
    return days.empty() ? days
                        : fill(in_language(page.frame.language, "What is planned for later gives way to it: {0}.",
                                           "Lo previsto para después queda sin efecto: {0}."),
                               {days});
}

}  // namespace

std::string render_admin_catalog_change_page(const AdminCatalogChangePage& page) {
    const Language language = page.frame.language;
    const auto differences = domain::compare_catalogs(page.before, page.after);
    const bool other_layout = domain::first_screen_of(page.before) != domain::first_screen_of(page.after);
    Data data;
    set_admin_frame(data, page.frame, "/admin/catalog",
                    fill(in_language(language, "Change from {0} on?", "¿Cambiar desde el {0}?"),
                         {dated_words(page.valid_from, words_of(language))}),
                    {});
    set_phrases(data, admin_catalog_change_phrases, language);
    set_strip_preview(data, page.after, language);
    Data list{Data::type::list};
    for (const CatalogDifference& difference : differences) {
        list.push_back(difference_data(difference, language));
    }
    data.set("changes", Data{!differences.empty() || other_layout || !page.falling_away.empty()});
    data.set("differences", list);
    data.set("other_layout", Data{other_layout});
    data.set("layout_before", text(codes_of(page.before)));
    data.set("layout_after", text(codes_of(page.after)));
    data.set("falling", optional_text(falling_words(page)));
    data.set("path", text(page.path));
    data.set("fields", hidden_fields(page));
    data.set("version", text(page.version));
    return render_template(Template::admin_catalog_change, data);
}

}  // namespace tillnote::render
