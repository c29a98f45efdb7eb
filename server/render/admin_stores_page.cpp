#include "server/render/admin_stores_page.hpp"

#include "server/domain/store_setup.hpp"
#include "server/render/admin_frame.hpp"
#include "server/render/store_parts.hpp"
#include "server/render/templates.hpp"

#include <set>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr Phrase admin_stores_phrases[] = {
    {"note", "Where the lanes stand: each store, its district, and when its business day begins.",
     "Dónde están las cajas: cada tienda, su distrito y a qué hora comienza su día."},
    {"list_heading", "Stores", "Tiendas"},
    {"caption", "All stores", "Todas las tiendas"},
    {"none", "There is no store yet. Add a district first, then the first store in it.",
     "Todavía no hay tiendas. Agregue primero un distrito y luego la primera tienda en él."},
    {"store_heading", "Store", "Tienda"},
    {"district_heading", "District", "Distrito"},
    {"day_heading", "Day begins", "Comienza el día"},
    {"digest_heading", "Digest", "Resumen"},
    {"open_heading", "Open", "Abierta"},
    {"new_heading", "Add a store", "Agregar una tienda"},
    {"new_note", "The id stays for good: it stands in addresses, lanes and files. Everything else can be changed later.",
     "El identificador queda para siempre: está en direcciones, cajas y archivos. Lo demás puede cambiarse después."},
    {"add", "Add the store", "Agregar la tienda"},
    {"districts_heading", "Districts", "Distritos"},
    {"no_district", "There is no district yet.", "Todavía no hay distritos."},
    {"mail", "Mail", "Correo"},
    {"district_form_heading", "Add or rename a district", "Agregar un distrito o cambiar su nombre"},
    {"district_form_note", "The id of a district that is there already gives it the new name.",
     "Con el identificador de un distrito que ya existe, este recibe el nombre nuevo."},
    {"save", "Save", "Guardar"},
};

constexpr Phrase admin_stores_done_phrases[] = {
    {"added", "Added. Approve its lanes next.", "Agregada. Ahora apruebe sus cajas."},
    {"district", "The district is saved.", "El distrito está guardado."},
};

Data line_data(const AdminStoreLine& line, domain::Language language) {
    Data data;
    data.set("id", text(line.store.id));
    data.set("path", text("/admin/stores/" + line.store.id));
    data.set("name", text(line.store.name));
    data.set("district", text(line.district_name));
    data.set("day", text(day_rule_words(domain::day_rule_on(line.store, line.today))));
    data.set("mail_path", text("/stores/" + line.store.id + "/recipients"));
    data.set("digest", text(line.digest_time ? clock_words(*line.digest_time)
                                             : std::string{in_language(language, "to nobody", "a nadie")}));
    data.set("open", text(open_words(line.store, line.today, language)));
    data.set("tone", text(line.store.closed_on ? "soft" : "plain"));
    return data;
}

Data district_data(const domain::District& district) {
    Data data;
    data.set("id", text(district.id));
    data.set("name", text(district.name));
    data.set("mail_path", text("/districts/" + district.id + "/recipients"));
    return data;
}

constexpr FormField id_field{.name = "id",
                             .label_en = "Id: a-z, 0-9 and '-'",
                             .label_es = "Identificador: a-z, 0-9 y '-'",
                             .characters_max = 32,
                             .is_code = true};

FieldList store_fields(const AdminStoresPage& page) {
    FieldList fields{"store", page.in_district_form ? std::nullopt : page.frame.problem, page.frame.language};
    fields.add(id_field, page.typed.id);
    fields.add(name_field, page.typed.name);
    fields.add_choice(district_field, district_choices(page.districts), page.typed.district);
    fields.add(zone_field, page.typed.zone);
    fields.add(cutoff_field, page.typed.cutoff);
    fields.add({.name = "opened_on",
                .label_en = "First business day",
                .label_es = "Primer día",
                .type = "date",
                .size = "short",
                .required = false},
               page.typed.opened_on);
    return fields;
}

FieldList district_fields(const AdminStoresPage& page) {
    FieldList fields{"district", page.in_district_form ? page.frame.problem : std::nullopt, page.frame.language};
    fields.add(id_field, page.typed_district.id);
    fields.add(name_field, page.typed_district.name);
    return fields;
}

/// The zones that are in use, to choose from.
Data zones_of(const std::vector<AdminStoreLine>& stores) {
    std::set<std::string> zones;
    for (const AdminStoreLine& line : stores) {
        zones.insert(line.store.day_rules.back().zone);
    }
    Data list{Data::type::list};
    for (const std::string& zone : zones) {
        list.push_back(text(zone));
    }
    return list;
}

}  // namespace

std::string render_admin_stores_page(const AdminStoresPage& page) {
    const domain::Language language = page.frame.language;
    Data data;
    set_admin_frame(data, page.frame, "/admin/stores", in_language(language, "Stores", "Tiendas"),
                    admin_stores_done_phrases);
    set_phrases(data, admin_stores_phrases, language);
    Data stores{Data::type::list};
    for (const AdminStoreLine& line : page.stores) {
        stores.push_back(line_data(line, language));
    }
    Data districts{Data::type::list};
    for (const domain::District& district : page.districts) {
        districts.push_back(district_data(district));
    }
    data.set("has_stores", Data{!page.stores.empty()});
    data.set("stores", stores);
    data.set("has_districts", Data{!page.districts.empty()});
    data.set("districts", districts);
    data.set("zones", zones_of(page.stores));
    data.set("store_fields", store_fields(page).data());
    data.set("district_fields", district_fields(page).data());
    return render_template(Template::admin_stores, data);
}

}  // namespace tillnote::render
