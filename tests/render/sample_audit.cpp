#include "tests/render/sample_audit.hpp"

#include "schema/time_text.hpp"

namespace tillnote::render::samples {
namespace {

using domain::ActorKind;
using domain::AuditAction;
using domain::AuditEntry;
using domain::AuditObject;
using domain::AuditOutcome;

Instant at(std::int64_t minutes_before) {
    constexpr std::int64_t evening = 1'763'350'920;  // 2025-11-17T03:42:00Z
    return Instant(std::chrono::seconds(evening - minutes_before * 60));
}

domain::AuditActor person(const char* name, const char* role) {
    return {.kind = ActorKind::person, .name = name, .role = role, .address = "10.20.30.40"};
}

}  // namespace

AuditLogPage audit() {
    AuditLogPage page;
    page.frame.signed_in_as = "admin@chain.example";
    page.frame.csrf_token = "token";
    page.frame.path = "/admin/audit";
    const AuditEntry entries[] = {
        {.actor = person("admin@chain.example", "admin"),
         .action = AuditAction::added,
         .object = AuditObject::read_token,
         .object_id = "0190f000-0000-7000-8000-000000000001",
         .facts = {{"name", "Power BI"}, {"reads", "chain"}}},
        {.actor = person("maria.gonzalez.of.the.long.address@oak-street.chain.example", "manager oak-street"),
         .action = AuditAction::read,
         .object = AuditObject::digest,
         .object_id = "2025-11-15",
         .store = "oak-street"},
        {.actor = {.kind = ActorKind::read_token, .name = "token Power BI", .role = "chain", .address = "10.9.9.9"},
         .action = AuditAction::exported,
         .object = AuditObject::comparison,
         .district = "north",
         .facts = {{"by", "theme"}}},
        {.actor = {.kind = ActorKind::command_line, .name = "root"},
         .action = AuditAction::revoked,
         .object = AuditObject::lane,
         .object_id = "5",
         .store = "oak-street"},
        {.actor = {.kind = ActorKind::nobody, .address = "203.0.113.9"},
         .action = AuditAction::signed_in,
         .object = AuditObject::user,
         .object_id = "admin@chain.example",
         .outcome = AuditOutcome::refused,
         .facts = {{"problem", "wrong password"}}},
        {.actor = {.kind = ActorKind::nobody, .address = "203.0.113.9"},
         .action = AuditAction::signed_in,
         .object = AuditObject::user,
         .outcome = AuditOutcome::throttled},
    };
    std::int64_t number = 900;
    for (const AuditEntry& entry : entries) {
        page.page.entries.push_back({number, at((900 - number) * 37), entry});
        --number;
    }
    page.page.next = number + 1;
    return page;
}

}  // namespace tillnote::render::samples
