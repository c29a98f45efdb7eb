#include "server/app/commands.hpp"
#include "server/app/commands/store_place.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"

#include <cstdio>

namespace tillnote::app::commands {
namespace {

void print_counts(std::FILE* out, const std::vector<domain::TableCount>& counts, const char* what) {
    for (const domain::TableCount& count : counts) {
        if (count.rows > 0) {
            std::fprintf(out, "%s: %lld rows %s\n", count.table.c_str(), static_cast<long long>(count.rows), what);
        }
    }
}

/// On another connection than the work, so before it: what cannot be recorded is not done.
Result<void> record(DatabasePorts& ports, domain::AuditAction action, const std::string& store) {
    return ports.audit.append({.actor = find_operator(),
                               .action = action,
                               .object = domain::AuditObject::store,
                               .object_id = store,
                               .store = store});
}

}  // namespace

Result<void> export_store(const Config& config, const std::string& store) {
    DatabasePorts ports(config.database_migrate);
    if (const auto place = find_store_place(ports, store); !place) {
        return place.error();
    }
    if (auto recorded = record(ports, domain::AuditAction::exported, store); !recorded) {
        return recorded;
    }
    bool written = true;
    const auto counts =
        make_store_data(config.database_migrate)->export_rows(store, [&](std::string_view table, std::string_view row) {
            written =
                std::printf(R"({"table":"%.*s","row":%.*s})"
                            "\n",
                            static_cast<int>(table.size()), table.data(), static_cast<int>(row.size()), row.data()) > 0;
            return written;
        });
    if (!counts) {
        return counts.error();
    }
    if (!written || std::fflush(stdout) != 0) {
        return Error{ErrorCode::disk_full, "The export could not be written whole; make room, and export again.", ""};
    }
    print_counts(stderr, *counts, "exported");
    return {};
}

Result<void> erase_store(const Config& config, const std::string& store, const std::string& confirmed) {
    if (confirmed != store) {
        return Error{ErrorCode::usage,
                     "Say the store's id a second time with --confirm: nothing brings back what is erased.", "confirm"};
    }
    DatabasePorts ports(config.database_migrate);
    const auto place = find_store_place(ports, store);
    if (!place) {
        return place.error();
    }
    // Its lanes must not go on adding, and its day be over everywhere.
    const domain::Day today{std::chrono::floor<std::chrono::days>(wall_clock_now())};
    if (!place->store.closed_on || today <= domain::add_days(*place->store.closed_on, 1)) {
        return Error{
            ErrorCode::conflict,
            "Only a store that has been closed for two days is erased; see 'store close', and 'store export' before.",
            "STORE"};
    }
    if (auto recorded = record(ports, domain::AuditAction::erased, store); !recorded) {
        return recorded;
    }
    const auto counts = make_store_data(config.database_migrate)->erase_rows(store);
    if (!counts) {
        return counts.error();
    }
    print_counts(stdout, *counts, "erased");
    return {};
}

}  // namespace tillnote::app::commands
