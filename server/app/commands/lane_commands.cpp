#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/database_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/routes/secrets.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace tillnote::app::commands {
namespace {

nlohmann::ordered_json to_json(const domain::LaneStatus& lane) {
    return {{"store", lane.store},
            {"lane", lane.lane},
            {"enrolled", lane.enrolment_id.has_value() && !lane.revoked},
            {"revoked", lane.revoked},
            {"device", lane.device},
            {"version", lane.version},
            {"last_heard_at", lane.last_heard_at ? nlohmann::ordered_json(format_time(*lane.last_heard_at))
                                                 : nlohmann::ordered_json(nullptr)},
            {"pending", lane.pending},
            {"rejected", lane.rejected},
            {"cloned", lane.cloned}};
}

void print_table(const std::vector<domain::LaneStatus>& lanes) {
    std::printf("%-24s %4s  %-9s %-24s %8s %9s  %s\n", "store", "lane", "state", "last heard", "waiting", "rejected",
                "version");
    for (const auto& lane : lanes) {
        const char* state = lane.revoked ? "revoked" : lane.cloned ? "cloned" : lane.enrolment_id ? "enrolled" : "known";
        const auto heard = lane.last_heard_at ? format_time(*lane.last_heard_at) : std::string("never");
        std::printf("%-24s %4d  %-9s %-24s %8lld %9lld  %s\n", lane.store.c_str(), lane.lane, state, heard.c_str(),
                    static_cast<long long>(lane.pending), static_cast<long long>(lane.rejected), lane.version.c_str());
    }
}

}  // namespace

Result<void> list_lanes(const Config& config, const std::optional<std::string>& store, bool as_json) {
    DatabasePorts ports(config.database_migrate);
    auto lanes = ports.view.lanes.list_lanes(store);
    if (!lanes) {
        return lanes.error();
    }
    if (!as_json) {
        print_table(*lanes);
        return {};
    }
    auto rows = nlohmann::ordered_json::array();
    for (const auto& lane : *lanes) {
        rows.push_back(to_json(lane));
    }
    std::printf("%s\n", rows.dump().c_str());
    return {};
}

Result<void> approve_lane(const Config& config, const std::string& code, const std::string& store, int lane) {
    if (!is_lane_number(lane)) {
        return Error{ErrorCode::usage, "--lane must be 1 to 999.", "lane"};
    }
    DatabasePorts ports(config.database_migrate);
    return ports.view.lanes.approve(routes::in_capitals(code), {store, lane}, wall_clock_now());
}

Result<void> deny_lane(const Config& config, const std::string& code) {
    DatabasePorts ports(config.database_migrate);
    return ports.view.lanes.deny(routes::in_capitals(code), wall_clock_now());
}

Result<void> print_lane_token(const Config& config, const std::string& store, int lane) {
    if (!is_lane_number(lane)) {
        return Error{ErrorCode::usage, "LANE must be 1 to 999.", "lane"};
    }
    DatabasePorts ports(config.database_migrate);
    const auto token = routes::make_secret();
    if (auto added = ports.view.lanes.add_token({store, lane}, routes::hash_secret(token), wall_clock_now()); !added) {
        return added.error();
    }
    std::printf("%s\n", token.c_str());
    return {};
}

Result<void> revoke_lane(const Config& config, const std::string& store, int lane) {
    DatabasePorts ports(config.database_migrate);
    auto revoked = ports.view.lanes.revoke({store, lane}, wall_clock_now());
    if (revoked) {
        std::printf("Revoked. A running server refuses the lane's tokens within two seconds; its outbox survives.\n");
    }
    return revoked;
}

}  // namespace tillnote::app::commands
