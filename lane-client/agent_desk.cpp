#include "lane-client/agent_desk.hpp"

#include "lane-client/lane_desk.hpp"

#include <cstdio>

namespace tillnote::lane {

using Kind = AgentRequest::Kind;

AgentDesk::AgentDesk(OutboxAccess& outbox, Forwarding& forwarding, const Clock& clock)
    : outbox_(outbox), forwarding_(forwarding), clock_(clock) {}

AgentAnswer AgentDesk::serve(const AgentRequest& request) {
    if (request.kind == Kind::reload) {
        forwarding_.reload();
    }
    const auto catalog = forwarding_.catalog();
    AgentAnswer answer = serve_request(request, outbox_, clock_, make_rules(catalog.get(), *forwarding_.enrolments()));
    answer.refused = forwarding_.refused();
    if (answer.outcome && !answer.outcome->repeat) {
        forwarding_.wake();
    }
    if (request.kind == Kind::hurry) {
        forwarding_.hurry();
    }
    return answer;
}

std::optional<std::string> AgentDesk::answer(std::string_view line, bool /*may_wait*/) {
    auto request = parse_agent_request(line);
    return to_line(request ? serve(*request) : failed_answer(request.error()));
}

void AgentDesk::take_scan(const std::string& text) {
    AgentRequest request;
    request.kind = Kind::scan;
    request.text = text;
    const AgentAnswer answer = serve(request);
    if (answer.error) {
        std::fprintf(stderr, "tillnote-lane: scan: %s\n", answer.error->detail.c_str());
    }
}

}  // namespace tillnote::lane
