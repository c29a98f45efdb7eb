#pragma once

#include "server/app/config.hpp"
#include "server/app/database_ports.hpp"

#include <string>

namespace tillnote::app {

/// Who runs this program, as the audit log names the operator: the login of the machine.
[[nodiscard]] domain::AuditActor find_operator();

/// Ports of a command that changes something. The first change is committed with its entry of the audit log, or not at all.
class OperatorPorts : public DatabasePorts {
public:
    OperatorPorts(const Config& config, domain::AuditAction action, domain::AuditObject object, std::string object_id = {},
                  std::string store = {});

    /// To be completed before the change is made.
    [[nodiscard]] domain::AuditEntry& entry() noexcept { return change_.entry(); }

private:
    domain::AuditedChange change_;
};

}  // namespace tillnote::app
