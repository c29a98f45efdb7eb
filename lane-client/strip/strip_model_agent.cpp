#include "lane-client/strip/strip_model.hpp"

#include "schema/error.hpp"

#include <algorithm>
#include <utility>

namespace tillnote::strip {

using Kind = StripRequest::Kind;

void StripModel::agent_came(Time now) {
    agent_gone_since_.reset();
    count_message(now);
}

void StripModel::agent_went(Time now) {
    if (!agent_gone_since_) {
        agent_gone_since_ = now;
    }
    count_message(now);
}

void StripModel::take_state(LaneState state, Time now) {
    std::erase_if(over_, [&state](const Uuid& id) { return !state.ask || state.ask->showing_id != id; });
    settle_messages(state);
    want_catalog(state);
    // More notes wait than before: a tap, whichever way it came.
    if (state.transaction || (state_ && state.pending > state_->pending)) {
        note_somebody(now);
    }
    state_ = std::move(state);
    count_message(now);
}

/// A message that was seen but is still told: the agent has not heard of it, so it is told again.
void StripModel::settle_messages(const LaneState& state) {
    std::set<Uuid> still_told;
    for (const LaneMessage& message : state.messages) {
        if (!seen_.contains(message.message_id)) {
            continue;
        }
        still_told.insert(message.message_id);
        if (!is_sent(Kind::message_seen, message.message_id)) {
            send({.kind = Kind::message_seen, .id = message.message_id});
        }
    }
    seen_ = std::move(still_told);
}

void StripModel::want_catalog(const LaneState& state) {
    if (!state.catalog_version.empty() && state.catalog_version != catalog_version_ && !is_sent(Kind::catalog, Uuid{})) {
        // The version it is asked for.
        send({.kind = Kind::catalog, .code = state.catalog_version});
    }
}

void StripModel::take_reply(std::uint64_t number, AgentReply reply, Time now) {
    const auto found = std::ranges::find(sent_, number, &Sent::number);
    if (found == sent_.end()) {
        return;
    }
    const Sent sent = std::move(*found);
    sent_.erase(found);
    if (reply.done) {
        take_done(sent, std::move(reply), now);
    } else {
        take_failed(sent, reply, now);
    }
    count_message(now);
}

void StripModel::take_done(const Sent& sent, AgentReply reply, Time now) {
    const Done done{sent.request.code, sent.name, now, reply.note_id};
    switch (sent.request.kind) {
        case Kind::tap:
            saved_ = done;
            said_ = done;
            said_is_undo_ = false;
            // An undo that failed is not offered any more: Undo is this note's now.
            if (undo_has_failed() || (failure_ && failure_->code == done.code)) {
                failure_.reset();
            }
            if (page_ != Page::first) {
                page_ends_at_ = now + page_stays;
            }
            break;
        case Kind::undo:
            said_ = done;
            said_is_undo_ = true;
            if (undo_has_failed()) {
                failure_.reset();
            }
            break;
        case Kind::answer:
            said_ = done;
            said_is_undo_ = false;
            over_.insert(sent.request.id);
            break;
        case Kind::not_asked:
            over_.insert(sent.request.id);
            break;
        case Kind::message_seen:
            break;
        case Kind::catalog:
            if (reply.catalog) {
                if (catalog_) {
                    // What lies under a finger that is on its way may change.
                    pressed_at_ = now;
                    last_hot_key_.clear();
                }
                catalog_ = std::move(reply.catalog);
                catalog_version_ = catalog_->version;
                open(Page::first);
                // Told while this one was on its way. What was asked for before is not asked for again at once: the
                // reply may be newer than the state.
                if (state_ && state_->catalog_version != sent.request.code) {
                    want_catalog(*state_);
                }
            }
            break;
    }
}

void StripModel::take_failed(const Sent& sent, const AgentReply& reply, Time now) {
    switch (sent.request.kind) {
        case Kind::undo:
            if (reply.error == error_row(ErrorCode::impossible_value).type) {
                nothing_to_undo_since_ = now;
                if (undo_has_failed()) {
                    failure_.reset();
                }
                return;
            }
            saved_ = Done{sent.request.code, sent.name, now, sent.request.note_id, sent.request.id};
            break;
        case Kind::answer:
            if (reply.error == error_row(ErrorCode::impossible_value).type) {
                // The sale ended, or its minute was over, under the finger: as if it had gone a moment earlier.
                over_.insert(sent.request.id);
                return;
            }
            break;
        case Kind::tap:
            break;
        case Kind::not_asked:
        case Kind::message_seen:
        case Kind::catalog:
            // Nothing of the cashier's is lost; the agent tells again what still matters.
            return;
    }
    failure_ = Failure{sent.request.kind, sent.request.code, sent.name, reply.error};
    hidden_ = false;
    open(Page::first);
}

}  // namespace tillnote::strip
