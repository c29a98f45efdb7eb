#include "lane-client/heartbeat.hpp"

#include "lane-client/verdict.hpp"
#include "schema/wire.hpp"

namespace tillnote::lane {
namespace {

HeartbeatRequest make_heartbeat(const OutboxCounts& counts, Instant now) {
    HeartbeatRequest request;
    request.outbox_id = counts.outbox_id;
    request.sent_at = now;
    request.last_seq = counts.last_seq;
    request.pending = counts.pending;
    request.oldest_pending_at = counts.oldest_pending_at;
    request.rejected = counts.rejected;
    request.version = TILLNOTE_VERSION;
    return request;
}

}  // namespace

Result<HeartbeatOutcome> send_heartbeat(Server& server, OutboxAccess& outbox, const Clock& clock, const std::string& token) {
    OutboxCounts counts;
    auto counted = outbox.use([&](Outbox& open) -> Result<void> {
        auto now_counted = open.counts();
        if (!now_counted) {
            return now_counted.error();
        }
        counts = *now_counted;
        return {};
    });
    if (!counted) {
        return counted.error();
    }
    const Instant now = clock.now().wall;
    auto answer = server.exchange({"POST", "/v1/heartbeat", token, {}, to_json(make_heartbeat(counts, now))});
    if (!answer) {
        return answer.error();
    }
    if (is_token_refused(*answer)) {
        return Error{ErrorCode::unauthenticated, "The server no longer accepts this lane: ask your manager.", {}};
    }
    if (answer->status != 200 || answer->content_type != "application/json") {
        const bool elsewhere = answer->status == 200 || answer->content_type == "text/html";
        return Error{elsewhere ? ErrorCode::untrusted_server : ErrorCode::unreachable, "The server took no heartbeat.", {}};
    }
    auto heard = parse_heartbeat_answer(answer->body);
    if (!heard) {
        return Error{ErrorCode::untrusted_server, "The heartbeat's answer cannot be read: " + heard.error().detail, {}};
    }
    HeartbeatOutcome outcome;
    auto looked = outbox.use([&](Outbox& open) -> Result<void> {
        auto behind = open.reoffer_behind(counts.outbox_id, heard->have_seq, now);
        if (!behind) {
            return behind.error();
        }
        outcome.waits_again = *behind;
        return {};
    });
    return looked ? Result<HeartbeatOutcome>(outcome) : Result<HeartbeatOutcome>(looked.error());
}

}  // namespace tillnote::lane
