#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/retention.hpp"
#include "server/domain/retention_log.hpp"

#include <cstdio>

namespace tillnote::app::commands {
namespace {

void print_run(const domain::RetentionReport& run) {
    std::string months;
    for (const domain::Day month : run.months_dropped) {
        months += (months.empty() ? ", notes of the months of " : ", ") + format_day(month);
    }
    std::printf("%s  removed %lld rows%s, found %lld rows past their term\n", format_time(run.ran_at).c_str(),
                static_cast<long long>(run.rows_removed), months.c_str(), static_cast<long long>(run.rows_past_term));
}

}  // namespace

Result<void> list_retention_runs(const Config& config) {
    DatabasePorts ports(config.database_migrate);
    const Instant now = wall_clock_now();
    const auto directory = load_directory(ports.view, now);
    if (!directory) {
        return directory.error();
    }
    const auto runs = ports.retention_log.list_runs();
    if (!runs) {
        return runs.error();
    }
    const auto gone = ports.retention_log.find_notes_gone_before();
    if (!gone) {
        return gone.error();
    }
    if (const auto sealed = domain::sealed_before(**directory, now)) {
        std::printf("days before %s are sealed\n", format_day(*sealed).c_str());
    }
    if (*gone) {
        std::printf("notes of days before %s are gone\n", format_day(**gone).c_str());
    }
    if (runs->empty()) {
        std::printf("nothing was forgotten yet; the service does it every hour where database.retention is configured\n");
    } else if (domain::is_retention_late(*runs, now)) {
        std::printf("nothing was forgotten for more than two hours; the service's log says why\n");
    }
    for (const domain::RetentionReport& run : *runs) {
        print_run(run);
    }
    return {};
}

}  // namespace tillnote::app::commands
