#include "server/render/audit_page.hpp"

#include "schema/time_text.hpp"
#include "server/render/audit_words.hpp"
#include "server/render/local_time.hpp"
#include "server/render/query_text.hpp"
#include "server/render/templates.hpp"

namespace tillnote::render {
namespace {

using Data = kainjow::mustache::data;
using domain::AuditEntry;
using domain::Language;

constexpr std::string_view section = "/admin/audit";

constexpr Phrase audit_phrases[] = {
    {"note",
     "Who changed or read what, the latest first. Times are UTC. Nobody can change an entry; it is kept for 13 months.",
     "Quién cambió o leyó qué, lo último primero. Las horas son UTC. Nadie puede cambiar una entrada; se guarda 13 meses."},
    {"from_label", "From", "Desde"},
    {"to_label", "To", "Hasta"},
    {"actor_label", "Who (e-mail or name)", "Quién (correo o nombre)"},
    {"action_label", "Action", "Acción"},
    {"store_label", "Store", "Tienda"},
    {"any", "Any", "Cualquiera"},
    {"show", "Show", "Mostrar"},
    {"when", "When", "Cuándo"},
    {"who", "Who", "Quién"},
    {"what", "What", "Qué"},
    {"details", "Details", "Detalles"},
    {"none", "There is no such entry.", "No hay ninguna entrada así."},
    {"older", "Older entries", "Entradas anteriores"},
};

std::string_view name_of(const domain::AuditActor& actor, Language language) {
    return actor.kind == domain::ActorKind::nobody ? in_language(language, "nobody signed in", "nadie con sesión")
                                                   : std::string_view(actor.name);
}

/// "manager oak-street", or what kind of actor has no role.
std::string role_of(const domain::AuditActor& actor, Language language) {
    if (actor.kind == domain::ActorKind::command_line) {
        return std::string(in_language(language, "command line", "línea de órdenes"));
    }
    return actor.role;
}

std::string_view outcome_words(domain::AuditOutcome outcome, Language language) {
    switch (outcome) {
        case domain::AuditOutcome::done:
            return {};
        case domain::AuditOutcome::refused:
            return in_language(language, "refused", "rechazado");
        case domain::AuditOutcome::throttled:
            return in_language(language, "too many tries", "demasiados intentos");
    }
    std::abort();
}

Data entry_data(const domain::RecordedEntry& recorded, Language language) {
    const AuditEntry& entry = recorded.entry;
    const bool has_place = !entry.store.empty() && entry.store != entry.object_id;
    Data data;
    data.set("at", text(format_time(recorded.recorded_at)));
    data.set("moment", text(utc_words(recorded.recorded_at, words_of(language))));
    data.set("actor_name", text(name_of(entry.actor, language)));
    data.set("role", optional_text(role_of(entry.actor, language)));
    data.set("address", optional_text(entry.actor.address));
    data.set("deed", text(deed_words(entry.action, entry.object, language)));
    data.set("object_id", optional_text(entry.object_id));
    data.set("place", optional_text(has_place ? entry.store : entry.district == entry.object_id ? "" : entry.district));
    data.set("outcome", optional_text(outcome_words(entry.outcome, language)));
    Data facts{Data::type::list};
    for (const auto& [name, value] : entry.facts) {
        Data fact;
        fact.set("fact", text(std::string(name).append(": ").append(value)));
        facts.push_back(fact);
    }
    data.set("facts", facts);
    return data;
}

Data action_options(std::string_view chosen, Language language) {
    Data options{Data::type::list};
    for (const std::string_view word : domain::audit_action_words()) {
        Data option;
        option.set("word", text(word));
        option.set("label", text(action_words(*domain::find_audit_action(word), language)));
        option.set("chosen", Data{word == chosen});
        options.push_back(option);
    }
    return options;
}

}  // namespace

std::string audit_path(const domain::AuditFilterText& typed, std::string_view after) {
    std::string path(section);
    const auto add = [&path](std::string_view name, std::string_view value) {
        if (!value.empty()) {
            path.append(path.find('?') == std::string::npos ? "?" : "&").append(name).append("=").append(query_text(value));
        }
    };
    add("from", typed.from);
    add("to", typed.to);
    add("actor", typed.actor);
    add("action", typed.action);
    add("store", typed.store);
    add("after", after);
    return path;
}

std::string render_audit_page(const AuditLogPage& page) {
    const Language language = page.frame.language;
    Data data;
    set_phrases(data, audit_phrases, language);
    set_admin_frame(data, page.frame, section, in_language(language, "Audit log", "Registro de auditoría"), {});
    // A browser takes nothing but a day into such a field, and complains of the page.
    const auto day_or_nothing = [](const std::string& typed) { return parse_day(typed) ? typed : std::string(); };
    data.set("from", text(day_or_nothing(page.typed.from)));
    data.set("to", text(day_or_nothing(page.typed.to)));
    data.set("actor", text(page.typed.actor));
    data.set("store", text(page.typed.store));
    data.set("actions", action_options(page.typed.action, language));
    Data entries{Data::type::list};
    for (const domain::RecordedEntry& entry : page.page.entries) {
        entries.push_back(entry_data(entry, language));
    }
    data.set("has_entries", Data{!page.page.entries.empty()});
    data.set("entries", entries);
    data.set("older_path",
             optional_text(page.page.next ? audit_path(page.typed, std::to_string(*page.page.next)) : std::string()));
    return render_template(Template::audit, data);
}

}  // namespace tillnote::render
