#include "lane-client/forwarder.hpp"

#include "schema/limits.hpp"

#include <algorithm>

namespace tillnote::lane {
namespace {

bool takes_comments(const LaneCatalog* catalog) {
    return catalog == nullptr ||
           std::find(catalog->accepts.begin(), catalog->accepts.end(), "comment") != catalog->accepts.end();
}

bool is_there_but_cannot(const Judgement& judgement) {
    return judgement.error == ErrorCode::unavailable || judgement.error == ErrorCode::busy;
}

}  // namespace

Forwarder::Forwarder(OutboxAccess& outbox, const Clock& clock, BackOff back_off)
    : outbox_(outbox), clock_(clock), back_off_(std::move(back_off)), items_max_(limits::batch_notes_max) {}

Forwarder::Step Forwarder::step(Server& server, const Enrolments& enrolments, const LaneCatalog* catalog) {
    if (enrolments.current() == nullptr) {
        return {};
    }
    std::optional<Batch> batch;
    auto found = outbox_.use([&](Outbox& outbox) -> Result<void> {
        auto next = outbox.find_batch(items_max_, blocked_);
        if (!next) {
            return next.error();
        }
        batch = std::move(*next);
        return {};
    });
    if (!found) {
        return give_up(found.error());
    }
    if (!batch) {
        if (blocked_.empty()) {
            return {};
        }
        blocked_.clear();
        return wait_after(std::nullopt);
    }
    in_force_ = batch->enrolment.is_nil() || batch->enrolment == enrolments.key_in_force();
    const auto ways = enrolments.find_credentials(batch->enrolment);
    const Credential& way = ways[std::min(way_of_[batch->enrolment], ways.size() - 1)];
    const HttpCall call{
        "POST", "/v1/notes", way.token, {}, make_notes_body(*batch, way.enrolment_id, clock_.now(), catalog)};
    if (call.body.size() > limits::body_bytes_max && batch->size() > 1) {
        items_max_ = std::max<std::size_t>(1, std::min(items_max_, batch->size()) / 2);
        return {Outcome::progressed, {}, false};
    }
    auto answer = server.exchange(call);
    if (!answer) {
        return give_up(answer.error());
    }
    return act(judge_answer(*answer, *batch), *answer, *batch, ways.size());
}

void Forwarder::begin_anew() {
    blocked_.clear();
    way_of_.clear();
    back_off_.reset();
    refused_ = false;
}

Forwarder::Step Forwarder::give_up(const Error& error) {
    if (error.code == ErrorCode::unreachable || error.code == ErrorCode::untrusted_server) {
        reached_ = false;
    }
    return wait_after(std::nullopt);
}

Forwarder::Step Forwarder::wait_after(std::optional<std::chrono::seconds> retry_after,
                                      std::chrono::milliseconds ceiling_max) {
    return {Outcome::waiting, back_off_.next(retry_after, ceiling_max), retry_after.has_value()};
}

Forwarder::Step Forwarder::act(const Judgement& judgement, const HttpAnswer& answer, const Batch& batch, std::size_t ways) {
    switch (judgement.verdict) {
        case Verdict::settled:
            return settle(judgement, batch);
        case Verdict::halve:
            return halve(judgement, answer, batch);
        case Verdict::refused:
            reached_ = true;
            if (std::size_t& way = way_of_[batch.enrolment]; ++way >= ways) {
                way = 0;
                refused_ = refused_ || in_force_;
                blocked_.push_back(batch.enrolment);
            }
            return {Outcome::progressed, {}, false};
        case Verdict::back_off:
            reached_ = judgement.error.has_value();
            return wait_after(answer.retry_after,
                              is_there_but_cannot(judgement) ? BackOff::ceiling_last_there : BackOff::ceiling_last);
    }
    return {};
}

Forwarder::Step Forwarder::settle(const Judgement& judgement, const Batch& batch) {
    reached_ = true;
    refused_ = refused_ && !in_force_;
    const Instant now = clock_.now().wall;
    auto settled = outbox_.use([&](Outbox& outbox) -> Result<void> {
        if (auto done = outbox.settle(batch, NoteState::delivered, now); !done) {
            return done;
        }
        auto behind = outbox.reoffer_behind(batch.outbox_id, judgement.have_seq, now);
        return behind ? Result<void>{} : Result<void>(behind.error());
    });
    if (!settled) {
        return give_up(settled.error());
    }
    back_off_.reset();
    items_max_ = std::min(items_max_ * 2, limits::batch_notes_max);
    return {Outcome::progressed, {}, false};
}

Forwarder::Step Forwarder::halve(const Judgement& judgement, const HttpAnswer& answer, const Batch& batch) {
    reached_ = judgement.from_tillnote;
    if (batch.size() > 1) {
        items_max_ = std::max<std::size_t>(1, std::min(items_max_, batch.size()) / 2);
        return {Outcome::progressed, {}, false};
    }
    if (!judgement.from_tillnote) {
        return wait_after(answer.retry_after);
    }
    const Instant now = clock_.now().wall;
    auto rejected = outbox_.use([&](Outbox& outbox) { return outbox.settle(batch, NoteState::rejected, now); });
    if (!rejected) {
        return give_up(rejected.error());
    }
    // The next one may well be sound: back to bigger batches, step by step.
    items_max_ = 2;
    return {Outcome::progressed, {}, false};
}

std::string make_notes_body(const Batch& batch, const std::optional<Uuid>& enrolment_id, const Moment& now,
                            const LaneCatalog* catalog) {
    NotesRequest request;
    request.enrolment_id = enrolment_id;
    request.outbox_id = batch.outbox_id;
    request.sent_at = now.wall;
    request.boot_id = now.boot_id;
    request.sent_mono = now.mono;
    request.pending = batch.pending_after;
    const bool with_comments = takes_comments(catalog);
    for (const StoredNote& stored : batch.notes) {
        request.notes.push_back(stored.note);
        if (!with_comments) {
            request.notes.back().comment.reset();
        }
    }
    for (const StoredUndo& stored : batch.undos) {
        request.undos.push_back(stored.undo);
    }
    for (const StoredShowing& stored : batch.showings) {
        request.showings.push_back(stored.showing);
    }
    return to_json(request);
}

}  // namespace tillnote::lane
