#include "server/render/catalog_parts.hpp"

#include "schema/limits.hpp"
#include "server/domain/catalog_change.hpp"
#include "server/render/phrases.hpp"
#include "server/render/templates.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr std::array polarities{Polarity::praise,   Polarity::complaint, Polarity::request,  Polarity::competitor,
                                Polarity::why_here, Polarity::other,     Polarity::lane_only};

constexpr int label_max = static_cast<int>(limits::label_characters_max);
constexpr int text_max = static_cast<int>(catalog_text_characters_max);

constexpr FormField code_field{.name = "reason_code",
                               .label_en = "Code: letters, digits and '-'",
                               .label_es = "Código: letras, cifras y '-'",
                               .size = "short",
                               .characters_max = 20,
                               .is_code = true};
constexpr FormField department_field{.name = "department", .label_en = "Department", .label_es = "Departamento"};
constexpr FormField theme_field{
    .name = "reason_theme", .label_en = "Theme", .label_es = "Tema", .characters_max = text_max, .list = "themes"};
constexpr FormField polarity_field{.name = "polarity", .label_en = "Polarity", .label_es = "Polaridad"};
constexpr FormField label_en_field{.name = "label_en",
                                   .label_en = "Label in English, at most 18 characters",
                                   .label_es = "Etiqueta en inglés, 18 caracteres como máximo",
                                   .characters_max = label_max};
constexpr FormField label_es_field{.name = "label_es",
                                   .label_en = "Label in Spanish, at most 18 characters",
                                   .label_es = "Etiqueta en español, 18 caracteres como máximo",
                                   .characters_max = label_max};
constexpr FormField owner_field{.name = "owner", .label_en = "Owner", .label_es = "Responsable", .characters_max = text_max};
constexpr FormField starter_field{
    .name = "starter", .label_en = "In the first set of a new chain", .label_es = "En el primer juego de una cadena nueva"};
constexpr FormField urgent_field{
    .name = "urgent", .label_en = "Urgent: raises an alert", .label_es = "Urgente: da una alerta"};
constexpr FormField staff_field{.name = "about_staff",
                                .label_en = "About staff: in no total, never per day",
                                .label_es = "Sobre el personal: en ningún total, nunca por día"};

constexpr std::array member_fields{code_field,     department_field, theme_field,   polarity_field, label_en_field,
                                   label_es_field, owner_field,      starter_field, urgent_field,   staff_field};

/// As the strip draws it: shapes tell polarities apart without colour.
std::string_view shape_of(Polarity polarity) noexcept {
    switch (polarity) {
        case Polarity::praise:
            return "✚";
        case Polarity::complaint:
            return "▼";
        case Polarity::request:
            return "?";
        case Polarity::competitor:
            return "◆";
        case Polarity::why_here:
            return "⌂";
        case Polarity::other:
        case Polarity::lane_only:
            return "○";
    }
    std::abort();
}

Data key_data(const Reason& reason, Language language) {
    Data data;
    data.set("polarity", text(to_text(reason.polarity)));
    data.set("polarity_name", text(polarity_words(reason.polarity, language)));
    data.set("shape", text(shape_of(reason.polarity)));
    data.set("label", text(in_language(language, reason.label_en, reason.label_es)));
    return data;
}

Data group_data(const Department& department, const Catalog& catalog, Language language) {
    Data keys{Data::type::list};
    for (const Reason& reason : catalog.reasons) {
        if (reason.department == department.code && reason.polarity != Polarity::lane_only) {
            keys.push_back(key_data(reason, language));
        }
    }
    Data data;
    data.set("group", text(in_language(language, department.label_en, department.label_es)));
    data.set("has_keys", Data{keys.is_non_empty_list()});
    data.set("keys", keys);
    return data;
}

/// The strip as somebody who reads `shown` sees it, named in the reader's `language`.
Data preview_data(const Catalog& catalog, Language shown, Language language) {
    Data keys{Data::type::list};
    std::size_t free = domain::layout_max;
    for (const std::string& code : domain::first_screen_of(catalog)) {
        if (free > 0) {
            keys.push_back(key_data(*catalog.find_reason(code), shown));
            --free;
        }
    }
    Data gaps{Data::type::list};
    for (; free > 0; --free) {
        gaps.push_back(Data{true});
    }
    Data groups{Data::type::list};
    for (const Department& department : catalog.departments) {
        groups.push_back(group_data(department, catalog, shown));
    }
    Data data;
    data.set("strip_lang", std::string{domain::to_text(shown)});
    data.set("strip_name", std::string{shown == Language::spanish ? in_language(language, "In Spanish", "En español")
                                                                  : in_language(language, "In English", "En inglés")});
    data.set("strip_more", std::string{in_language(shown, "More…", "Más…")});
    data.set("strip_behind", std::string{in_language(language, "Behind More", "Detrás de Más")});
    data.set("strip_keys", keys);
    data.set("strip_gaps", gaps);
    data.set("strip_groups", groups);
    return data;
}

}  // namespace

void set_strip_preview(Data& data, const Catalog& catalog, Language language) {
    Data previews{Data::type::list};
    for (const Language shown : {Language::english, Language::spanish}) {
        previews.push_back(preview_data(catalog, shown, language));
    }
    data.set("strip_previews", previews);
}

std::string_view polarity_words(Polarity polarity, Language language) noexcept {
    switch (polarity) {
        case Polarity::praise:
            return in_language(language, "praise", "elogio");
        case Polarity::complaint:
            return in_language(language, "complaint", "queja");
        case Polarity::request:
            return in_language(language, "request", "pedido");
        case Polarity::competitor:
            return in_language(language, "compared with us", "comparación");
        case Polarity::why_here:
            return in_language(language, "why they shop here", "por qué compran aquí");
        case Polarity::other:
            return in_language(language, "other", "otro");
        case Polarity::lane_only:
            return in_language(language, "lane only", "solo en caja");
    }
    std::abort();
}

std::string_view member_words(std::string_view name, Language language) noexcept {
    const auto field = std::ranges::find_if(member_fields, [&](const FormField& one) { return one.name.ends_with(name); });
    return field == member_fields.end() ? name : in_language(language, field->label_en, field->label_es);
}

void add_wording_fields(FieldList& fields, const ReasonText& typed) {
    fields.add(label_en_field, typed.label_en);
    fields.add(label_es_field, typed.label_es);
    fields.add(owner_field, typed.owner);
    fields.add_tick(starter_field, typed.starter);
    fields.add_tick(urgent_field, typed.urgent);
}

void add_fixed_fields(FieldList& fields, const ReasonText& typed, const std::vector<Department>& departments,
                      Language language) {
    std::vector<FieldChoice> groups{{"", "–"}};
    for (const Department& department : departments) {
        groups.push_back({department.code, std::string{in_language(language, department.label_en, department.label_es)}});
    }
    std::vector<FieldChoice> kinds;
    kinds.reserve(std::size(polarities));
    for (const Polarity polarity : polarities) {
        kinds.push_back({std::string{to_text(polarity)}, std::string{polarity_words(polarity, language)}});
    }
    fields.add(code_field, typed.code);
    fields.add_choice(department_field, groups, typed.department);
    fields.add(theme_field, typed.theme);
    fields.add_choice(polarity_field, kinds, typed.polarity);
    fields.add_tick(staff_field, typed.about_staff);
}

void add_first_day(FieldList& fields, std::string_view typed) {
    fields.add(
        {.name = "valid_from", .label_en = "From business day", .label_es = "Desde el día", .type = "date", .size = "short"},
        typed);
}

}  // namespace tillnote::render
