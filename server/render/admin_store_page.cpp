#include "server/render/admin_store_page.hpp"

#include "schema/time_text.hpp"
#include "server/domain/business_day.hpp"
#include "server/render/admin_frame.hpp"
#include "server/render/local_time.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/store_parts.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::Day;
using domain::Language;

constexpr int walk_characters_max = 400;

constexpr Phrase admin_store_phrases[] = {
    {"lanes", "Its lanes", "Sus cajas"},
    {"all", "All stores", "Todas las tiendas"},
    {"name_heading", "Name", "Nombre"},
    {"save", "Save", "Guardar"},
    {"days_heading", "How its days begin", "Cómo comienzan sus días"},
    {"days_note",
     "Days that have begun keep their bounds. What is planned is taken back by setting what holds before it, from the same "
     "day.",
     "Los días que ya comenzaron no cambian. Lo previsto se retira fijando lo anterior, desde el mismo día."},
    {"change", "Change from that day on", "Cambiar desde ese día"},
    {"district_heading", "District", "Distrito"},
    {"district_note", "Comparisons of past days stay as they were.", "Las comparaciones de días pasados no cambian."},
    {"move", "Move the store", "Cambiar de distrito"},
    {"walk_heading", "Walking order", "Orden de recorrido"},
    {"walk_note", "The digest has its departments in this order; those not named follow. Empty: the order of the catalog.",
     "El resumen lleva los departamentos en este orden; los no nombrados siguen. Vacío: el orden del catálogo."},
    {"free_text_heading", "What checkers write", "Lo que escriben en caja"},
    {"free_text_on", "On: a note may carry a line of 140 characters. The store's readers see it for 30 days.",
     "Activado: una nota puede llevar una línea de 140 caracteres. Quienes leen la tienda la ven 30 días."},
    {"free_text_off",
     "Off: lanes send no words. Before you switch it on, tell the staff; the notice for them has a paragraph about it.",
     "Desactivado: las cajas no envían palabras. Antes de activarlo, avise al personal; su aviso tiene un párrafo sobre "
     "ello."},
    {"switch_on", "Switch it on", "Activar"},
    {"switch_off", "Switch it off", "Desactivar"},
    {"closed_heading", "Days it does not open", "Días en que no abre"},
    {"closed_note", "No part of what is usual, and no lane is missed on them.",
     "No cuentan para lo usual y en ellos no falta ninguna caja."},
    {"no_closed", "None of late, and none planned.", "Ninguno reciente ni previsto."},
    {"close_day", "It does not open on that day", "Ese día no abre"},
    {"open_day", "It does open", "Sí abre"},
    {"closing_heading", "Closing for good", "Cierre definitivo"},
    {"closing_note",
     "From that day on no digest is made. Notes, digests and lanes stay; erasing a store is a command (store erase).",
     "Desde ese día no se hace resumen. Notas, resúmenes y cajas quedan; borrar una tienda es un comando (store erase)."},
    {"close", "Close the store", "Cerrar la tienda"},
    {"reopen", "Take the closing back", "Retirar el cierre"},
};

constexpr Phrase admin_store_done_phrases[] = {
    {"name", "The new name is saved.", "El nombre nuevo está guardado."},
    {"days", "Saved. Days that have begun stay as they are.", "Guardado. Los días que ya comenzaron no cambian."},
    {"district", "Saved. Past days stay with the district they were in.",
     "Guardado. Los días pasados quedan en su distrito de entonces."},
    {"walk", "Saved. The next digest has it.", "Guardado. El próximo resumen lo lleva."},
    {"free_text", "Saved. Lanes know within a minute or so.", "Guardado. Las cajas lo saben en cosa de un minuto."},
    {"closed_day", "Saved. If it was a mistake, say below that it does open.",
     "Guardado. Si fue un error, diga abajo que sí abre."},
    {"opened_day", "Saved: the store opens on that day.", "Guardado: la tienda abre ese día."},
    {"closing", "The closing is saved. If it was a mistake, take it back below.",
     "El cierre está guardado. Si fue un error, retírelo abajo."},
    {"reopened", "The closing is taken back.", "El cierre se retiró."},
};

std::string name_of(const std::vector<domain::District>& districts, const std::string& id) {
    const auto found = std::ranges::find(districts, id, &domain::District::id);
    return found == districts.end() ? id : found->name;
}

/// "from 1 Mar 2024: 04:00 America/Chicago"
std::string since_words(Day day, const std::string& what, Language language) {
    return fill(in_language(language, "from {0}: {1}", "desde el {0}: {1}"), {dated_words(day, words_of(language)), what});
}

Data history_of_days(const AdminStorePage& page) {
    Data list{Data::type::list};
    for (const domain::DayRule& rule : page.store.day_rules) {
        list.push_back(text(since_words(rule.valid_from, day_rule_words(rule), page.frame.language)));
    }
    return list;
}

Data history_of_districts(const AdminStorePage& page) {
    Data list{Data::type::list};
    for (const domain::Membership& row : page.store.memberships) {
        list.push_back(text(since_words(row.valid_from, name_of(page.districts, row.district), page.frame.language)));
    }
    return list;
}

Data closed_days_of(const AdminStorePage& page) {
    Data list{Data::type::list};
    for (const domain::ClosedDay& closed : page.closed_days) {
        Data data;
        data.set("day", format_day(closed.day));
        data.set("date", text(dated_words(closed.day, words_of(page.frame.language))));
        data.set("why", text(closed.why));
        list.push_back(data);
    }
    return list;
}

