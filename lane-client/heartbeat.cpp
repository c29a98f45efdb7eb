#include "lane-client/heartbeat.hpp"

#include "lane-client/forwarder.hpp"
#include "lane-client/restore_check.hpp"
#include "lane-client/verdict.hpp"
#include "schema/wire.hpp"

#include <map>
#include <set>

namespace tillnote::lane {
namespace {

/// The figures of one hour may have been counted under several enrolments of this lane.
std::vector<HourCount> add_up(const std::vector<StaffedHour>& hours, const Uuid& outbox_id) {
    std::map<Instant, std::int64_t> sums;
    for (const StaffedHour& hour : hours) {
        if (hour.outbox_id == outbox_id) {
            sums[hour.hour_start] += hour.transactions;
        }
    }
    std::vector<HourCount> counts;
    counts.reserve(sums.size());
    for (const auto& [hour_start, count] : sums) {
        counts.push_back({hour_start, count});
    }
    return counts;
}

HeartbeatRequest make_heartbeat(const OutboxCounts& counts, const std::vector<StaffedHour>& hours, Instant now) {
    HeartbeatRequest request;
    request.outbox_id = counts.outbox_id;
    request.sent_at = now;
    request.last_seq = counts.last_seq;
    request.pending = counts.pending_here;
    request.oldest_pending_at = counts.oldest_pending_at;
    request.rejected = counts.rejected;
    request.version = TILLNOTE_VERSION;
    request.queue = queue_length_of(counts.pending);
    request.transactions = add_up(hours, counts.outbox_id);
    return request;
}

/// How many outbox_ids before the one in use are asked about at each heartbeat.
constexpr std::size_t earlier_max = 4;

struct Looked {
    OutboxCounts counts;         ///< of an outbox_id of the store in force
    std::vector<Batch> earlier;  ///< of the same store
    std::vector<StaffedHour> hours;
    std::vector<OutboxCounts> told_before;  ///< of the other outbox_ids under which some of `hours` are told
};

Result<void> look_at_hours(Outbox& outbox, const Enrolments& enrolments, Looked& looked) {
    if (auto tied = outbox.tie_hours(); !tied) {
        return tied;
    }
    auto hours = outbox.find_unreported_hours(enrolments.find_keys_of_place_in_force());
    if (!hours) {
        return hours.error();
    }
    looked.hours = std::move(*hours);
    std::set<Uuid> others;
    for (const StaffedHour& hour : looked.hours) {
        if (hour.outbox_id != looked.counts.outbox_id && others.insert(hour.outbox_id).second) {
            auto counts = outbox.counts_of(hour.outbox_id);
            if (!counts) {
                return counts.error();
            }
            looked.told_before.push_back(*counts);
        }
    }
    return {};
}

Result<void> look(Outbox& outbox, const Enrolments& enrolments, Instant now, Looked& looked) {
    if (auto told = tell_hours_daily(outbox, now); !told) {
        return told;
    }
    const auto keys = enrolments.find_keys_of_store_in_force();
    auto memory = outbox.memory();
    if (!memory) {
        return memory.error();
    }
    const Uuid before = memory->outbox_id;
    if (auto kept = outbox.keep_to_store(*memory, enrolments.key_in_force(), keys); !kept) {
        return kept;
    }
    if (memory->outbox_id != before) {
        if (auto saved = outbox.save(*memory); !saved) {
            return saved;
        }
    }
    auto counts = outbox.counts();
    auto earlier = outbox.find_earlier(keys, earlier_max);
    if (!counts || !earlier) {
        return counts ? earlier.error() : counts.error();
    }
    looked.counts = *counts;
    looked.earlier = std::move(*earlier);
    return look_at_hours(outbox, enrolments, looked);
}

/// Whether something waits again, by what the server says of one outbox_id.
Result<bool> compare(OutboxAccess& outbox, const Uuid& outbox_id, std::int64_t have_seq, Instant now) {
    bool waits_again = false;
    auto compared = outbox.use([&](Outbox& open) -> Result<void> {
        auto behind = open.reoffer_behind(outbox_id, have_seq, now);
        if (!behind) {
            return behind.error();
        }
        waits_again = *behind;
        return {};
    });
    return compared ? Result<bool>(waits_again) : Result<bool>(compared.error());
}

/// A delivery of nothing is answered with have_seq, too. What refuses it is left to the next delivery to find out.
Result<bool> ask_about(const Batch& batch, Server& server, OutboxAccess& outbox, const Clock& clock,
                       const Enrolments& enrolments) {
    const Credential way = enrolments.find_credentials(batch.enrolment).front();
    const Moment now = clock.now();
    auto answer =
        server.exchange({"POST", "/v1/notes", way.token, {}, make_notes_body(batch, way.enrolment_id, now, nullptr)});
    if (!answer) {
        return answer.error();
    }
    const Judgement judgement = judge_answer(*answer, batch);
    return judgement.verdict == Verdict::settled ? compare(outbox, batch.outbox_id, judgement.have_seq, now.wall)
                                                 : Result<bool>(false);
}

Result<HeartbeatAnswer> exchange(Server& server, const std::string& token, const HeartbeatRequest& request) {
    auto answer = server.exchange({"POST", "/v1/heartbeat", token, {}, to_json(request)});
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
    return heard;
}

}  // namespace

Result<HeartbeatOutcome> send_heartbeat(Server& server, OutboxAccess& outbox, const Clock& clock,
                                        const Enrolments& enrolments) {
    Looked looked;
    const Instant begun = clock.now().wall;
    if (auto done = outbox.use([&](Outbox& open) { return look(open, enrolments, begun, looked); }); !done) {
        return done.error();
    }
    const OutboxCounts& counts = looked.counts;
    HeartbeatOutcome outcome;
    // Before the heartbeat, so that the server's newest word about this lane is of the outbox in use.
    for (const Batch& batch : looked.earlier) {
        auto behind = ask_about(batch, server, outbox, clock, enrolments);
        if (!behind) {
            return behind.error();
        }
        outcome.waits_again = outcome.waits_again || *behind;
    }
    const std::string& token = enrolments.current()->token;
    const Instant now = clock.now().wall;
    for (const OutboxCounts& before : looked.told_before) {
        if (auto told = exchange(server, token, make_heartbeat(before, looked.hours, now)); !told) {
            return told.error();
        }
    }
    auto heard = exchange(server, token, make_heartbeat(counts, looked.hours, now));
    if (!heard) {
        return heard.error();
    }
    if (auto settled = outbox.use([&](Outbox& open) { return open.settle_hours(looked.hours); }); !settled) {
        return settled.error();
    }
    auto behind = compare(outbox, counts.outbox_id, heard->have_seq, now);
    if (!behind) {
        return behind.error();
    }
    outcome.waits_again = outcome.waits_again || *behind;
    // What fails here is tried again at the next heartbeat; this one has been heard.
    const auto restored = check_for_restore(server, outbox, clock, enrolments);
    outcome.waits_again = outcome.waits_again || (restored && *restored);
    outcome.messages = std::move(heard->messages);
    return outcome;
}

}  // namespace tillnote::lane
