#include "server/render/admin_catalog_page.hpp"

#include "schema/time_text.hpp"
#include "server/domain/catalog_change.hpp"
#include "server/render/admin_frame.hpp"
#include "server/render/catalog_parts.hpp"
#include "server/render/local_time.hpp"
#include "server/render/polarity_sign.hpp"
#include "server/render/templates.hpp"

#include <algorithm>
#include <set>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Day;
using domain::Language;

constexpr Phrase admin_catalog_phrases[] = {
    {"note",
     "What cashiers can tap. A change holds from a business day that has not begun; days before it keep their wording.",
     "Lo que se puede marcar en caja. Un cambio vale desde un día que no ha comenzado; los anteriores quedan como están."},
    {"planned_heading", "Planned", "Previsto"},
    {"strip_heading", "The strip", "La barra"},
    {"reasons_heading", "Reasons", "Motivos"},
    {"code_heading", "Code", "Código"},
    {"labels_heading", "Labels", "Etiquetas"},
    {"theme_heading", "Theme", "Tema"},
    {"owner_heading", "Owner", "Responsable"},
    {"flags_heading", "Flags", "Señales"},
    {"valid_heading", "Valid", "Vigencia"},
    {"none", "There are no reasons on that day. Add the first one below, or import a file: tillnote-server catalog import.",
     "Ese día no hay motivos. Agregue el primero abajo, o importe un archivo: tillnote-server catalog import."},
    {"ended_heading", "Ended, or not valid yet", "Terminados, o aún no vigentes"},
    {"files_heading", "As files", "Como archivos"},
    {"files_note", "The files that catalog import reads, of the day that is shown.",
     "Los archivos que lee catalog import, del día que se muestra."},
    {"layout_heading", "The first screen", "La primera pantalla"},
    {"layout_note",
     "Seven keys, from left to right. As the order is that of the catalog, the reasons also change places behind More.",
     "Siete teclas, de izquierda a derecha. El orden es el del catálogo: los motivos también cambian de lugar detrás de "
     "Más."},
    {"add_heading", "Add a reason", "Agregar un motivo"},
    {"add_note",
     "Code, department, theme and polarity stay for good. To change one of them, end the reason and add another.",
     "Código, departamento, tema y polaridad quedan para siempre. Para cambiarlos, termine el motivo y agregue otro."},
    {"review", "Show what changes", "Mostrar qué cambia"},
    {"take_back", "Take it back", "Retirarlo"},
};

constexpr Phrase admin_catalog_done_phrases[] = {
    {"changed", "Planned. Until its day comes it can be taken back below.",
     "Previsto. Hasta que llegue su día puede retirarse abajo."},
};

std::string flag_words(const Reason& reason, std::size_t place, Language language) {
    std::vector<std::string> flags;
    if (place > 0) {
        flags.push_back(fill(in_language(language, "key {0}", "tecla {0}"), {std::to_string(place)}));
    }
    if (reason.urgent) {
        flags.emplace_back(in_language(language, "urgent", "urgente"));
    }
    if (reason.about_staff) {
        flags.emplace_back(in_language(language, "about staff", "sobre el personal"));
    }
    if (reason.starter) {
        flags.emplace_back(in_language(language, "starter", "inicial"));
    }
    std::string words;
    for (const std::string& flag : flags) {
        words += (words.empty() ? "" : ", ") + flag;
    }
    return words;
}

std::string validity_words(const domain::DatedReason& entry, Language language) {
    const Words& words = words_of(language);
    if (!entry.valid_to) {
        return fill(in_language(language, "from {0}", "desde el {0}"), {dated_words(entry.valid_from, words)});
    }
    return fill(in_language(language, "{0} to {1}", "{0} a {1}"),
                {dated_words(entry.valid_from, words), dated_words(*entry.valid_to, words)});
}

Data reason_data(const domain::DatedReason& entry, const std::vector<std::string>& first_screen, Day day,
                 Language language) {
    const Reason& reason = entry.worded_on(day);
    const auto place = std::ranges::find(first_screen, reason.code);
    Data data;
    data.set("code", text(reason.code));
    data.set("path", text("/admin/catalog/reasons/" + reason.code));
    data.set("polarity", text(to_text(reason.polarity)));
    data.set("sign", text(sign_of(reason.polarity)));
    data.set("label_en", text(reason.label_en));
    data.set("label_es", text(reason.label_es));
    data.set("theme", text(reason.theme));
    data.set("owner", text(reason.owner));
    data.set(
        "flags",
        text(flag_words(reason, place == first_screen.end() ? 0 : static_cast<std::size_t>(place - first_screen.begin()) + 1,
                        language)));
    data.set("valid", text(validity_words(entry, language)));
    return data;
}

const domain::DatedReason& entry_of(const domain::DatedCatalog& catalog, const std::string& code) {
    return *std::ranges::find_if(catalog.reasons,
                                 [&](const domain::DatedReason& entry) { return entry.reason.code == code; });
}