/// "produce (Produce), meat (Meat and fish)"
std::string departments_words(const AdminStorePage& page) {
    std::string list;
    for (const Department& department : page.departments) {
        if (department.walk) {
            list += (list.empty() ? "" : ", ") + department.code + " (" +
                    std::string(in_language(page.frame.language, department.label_en, department.label_es)) + ")";
        }
    }
    return list;
}

/// The fields of each form, with what was typed where it is the one that failed.
class StoreFields {
public:
    explicit StoreFields(const AdminStorePage& page) : page_(page) {}

    [[nodiscard]] Data name() const {
        FieldList fields = begin(StoreForm::name, "name");
        fields.add(name_field, typed(StoreForm::name, page_.typed.name, page_.store.name));
        return fields.data();
    }
    [[nodiscard]] Data days() const {
        const Day next = std::max(domain::add_days(page_.today, 1), page_.store.opened_on);
        const domain::DayRule& rule = domain::day_rule_on(page_.store, next);
        FieldList fields = begin(StoreForm::days, "days");
        FormField zone = zone_field;
        zone.list = {};
        fields.add(zone, typed(StoreForm::days, page_.typed.zone, rule.zone));
        fields.add(cutoff_field,
                   typed(StoreForm::days, page_.typed.cutoff, clock_words(std::chrono::minutes{rule.cutoff_minutes})));
        fields.add(day("valid_from", "First business day", "Primer día"),
                   typed(StoreForm::days, page_.typed.valid_from, format_day(next)));
        return fields.data();
    }
    [[nodiscard]] Data district() const {
        FieldList fields = begin(StoreForm::district, "district");
        fields.add_choice(district_field, district_choices(page_.districts),
                          typed(StoreForm::district, page_.typed.district, page_.store.district));
        fields.add(day("on", "First business day there", "Primer día allí"),
                   typed(StoreForm::district, page_.typed.on, format_day(std::max(page_.today, page_.store.opened_on))));
        return fields.data();
    }
    [[nodiscard]] Data walk() const {
        std::string kept;
        for (const std::string& department : page_.store.walk) {
            kept += (kept.empty() ? "" : ", ") + department;
        }
        FieldList fields = begin(StoreForm::walk, "walk");
        fields.add({.name = "walk",
                    .label_en = "Departments",
                    .label_es = "Departamentos",
                    .size = "wide",
                    .characters_max = walk_characters_max,
                    .is_code = true,
                    .required = false},
                   typed(StoreForm::walk, page_.typed.walk, kept));
        return fields.data();
    }
    [[nodiscard]] Data closed_day() const {
        FieldList fields = begin(StoreForm::closed_day, "closed");
        fields.add(day("day", "Business day", "Día"), typed(StoreForm::closed_day, page_.typed.day, ""));
        fields.add({.name = "why",
                    .label_en = "Why: Thanksgiving, for example",
                    .label_es = "Por qué: Navidad, por ejemplo",
                    .characters_max = static_cast<int>(domain::place_name_characters_max)},
                   typed(StoreForm::closed_day, page_.typed.why, ""));
        return fields.data();
    }
    [[nodiscard]] Data closing() const {
        FieldList fields = begin(StoreForm::closing, "closing");
        fields.add(day("on", "First day it is no longer open", "Primer día en que ya no abre"),
                   typed(StoreForm::closing, page_.typed.on, ""));
        return fields.data();
    }

private:
    static FormField day(std::string_view name, std::string_view label_en, std::string_view label_es) {
        return {.name = name, .label_en = label_en, .label_es = label_es, .type = "date", .size = "short"};
    }
    [[nodiscard]] bool failed(StoreForm form) const { return page_.frame.problem && page_.form == form; }
    [[nodiscard]] FieldList begin(StoreForm form, std::string_view id) const {
        return {id, failed(form) ? page_.frame.problem : std::nullopt, page_.frame.language};
    }
    [[nodiscard]] std::string typed(StoreForm form, const std::string& typed, const std::string& kept) const {
        return failed(form) ? typed : kept;
    }

    const AdminStorePage& page_;
};

}  // namespace

std::string render_admin_store_page(const AdminStorePage& page) {
    const std::string path = "/admin/stores/" + page.store.id;
    Data data;
    set_admin_frame(data, page.frame, "/admin/stores", one_line(page.store.name), admin_store_done_phrases);
    set_phrases(data, admin_store_phrases, page.frame.language);
    data.set("note", text(page.store.id + " · " + open_words(page.store, page.today, page.frame.language)));
    data.set("path", text(path));
    data.set("lanes_path", text("/admin/lanes?store=" + page.store.id));
    data.set("day_history", history_of_days(page));
    data.set("district_history", history_of_districts(page));
    data.set("departments", text(departments_words(page)));
    data.set("writes", Data{page.store.free_text});
    data.set("closed_days", closed_days_of(page));
    data.set("has_closed_days", Data{!page.closed_days.empty()});
    data.set("closes", Data{page.store.closed_on.has_value()});
    const StoreFields fields{page};
    data.set("name_fields", fields.name());
    data.set("days_fields", fields.days());
    data.set("district_fields", fields.district());
    data.set("walk_fields", fields.walk());
    data.set("closed_fields", fields.closed_day());
    data.set("closing_fields", fields.closing());
    return render_template(Template::admin_store, data);
}

}  // namespace tillnote::render
