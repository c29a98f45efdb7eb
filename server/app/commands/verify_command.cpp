#include "server/app/commands.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/rollup_check.hpp"

#include <cstdio>

namespace tillnote::app::commands {

Result<void> verify(const Config& config) {
    const DatabasePorts ports(config.database_migrate);
    const auto rollups = make_rollup_store(config.database_migrate);
    auto directory = load_directory(ports.view, wall_clock_now());
    if (!directory) {
        return directory.error();
    }
    const auto check = domain::check_rollups(*rollups, **directory, [] { return wall_clock_now(); });
    if (!check) {
        return check.error();
    }
    for (const auto& difference : check->differences) {
        std::printf("%s\n", difference.c_str());
    }
    std::printf("%d store-days compared, %d sealed, %d recounted first because nobody had, %zu differences\n", check->days,
                check->sealed, check->recounted, check->differences.size());
    if (!check->differences.empty()) {
        return Error{ErrorCode::conflict, "The rollups differ from the notes; keep this output and report it.", ""};
    }
    return {};
}

}  // namespace tillnote::app::commands
