#include "lane-client/flushing.hpp"

#include "lane-client/agent_client.hpp"
#include "lane-client/catalog_cache.hpp"
#include "lane-client/direct_outbox.hpp"
#include "lane-client/enrolments.hpp"
#include "lane-client/forwarder.hpp"

#include <algorithm>
#include <thread>

namespace tillnote::lane {
namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr std::chrono::milliseconds look_again{20};
constexpr std::chrono::milliseconds hurry_again{1000};

Error still_waiting(const OutboxCounts& counts) {
    return {ErrorCode::unreachable,
            std::to_string(counts.pending) + " notes and " + std::to_string(counts.undos) +
                " undos still wait. They are kept; see tillnote-lane status.",
            {}};
}

/// Sends from this process, as there is no agent, until nothing is left or it must wait.
class OwnForwarding {
public:
    OwnForwarding(const StateFolder& folder, const Clock& clock, const Enrolments& enrolments, Time deadline)
        : outbox_(folder, clock),
          enrolments_(enrolments),
          catalog_(read_catalog(folder)),
          deadline_(deadline),
          forwarder_(outbox_, clock, BackOff(random_fraction)) {}

    Result<void> send() {
        if (!server_) {
            auto address = parse_server_address(enrolments_.current()->server);
            if (!address) {
                return address.error();
            }
            LinkDeadlines deadlines;
            deadlines.end = deadline_;
            server_ = make_server_link(*address, enrolments_.current()->certificates, deadlines);
        }
        while (std::chrono::steady_clock::now() < deadline_) {
            const auto step = forwarder_.step(*server_, enrolments_, catalog_.get());
            if (step.outcome == Forwarder::Outcome::idle) {
                return {};
            }
            if (step.outcome == Forwarder::Outcome::waiting) {
                std::this_thread::sleep_until(std::min(std::chrono::steady_clock::now() + step.wait, deadline_));
                return {};
            }
        }
        return {};
    }

private:
    DirectOutbox outbox_;
    const Enrolments& enrolments_;
    std::shared_ptr<const LaneCatalog> catalog_;
    Time deadline_;
    std::unique_ptr<Server> server_;
    Forwarder forwarder_;
};

}  // namespace

Result<void> flush(const StateFolder& folder, const Clock& clock, std::chrono::milliseconds timeout) {
    const Time deadline = std::chrono::steady_clock::now() + timeout;
    auto enrolments = read_enrolments(folder);
    if (!enrolments) {
        return enrolments.error();
    }
    OwnForwarding own(folder, clock, *enrolments, deadline);
    Time hurry_due{};
    for (;;) {
        AgentRequest request;
        if (std::chrono::steady_clock::now() >= hurry_due) {
            request.kind = AgentRequest::Kind::hurry;
            hurry_due = std::chrono::steady_clock::now() + hurry_again;
        }
        auto asked = ask_agent(folder.socket_file(), request);
        if (!asked) {
            return asked.error();
        }
        const std::optional<AgentAnswer>& told = *asked;
        const AgentAnswer answer = told ? *told : ask_or_serve(folder, clock, AgentRequest{});
        if (answer.error) {
            return *answer.error;
        }
        if (!answer.counts.anything_waiting()) {
            return {};
        }
        if (enrolments->current() == nullptr) {
            return Error{
                ErrorCode::not_enrolled, "This lane is not enrolled, so its notes wait. Run tillnote-lane enrol URL.", {}};
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            return still_waiting(answer.counts);
        }
        if (*asked) {
            std::this_thread::sleep_for(look_again);
        } else if (auto sent = own.send(); !sent) {
            return sent;
        }
    }
}

}  // namespace tillnote::lane
