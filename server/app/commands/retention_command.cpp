#include "server/app/commands.hpp"

#include "schema/time_text.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/retention.hpp"

#include <cstdio>

namespace tillnote::app::commands {
namespace {

Result<void> print_past_term(const std::vector<domain::PastTerm>& past_term) {
    for (const domain::PastTerm& past : past_term) {
        std::printf("%s %s: %lld rows past their term, the oldest of %s\n", past.table.c_str(), past.store.c_str(),
                    static_cast<long long>(past.rows), format_day(past.oldest).c_str());
    }
    if (!past_term.empty()) {
        return Error{
            ErrorCode::conflict,
            "There is something past its term; run 'tillnote-server retention', and if that says the same again, keep "
            "its output and report it.",
            ""};
    }
    std::printf("nothing is past its term\n");
    return {};
}

}  // namespace

Result<void> retention(const Config& config, bool check_only) {
    // Entries of the audit log hide from every other role; without it they would stay, and seem not to be there.
    if (config.database_retention.empty()) {
        return Error{ErrorCode::invalid_field,
                     "The configuration has no 'database.retention'; give it the connection string of the role "
                     "tillnote_retention, as in config/server.toml.",
                     "database.retention"};
    }
    const DatabasePorts ports(config.database_migrate);
    auto directory = load_directory(ports.view, wall_clock_now());
    if (!directory) {
        return directory.error();
    }
    const auto store = make_retention_store(config.database_retention);
    if (check_only) {
        const auto past_term = domain::check_retention(*store, **directory, wall_clock_now());
        return past_term ? print_past_term(*past_term) : past_term.error();
    }
    const auto done = domain::run_retention(*store, **directory, wall_clock_now(), [] { return false; });
    if (!done) {
        return done.error();
    }
    for (const domain::Day& month : done->months_dropped) {
        std::printf("dropped the notes of the month of %s\n", format_day(month).c_str());
    }
    std::printf("removed %lld rows\n", static_cast<long long>(done->rows_removed));
    return print_past_term(done->past_term);
}

}  // namespace tillnote::app::commands
