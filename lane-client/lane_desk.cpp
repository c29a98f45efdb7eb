#include "lane-client/lane_desk.hpp"

#include "lane-client/randomness.hpp"
#include "lane-client/scan_text.hpp"
#include "lane-client/transactions.hpp"

namespace tillnote::lane {
namespace {

/// Without `note_id` the last one.
Result<void> serve_undo(const Uuid& undo_id, const std::optional<Uuid>& note_id, OutboxAccess& outbox, const Clock& clock,
                        AgentAnswer& answer) {
    return outbox.use([&](Outbox& open) -> Result<void> {
        auto voided = note_id ? undo_note(open, clock, undo_id, *note_id) : undo_last(open, clock, undo_id);
        if (!voided) {
            return voided.error();
        }
        answer.outcome = TapOutcome{*voided, false};
        return {};
    });
}

Result<void> serve_tap(const TapRequest& request, OutboxAccess& outbox, const Clock& clock, const LaneRules& rules,
                       AgentAnswer& answer) {
    if (request.reason == undo_code) {
        return serve_undo(make_random_id(), std::nullopt, outbox, clock, answer);
    }
    if (auto sound = check_tap(request, rules); !sound) {
        return sound;
    }
    return outbox.use([&](Outbox& open) -> Result<void> {
        auto outcome = tap(open, clock, request, rules);
        if (!outcome) {
            return outcome.error();
        }
        answer.outcome = *outcome;
        return {};
    });
}

Result<void> serve_scan(const std::string& text, OutboxAccess& outbox, const Clock& clock, const LaneRules& rules,
                        AgentAnswer& answer) {
    ScannedText scanned = parse_scan(text);
    switch (scanned.kind) {
        case ScannedText::Kind::ignored:
            answer.ignored = true;
            break;
        case ScannedText::Kind::undo:
            return serve_undo(make_random_id(), std::nullopt, outbox, clock, answer);
        case ScannedText::Kind::tap:
            return serve_tap({std::move(scanned.reason), std::nullopt, std::nullopt, Source::scan}, outbox, clock, rules,
                             answer);
    }
    return {};
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
            done = serve_tap(request.tap, outbox, clock, rules, answer);
            break;
        case AgentRequest::Kind::undo:
            done = serve_undo(request.undo_id, request.note_id, outbox, clock, answer);
            break;
        case AgentRequest::Kind::scan:
            done = serve_scan(request.text, outbox, clock, rules, answer);
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
        case AgentRequest::Kind::enrolling:
        case AgentRequest::Kind::watch:
        case AgentRequest::Kind::catalog:
        case AgentRequest::Kind::answer:
        case AgentRequest::Kind::not_asked:
        case AgentRequest::Kind::message_seen:
            done = Error{ErrorCode::usage, "Only a running agent can do this. Start tillnote-lane agent.", {}};
            break;
    }
    if (!done) {
        answer.error = done.error();
    }
    return answer;
}

bool is_tap(const AgentRequest& request) {
    if (request.kind == AgentRequest::Kind::scan) {
        return parse_scan(request.text).kind == ScannedText::Kind::tap;
    }
    return request.kind == AgentRequest::Kind::tap && request.tap.reason != undo_code;
}

}  // namespace tillnote::lane
