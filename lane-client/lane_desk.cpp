#include "lane-client/lane_desk.hpp"

#include "lane-client/transactions.hpp"

namespace tillnote::lane {
namespace {

Result<void> serve_tap(const AgentRequest& request, OutboxAccess& outbox, const Clock& clock, const LaneRules& rules,
                       AgentAnswer& answer) {
    if (auto sound = check_tap(request.tap, rules); !sound) {
        return sound;
    }
    return outbox.use([&](Outbox& open) -> Result<void> {
        auto outcome = tap(open, clock, request.tap, rules);
        if (!outcome) {
            return outcome.error();
        }
        answer.outcome = *outcome;
        return {};
    });
}

Result<void> serve_undo(const AgentRequest& request, OutboxAccess& outbox, const Clock& clock, AgentAnswer& answer) {
    return outbox.use([&](Outbox& open) -> Result<void> {
        auto voided = undo_last(open, clock, request.undo_id);
        if (!voided) {
            return voided.error();
        }
        answer.outcome = TapOutcome{*voided, false};
        return {};
    });
}

Result<void> serve_begin(const AgentRequest& request, OutboxAccess& outbox, const Clock& clock, const LaneRules& rules) {
    if (auto sound = check_transaction_key(request.transaction); !sound) {
        return sound;
    }
    return outbox.use([&](Outbox& open) { return begin_transaction(open, clock, request.transaction, rules); });
}

Result<void> serve_counts(OutboxAccess& outbox, AgentAnswer& answer) {
    answer.counted = true;
    return outbox.use([&](Outbox& open) -> Result<void> {
        auto counts = open.counts();
        if (!counts) {
            return counts.error();
        }
        answer.counts = *counts;
        return {};
    });
}

}  // namespace

AgentAnswer serve_request(const AgentRequest& request, OutboxAccess& outbox, const Clock& clock, const LaneRules& rules) {
    AgentAnswer answer;
    Result<void> done;
    switch (request.kind) {
        case AgentRequest::Kind::tap:
            done = serve_tap(request, outbox, clock, rules, answer);
            break;
        case AgentRequest::Kind::undo:
            done = serve_undo(request, outbox, clock, answer);
            break;
        case AgentRequest::Kind::begin:
            done = serve_begin(request, outbox, clock, rules);
            break;
        case AgentRequest::Kind::end:
            done = outbox.use([&](Outbox& open) { return end_transaction(open, clock, rules); });
            break;
        case AgentRequest::Kind::status:
        case AgentRequest::Kind::hurry:
        case AgentRequest::Kind::reload:
            done = serve_counts(outbox, answer);
            break;
    }
    if (!done) {
        answer.error = done.error();
    }
    return answer;
}

}  // namespace tillnote::lane