/// The reasons of the day by department, and those that are not valid on it.
void set_reasons(Data& data, const AdminCatalogPage& page, const Catalog& shown) {
    const Language language = page.frame.language;
    const auto first_screen = domain::first_screen_of(shown);
    Data groups{Data::type::list};
    for (const Department& department : shown.departments) {
        Data reasons{Data::type::list};
        for (const Reason& reason : shown.reasons) {
            if (reason.department == department.code) {
                reasons.push_back(reason_data(entry_of(page.catalog, reason.code), first_screen, page.day, language));
            }
        }
        if (reasons.is_non_empty_list()) {
            Data group;
            group.set("group", text(in_language(language, department.label_en, department.label_es)));
            group.set("reasons", reasons);
            groups.push_back(group);
        }
    }
    Data others{Data::type::list};
    for (const domain::DatedReason& entry : page.catalog.reasons) {
        if (shown.find_reason(entry.reason.code) == nullptr) {
            others.push_back(reason_data(entry, {}, page.day, language));
        }
    }
    data.set("has_reasons", Data{!shown.reasons.empty()});
    data.set("groups", groups);
    data.set("has_others", Data{others.is_non_empty_list()});
    data.set("others", others);
}

void set_planned(Data& data, const AdminCatalogPage& page) {
    const Language language = page.frame.language;
    Data days{Data::type::list};
    for (const Day day : page.planned) {
        Data row;
        row.set("day", format_day(day));
        row.set("date", text(dated_words(day, words_of(language))));
        row.set("path", "/admin/catalog?on=" + format_day(day));
        row.set("last", Data{day == page.planned.back()});
        days.push_back(row);
    }
    data.set("has_planned", Data{!page.planned.empty()});
    data.set("planned", days);
}

FieldList layout_fields(const AdminCatalogPage& page, const Catalog& base) {
    const bool failed = page.frame.problem && page.form == CatalogForm::layout;
    FieldList fields{"layout", failed ? page.frame.problem : std::nullopt, page.frame.language};
    std::vector<FieldChoice> choices{{"", "–"}};
    for (const Reason& reason : base.reasons) {
        if (reason.polarity != Polarity::lane_only) {
            choices.push_back(
                {reason.code,
                 reason.code + ' ' + std::string{in_language(page.frame.language, reason.label_en, reason.label_es)}});
        }
    }
    const auto layout = page.layout.empty() ? domain::first_screen_of(base) : page.layout;
    for (std::size_t place = 0; place < domain::layout_max; ++place) {
        const std::string number = std::to_string(place + 1);
        const std::string name = "key" + number;
        const std::string label_en = "Key " + number;
        const std::string label_es = "Tecla " + number;
        fields.add_choice({.name = name, .label_en = label_en, .label_es = label_es, .size = "short", .required = false},
                          choices, place < layout.size() ? layout[place] : "");
    }
    add_first_day(fields, page.valid_from);
    return fields;
}

FieldList new_fields(const AdminCatalogPage& page) {
    const bool failed = page.frame.problem && page.form == CatalogForm::add;
    FieldList fields{"add", failed ? page.frame.problem : std::nullopt, page.frame.language};
    add_fixed_fields(fields, page.typed, page.catalog.departments, page.frame.language);
    add_wording_fields(fields, page.typed);
    add_first_day(fields, page.valid_from);
    return fields;
}

Data themes_of(const domain::DatedCatalog& catalog) {
    std::set<std::string> themes;
    for (const domain::DatedReason& entry : catalog.reasons) {
        themes.insert(entry.reason.theme);
    }
    Data list{Data::type::list};
    for (const std::string& theme : themes) {
        list.push_back(text(theme));
    }
    return list;
}

}  // namespace

std::string render_admin_catalog_page(const AdminCatalogPage& page) {
    const Language language = page.frame.language;
    const Catalog shown = page.catalog.on(page.day);
    const std::string on = "on=" + format_day(page.day);
    const std::string heading = fill(page.day == page.today ? in_language(language, "Catalog of today", "Catálogo de hoy")
                                                            : in_language(language, "Catalog of {0}", "Catálogo del {0}"),
                                     {dated_words(page.day, words_of(language))});
    Data data;
    set_admin_frame(data, page.frame, "/admin/catalog", heading, admin_catalog_done_phrases);
    set_phrases(data, admin_catalog_phrases, language);
    set_strip_preview(data, shown, language);
    set_reasons(data, page, shown);
    set_planned(data, page);
    data.set("themes", themes_of(page.catalog));
    const auto first_day = parse_day(page.valid_from);
    data.set("layout_fields", layout_fields(page, page.catalog.on(first_day ? *first_day : page.day)).data());
    data.set("add_fields", new_fields(page).data());
    data.set("on", on);
    return render_template(Template::admin_catalog, data);
}

}  // namespace tillnote::render
