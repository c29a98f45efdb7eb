#include "server/app/command_line_audit.hpp"

#include "server/app/audit_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace tillnote::app {

void add_audit_command(CLI::App& app, std::function<Result<void>(const Config&)>& command) {
    const auto words = std::make_shared<domain::AuditFilterText>();
    const auto as_json = std::make_shared<bool>(false);
    auto* audit = app.add_subcommand("audit", "Who changed or read what, the latest first");
    audit->add_option("--from", words->from, "First day, YYYY-MM-DD in UTC");
    audit->add_option("--to", words->to, "Last day, YYYY-MM-DD in UTC");
    audit->add_option("--actor", words->actor, "E-mail address, name of a read token, or login of the operator");
    audit->add_option("--action", words->action, "One of the words of docs/audit.md");
    audit->add_option("--store", words->store, "Store id");
    audit->add_option("--after", words->after, "Only entries older than the one of this number");
    audit->add_flag("--json", *as_json, "As JSON, the bytes of the API");
    audit->callback([words, as_json, &command] {
        command = [words, as_json](const Config& config) { return commands::print_audit(config, *words, *as_json); };
    });
}

}  // namespace tillnote::app
