#include "server/app/commands.hpp"
#include "server/app/commands/catalog_files.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/traffic.hpp"

#include <algorithm>
#include <cstdio>

namespace tillnote::app::commands {
namespace {

constexpr std::size_t problems_shown_max = 20;

Error refuse(const domain::TrafficFile& file) {
    std::string text;
    for (std::size_t index = 0; index < std::min(problems_shown_max, file.problems.size()); ++index) {
        text += "line " + std::to_string(file.problems[index].line) + ": " + file.problems[index].message + "\n";
    }
    text += std::to_string(file.problems.size()) + " of the lines cannot be taken, so none was; correct them and try again.";
    return {ErrorCode::impossible_value, text, "FILE"};
}

}  // namespace

Result<void> import_traffic(const Config& config, const std::string& file) {
    auto text = read_file(file == "-" ? "/dev/stdin" : file);
    if (!text) {
        return text.error();
    }
    OperatorPorts ports(config, domain::AuditAction::imported, domain::AuditObject::traffic);
    const auto directory = load_directory(ports.view, wall_clock_now());
    if (!directory) {
        return directory.error();
    }
    const domain::TrafficFile traffic = domain::parse_traffic(*text, **directory, wall_clock_now());
    if (!traffic.problems.empty()) {
        return refuse(traffic);
    }
    ports.entry().facts.emplace_back("days", std::to_string(traffic.days.size()));
    if (auto stored = ports.view.organisation.put_traffic(traffic.days); !stored) {
        return stored.error();
    }
    std::printf("%zu store days\n", traffic.days.size());
    return {};
}

}  // namespace tillnote::app::commands
