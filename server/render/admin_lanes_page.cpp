#include "server/render/admin_lanes_page.hpp"

#include "server/render/admin_frame.hpp"
#include "server/render/form_field.hpp"
#include "server/render/lane_parts.hpp"
#include "server/render/local_time.hpp"
#include "server/render/plain_text.hpp"
#include "server/render/templates.hpp"

#include <algorithm>

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;

constexpr std::size_t lanes_max = 200;

constexpr Phrase admin_lanes_phrases[] = {
    {"note", "The equipment of all stores. Times are those of each store; silent is a lane that nobody heard for a day.",
     "El equipo de todas las tiendas. Las horas son las de cada tienda; muda es una caja que no se oye desde hace un día."},
    {"approve_note", "Approve only a code that somebody you trust reads from the terminal. It stays good for ten minutes.",
     "Apruebe solo un código que alguien de confianza lea en la terminal. Vale diez minutos."},
    {"list_heading", "Lanes", "Cajas"},
    {"caption", "Lanes of all stores, silent ones first", "Cajas de todas las tiendas, primero las mudas"},
    {"store_heading", "Store", "Tienda"},
    {"show", "Show", "Mostrar"},
    {"show_all", "All stores", "Todas las tiendas"},
    {"silent", "silent", "muda"},
    {"no_lanes", "No lane is enrolled here yet. Start tillnote-lane enrol on a terminal; it shows a code.",
     "Aquí todavía no hay cajas. Ejecute tillnote-lane enrol en una terminal; mostrará un código."},
    {"revoke_now", "Revoke now: it can send nothing more", "Revocar ya: no podrá enviar nada más"},
};

constexpr FormField store_field{
    .name = "store", .label_en = "Store", .label_es = "Tienda", .characters_max = 32, .is_code = true, .list = "stores"};

std::string done_words(const AdminLanesPage& page, const Words& words) {
    const std::string& done = page.frame.done;
    if (done == "denied") {
        return std::string{words.lanes.done_denied};
    }
    const bool named = page.done_lane > 0 && !page.done_store.empty();
    if (!named || (done != "approved" && done != "revoked")) {
        return {};
    }
    return fill(
        done == "approved"
            ? in_language(words.reads, "Lane {0} of {1} is approved. The terminal goes on by itself within seconds.",
                          "La caja {0} de {1} está aprobada. La terminal sigue sola en segundos.")
            : in_language(words.reads,
                          "Lane {0} of {1} is revoked: its terminal can send nothing more. To let it in again, start "
                          "enrol on the terminal and approve the new code.",
                          "La caja {0} de {1} está revocada: su terminal ya no puede enviar nada. Para admitirla de "
                          "nuevo, inicie enrol en la terminal y apruebe el código nuevo."),
        {std::to_string(page.done_lane), page.done_store});
}

Data line_data(const AdminLaneLine& line, const domain::Directory& directory, const Words& words) {
    const domain::StoreEntry* entry = directory.find_store(line.lane.store);
    Data data = lane_data(line.lane, entry != nullptr ? entry->calendar : utc_calendar(), words);
    data.set("store", text(line.lane.store));
    data.set("store_name", text(entry != nullptr ? entry->store.name : line.lane.store));
    data.set("store_path", text("/admin/stores/" + line.lane.store));
    data.set("in_force", Data{domain::is_in_force(line.lane)});
    data.set("is_silent", Data{line.silent});
    return data;
}

std::string count_of_silent(const AdminLanesPage& page, const Words& words) {
    const auto silent = std::ranges::count_if(page.lanes, &AdminLaneLine::silent);
    return fill(in_language(words.reads, "{0} of {1} lanes are silent.", "{0} de {1} cajas están mudas."),
                {number_words(words, silent), number_words(words, static_cast<std::int64_t>(page.lanes.size()))});
}

Data stores_of(const domain::Directory& directory) {
    Data list{Data::type::list};
    for (const auto& [id, entry] : directory.stores) {
        Data data;
        data.set("id", text(id));
        data.set("name", text(entry.store.name));
        list.push_back(data);
    }
    return list;
}

FieldList approval_fields(const AdminLanesPage& page, const Words& words) {
    FieldList fields{"approval", page.frame.problem, page.frame.language};
    fields.add(
        {.name = "code", .label_en = words.lanes.code, .label_es = words.lanes.code, .characters_max = 16, .is_code = true},
        page.typed.code);
    fields.add(store_field, page.typed.store);
    fields.add({.name = "lane",
                .label_en = words.lanes.number,
                .label_es = words.lanes.number,
                .size = "short",
                .characters_max = 3,
                .is_code = true},
               page.typed.lane);
    return fields;
}

FieldList filter_fields(const AdminLanesPage& page) {
    FieldList fields{"filter", std::nullopt, page.frame.language};
    FormField field = store_field;
    field.required = false;
    fields.add(field, page.of_store);
    return fields;
}

}  // namespace

std::string render_admin_lanes_page(const AdminLanesPage& page) {
    const Words& words = words_of(page.frame.language);
    Data data;
    set_lane_labels(data, words);
    set_admin_frame(data, page.frame, "/admin/lanes", in_language(page.frame.language, "Lanes", "Cajas"), {});
    set_phrases(data, admin_lanes_phrases, page.frame.language);
    data.set("done", optional_text(one_line(done_words(page, words))));
    Data lanes{Data::type::list};
    for (std::size_t index = 0; index < std::min(page.lanes.size(), lanes_max); ++index) {
        lanes.push_back(line_data(page.lanes[index], *page.directory, words));
    }
    data.set("lanes", lanes);
    data.set("has_lanes", Data{!page.lanes.empty()});
    data.set("silent_count", text(count_of_silent(page, words)));
    data.set("more_lanes", more_lanes(page.lanes.size(), lanes_max, words));
    data.set("filtered", Data{!page.of_store.empty()});
    data.set("stores", stores_of(*page.directory));
    data.set("approval_fields", approval_fields(page, words).data());
    data.set("filter_fields", filter_fields(page).data());
    set_pending_lanes(data, page.pending, "/admin/lanes", utc_calendar(), " UTC", words);
    return render_template(Template::admin_lanes, data);
}

}  // namespace tillnote::render
