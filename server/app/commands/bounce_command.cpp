#include "server/app/commands/catalog_files.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/delivery_commands.hpp"
#include "server/app/wall_clock.hpp"
#include "server/delivery/bounce_report.hpp"

#include <cstdio>

namespace tillnote::app::commands {

Result<void> take_bounce(const Config& config, const std::string& file) {
    const auto mail = read_file(file == "-" ? "/dev/stdin" : file);
    if (!mail) {
        return mail.error();
    }
    const auto report = delivery::read_bounce(*mail);
    if (!report) {
        return report.error();
    }
    if (!report->failed) {
        std::printf("%s: not given up; nothing is changed\n", report->message_id.c_str());
        return {};
    }
    DatabasePorts ports(config.database_digest);
    const auto found = ports.deliveries.record_bounce(report->message_id, "Bounced: " + report->what, wall_clock_now());
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error{ErrorCode::not_found,
                     "No mail was sent with the Message-ID " + report->message_id + ", or it had failed before.", "FILE"};
    }
    std::printf("%s: bounced\n", report->message_id.c_str());
    return {};
}

}  // namespace tillnote::app::commands
