#include "server/render/audit_data.hpp"

#include "schema/time_text.hpp"
#include "server/render/csv.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json details_of(const domain::AuditEntry& entry) {
    auto details = Json::object();
    for (const auto& [name, value] : entry.facts) {
        details[name] = value;
    }
    return details;
}

Json entry_json(const domain::RecordedEntry& recorded) {
    const domain::AuditEntry& entry = recorded.entry;
    return {{"number", recorded.number},
            {"recorded_at", format_time(recorded.recorded_at)},
            {"actor",
             {{"kind", domain::to_text(entry.actor.kind)},
              {"id", entry.actor.id ? Json(entry.actor.id->to_string()) : Json(nullptr)},
              {"name", text_or_null(entry.actor.name)},
              {"role", text_or_null(entry.actor.role)},
              {"address", text_or_null(entry.actor.address)}}},
            {"action", domain::to_text(entry.action)},
            {"object", domain::to_text(entry.object)},
            {"object_id", text_or_null(entry.object_id)},
            {"store", text_or_null(entry.store)},
            {"district", text_or_null(entry.district)},
            {"outcome", domain::to_text(entry.outcome)},
            {"details", details_of(entry)}};
}

}  // namespace

std::string render_audit_json(const domain::AuditPage& page) {
    auto entries = Json::array();
    for (const domain::RecordedEntry& entry : page.entries) {
        entries.push_back(entry_json(entry));
    }
    return Json{{"entries", std::move(entries)}, {"next", page.next ? Json(*page.next) : Json(nullptr)}}.dump();
}

std::string render_audit_csv(const domain::AuditPage& page) {
    std::string csv = csv_row({"number", "recorded_at", "actor_kind", "actor", "role", "address", "action", "object",
                               "object_id", "store", "district", "outcome", "details"});
    for (const domain::RecordedEntry& recorded : page.entries) {
        const domain::AuditEntry& entry = recorded.entry;
        csv += csv_row({std::to_string(recorded.number), format_time(recorded.recorded_at),
                        domain::to_text(entry.actor.kind), entry.actor.name, entry.actor.role, entry.actor.address,
                        domain::to_text(entry.action), domain::to_text(entry.object), entry.object_id, entry.store,
                        entry.district, domain::to_text(entry.outcome), details_of(entry).dump()});
    }
    return csv;
}

}  // namespace tillnote::render
