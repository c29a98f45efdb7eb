#include "lane-client/lane_status.hpp"

#include "lane-client/catalog_cache.hpp"
#include "lane-client/direct_outbox.hpp"
#include "lane-client/enrolments.hpp"
#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"

namespace tillnote::lane {
namespace {

constexpr std::chrono::milliseconds patience{2000};

void ask_server(const StateFolder& folder, const LaneEnrolment& enrolment, LaneStatus& status) {
    auto address = parse_server_address(enrolment.server);
    if (!address) {
        status.server_problem = address.error().detail;
        return;
    }
    const LinkDeadlines shared{patience, patience, patience, std::chrono::steady_clock::now() + patience};
    const auto server = make_server_link(*address, enrolment.certificates, shared);
    auto fetched = fetch_catalog(*server, folder, enrolment.token, read_tagged_catalog(folder).etag);
    status.server_reachable = fetched || fetched.error().code == ErrorCode::unauthenticated;
    if (status.server_reachable) {
        status.refused = !fetched;
    } else {
        status.server_problem = fetched.error().detail;
    }
}

}  // namespace

Result<LaneStatus> get_status(const StateFolder& folder, const Clock& clock) {
    auto enrolments = read_enrolments(folder);
    if (!enrolments) {
        return enrolments.error();
    }
    const AgentAnswer answer = ask_or_serve(folder, clock, AgentRequest{});
    if (answer.error) {
        return *answer.error;
    }
    LaneStatus status;
    status.refused = answer.refused;
    status.pending = answer.counts.pending;
    status.rejected = answer.counts.rejected;
    status.delivered = answer.counts.delivered;
    status.oldest_pending_at = answer.counts.oldest_pending_at;
    if (const LaneEnrolment* current = enrolments->current()) {
        status.store = current->store;
        status.lane = current->lane;
        ask_server(folder, *current, status);
        status.enrolled = !status.refused;
    }
    return status;
}

std::string to_json(const LaneStatus& status) {
    nlohmann::json json{{"enrolled", status.enrolled},
                        {"store", nullptr},
                        {"lane", nullptr},
                        {"pending", status.pending},
                        {"rejected", status.rejected},
                        {"delivered", status.delivered},
                        {"oldest_pending_at", nullptr},
                        {"server_reachable", status.server_reachable}};
    if (!status.store.empty()) {
        json["store"] = status.store;
        json["lane"] = status.lane;
    }
    if (status.oldest_pending_at) {
        json["oldest_pending_at"] = format_time(*status.oldest_pending_at);
    }
    return json.dump();
}

std::string to_text(const LaneStatus& status) {
    std::string text = status.store.empty() ? "not enrolled: run tillnote-lane enrol URL"
                                            : "store " + status.store + ", lane " + std::to_string(status.lane);
    if (status.refused) {
        text += "\nthe server refuses this lane: ask your manager to approve it again; taps are kept";
    }
    text += "\nwaiting " + std::to_string(status.pending) + ", delivered " + std::to_string(status.delivered) +
            ", rejected " + std::to_string(status.rejected);
    if (status.oldest_pending_at) {
        text += "\noldest waiting since " + format_time(*status.oldest_pending_at);
    }
    if (!status.store.empty()) {
        text += status.server_reachable ? "\nserver reachable" : "\nserver not reachable; taps are kept";
        text += status.server_problem.empty() ? "" : "\n" + status.server_problem;
    }
    return text;
}

}  // namespace tillnote::lane
