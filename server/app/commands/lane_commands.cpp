#include "schema/time_text.hpp"
#include "server/app/commands.hpp"
#include "server/app/directory_refresher.hpp"
#include "server/app/operator_ports.hpp"
#include "server/app/wall_clock.hpp"
#include "server/domain/chain_watch.hpp"
#include "server/routes/lane_form.hpp"
#include "server/routes/secrets.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace tillnote::app::commands {
namespace {

nlohmann::ordered_json to_json(const domain::LaneStatus& lane, bool silent) {
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
            {"cloned", lane.cloned},
            {"silent", silent}};
}

const char* state_of(const domain::LaneStatus& lane, bool silent) {
    if (lane.revoked || lane.cloned) {
        return lane.revoked ? "revoked" : "cloned";
    }
    return silent ? "silent" : lane.enrolment_id ? "enrolled" : "known";
}

void print_table(const std::vector<domain::LaneStatus>& lanes, const domain::Directory& directory, Instant now) {
    std::printf("%-24s %4s  %-9s %-24s %8s %9s  %s\n", "store", "lane", "state", "last heard", "waiting", "rejected",
                "version");
    for (const auto& lane : lanes) {
        const char* state = state_of(lane, domain::is_missed(lane, directory, now));
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
    const Instant now = wall_clock_now();
    const auto directory = load_directory(ports.view, now);
    if (!directory) {
        return directory.error();
    }
    if (!as_json) {
        print_table(*lanes, **directory, now);
        return {};
    }
    auto rows = nlohmann::ordered_json::array();
    for (const auto& lane : *lanes) {
        rows.push_back(to_json(lane, domain::is_missed(lane, **directory, now)));
    }
    std::printf("%s\n", rows.dump().c_str());
    return {};
}

Result<void> list_pending_lanes(const Config& config, bool as_json) {
    DatabasePorts ports(config.database_migrate);
    const auto pending = ports.view.lanes.list_pending(wall_clock_now());
    if (!pending) {
        return pending.error();
    }
    auto rows = nlohmann::ordered_json::array();
    for (const domain::PendingEnrolment& terminal : *pending) {
        rows.push_back(
            {{"code", terminal.code}, {"device", terminal.device}, {"expires_at", format_time(terminal.expires_at)}});
        if (!as_json) {
            std::printf("%s  good until %s  %s\n", terminal.code.c_str(), format_time(terminal.expires_at).c_str(),
                        terminal.device.c_str());
        }
    }
    if (as_json) {
        std::printf("%s\n", rows.dump().c_str());
    } else if (pending->empty()) {
        std::printf("No terminal waits to be let in; 'tillnote-lane enrol' on one shows a code.\n");
    }
    return {};
}

Result<void> approve_lane(const Config& config, const std::string& code, const std::string& store, int lane) {
    if (!is_lane_number(lane)) {
        return Error{ErrorCode::usage, "--lane must be 1 to 999.", "lane"};
    }
    OperatorPorts ports(config, domain::AuditAction::approved, domain::AuditObject::lane, std::to_string(lane), store);
    return ports.view.lanes.approve(routes::normal_code(code), {store, lane}, wall_clock_now());
}

Result<void> deny_lane(const Config& config, const std::string& code) {
    const std::string normal = routes::normal_code(code);
    OperatorPorts ports(config, domain::AuditAction::denied, domain::AuditObject::lane, normal);
    return ports.view.lanes.deny(normal, wall_clock_now());
}

Result<void> print_lane_token(const Config& config, const std::string& store, int lane) {
    if (!is_lane_number(lane)) {
        return Error{ErrorCode::usage, "LANE must be 1 to 999.", "lane"};
    }
    OperatorPorts ports(config, domain::AuditAction::added, domain::AuditObject::lane_token, std::to_string(lane), store);
    const auto token = routes::make_secret();
    if (auto added = ports.view.lanes.add_token({store, lane}, routes::hash_secret(token), wall_clock_now()); !added) {
        return added.error();
    }
    std::printf("%s\n", token.c_str());
    return {};
}

Result<void> revoke_lane(const Config& config, const std::string& store, int lane) {
    OperatorPorts ports(config, domain::AuditAction::revoked, domain::AuditObject::lane, std::to_string(lane), store);
    auto revoked = ports.view.lanes.revoke({store, lane}, wall_clock_now());
    if (revoked) {
        std::printf("Revoked. A running server refuses the lane's tokens within two seconds; its outbox survives.\n");
    }
    return revoked;
}

}  // namespace tillnote::app::commands
