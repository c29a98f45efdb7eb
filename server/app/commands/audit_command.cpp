#include "schema/time_text.hpp"
#include "server/app/audit_commands.hpp"
#include "server/app/operator_ports.hpp"
#include "server/render/audit_data.hpp"

#include <cstdio>

namespace tillnote::app::commands {
namespace {

void print_entry(const domain::RecordedEntry& recorded) {
    const domain::AuditEntry& entry = recorded.entry;
    std::string line = format_time(recorded.recorded_at) + "  ";
    line.append(entry.actor.name.empty() ? domain::to_text(entry.actor.kind) : entry.actor.name);
    if (!entry.actor.address.empty()) {
        line.append(" (").append(entry.actor.address).append(")");
    }
    line.append("  ").append(domain::to_text(entry.action)).append(" ").append(domain::to_text(entry.object));
    for (const std::string& part : {entry.object_id, entry.store, entry.district}) {
        line.append(part.empty() ? "" : " ").append(part);
    }
    if (entry.outcome != domain::AuditOutcome::done) {
        line.append("  ").append(domain::to_text(entry.outcome));
    }
    for (const auto& [name, value] : entry.facts) {
        line.append("  ").append(name).append("=").append(value);
    }
    std::printf("%s\n", line.c_str());
}

}  // namespace

Result<void> print_audit(const Config& config, const domain::AuditFilterText& text, bool as_json) {
    auto filter = domain::parse_audit_filter(text);
    if (!filter) {
        return Error{ErrorCode::usage, "--" + filter.error().field + ": " + filter.error().detail, filter.error().field};
    }
    filter->rows_max = domain::audit_rows_csv;
    DatabasePorts ports(config.database_migrate);
    const auto page = domain::read_audit_page(ports.audit, std::move(*filter));
    if (!page) {
        return page.error();
    }
    if (auto recorded = ports.audit.append(
            {.actor = find_operator(), .action = domain::AuditAction::read, .object = domain::AuditObject::audit_log});
        !recorded) {
        return recorded;
    }
    if (as_json) {
        std::printf("%s\n", render::render_audit_json(*page).c_str());
        return {};
    }
    for (const domain::RecordedEntry& entry : page->entries) {
        print_entry(entry);
    }
    if (page->entries.empty()) {
        std::printf("There is no such entry.\n");
    } else if (page->next) {
        std::printf("There are older ones; '--after %lld' shows them.\n", static_cast<long long>(*page->next));
    }
    return {};
}

}  // namespace tillnote::app::commands
