#include "server/app/operator_ports.hpp"

#include <pwd.h>
#include <unistd.h>

#include <array>

namespace tillnote::app {

domain::AuditActor find_operator() {
    domain::AuditActor actor{.kind = domain::ActorKind::command_line};
    std::array<char, 4096> text{};
    passwd row{};
    passwd* found = nullptr;
    const bool known = getpwuid_r(getuid(), &row, text.data(), text.size(), &found) == 0 && found != nullptr;
    actor.name = known ? row.pw_name : std::to_string(getuid());
    return actor;
}

OperatorPorts::OperatorPorts(const Config& config, domain::AuditAction action, domain::AuditObject object,
                             std::string object_id, std::string store)
    : DatabasePorts(config.database_migrate),
      change_(audit, {.actor = find_operator(),
                      .action = action,
                      .object = object,
                      .object_id = std::move(object_id),
                      .store = std::move(store)}) {}

}  // namespace tillnote::app
