#include "lane-client/restore_check.hpp"

#include "lane-client/forwarder.hpp"
#include "lane-client/verdict.hpp"

#include <algorithm>

namespace tillnote::lane {
namespace {

constexpr std::chrono::minutes known_every{10};  ///< when nothing was delivered since the last check
constexpr std::chrono::hours again_after{24};

/// A clock that was set back is no reason to wait longer.
bool is_within(Instant earlier, Instant now, std::chrono::milliseconds time) {
    return now >= earlier && now - earlier < time;
}

/// Moves the marks of `check` to the newest rows of `batches`. False when they are there already.
bool move_marks(RestoreCheck& check, const std::vector<Batch>& batches) {
    const RestoreCheck before = check;
    for (const Batch& batch : batches) {
        if (!batch.undos.empty()) {
            check.undo_row = std::max(check.undo_row, batch.undos.back().row);
        }
        if (!batch.showings.empty()) {
            check.showing_row = std::max(check.showing_row, batch.showings.back().row);
        }
    }
    return check.undo_row != before.undo_row || check.showing_row != before.showing_row;
}

struct Plan {
    RestoreCheck before;  ///< as it was found
    RestoreCheck passed;  ///< as it will be when all is known to the server
    std::vector<Batch> batches;
};

/// Says in the file that the check is on its way before anything is sent.
Result<void> prepare(Outbox& outbox, const Enrolments& enrolments, Instant now, Plan& plan) {
    auto found = outbox.find_restore_check();
    if (!found) {
        return found.error();
    }
    plan.before = plan.passed = *found;
    auto batches = outbox.find_delivered_since(*found, enrolments.find_keys_of_store_in_force());
    if (!batches) {
        return batches.error();
    }
    const bool anything_new = move_marks(plan.passed, *batches);
    if (batches->empty() || (!anything_new && !found->under_way && is_within(found->checked_at, now, known_every))) {
        return {};
    }
    plan.batches = std::move(*batches);
    plan.passed.checked_at = now;
    plan.passed.under_way = false;
    RestoreCheck under_way = *found;
    under_way.under_way = true;
    return found->under_way ? Result<void>{} : outbox.save(under_way);
}

enum class Finding { all_known, stored_anew, nothing_learnt };

Result<Finding> ask(const Batch& batch, Server& server, const Clock& clock, const Enrolments& enrolments) {
    const Credential way = enrolments.find_credentials(batch.enrolment).front();
    auto answer = server.exchange(
        {"POST", "/v1/notes", way.token, {}, make_notes_body(batch, way.enrolment_id, clock.now(), nullptr)});
    if (!answer) {
        return answer.error();
    }
    const Judgement judgement = judge_answer(*answer, batch);
    if (judgement.verdict != Verdict::settled) {
        return Finding::nothing_learnt;
    }
    return judgement.stored_anew ? Finding::stored_anew : Finding::all_known;
}

}  // namespace

Result<bool> check_for_restore(Server& server, OutboxAccess& outbox, const Clock& clock, const Enrolments& enrolments) {
    Plan plan;
    const Instant now = clock.now().wall;
    if (auto done = outbox.use([&](Outbox& open) { return prepare(open, enrolments, now, plan); }); !done) {
        return done.error();
    }
    bool lost = plan.before.under_way;
    for (const Batch& batch : plan.batches) {
        auto finding = ask(batch, server, clock, enrolments);
        if (!finding) {
            return finding.error();
        }
        if (*finding == Finding::nothing_learnt) {
            return false;
        }
        lost = lost || *finding == Finding::stored_anew;
    }
    if (plan.batches.empty() || (lost && is_within(plan.before.offered_at, now, again_after))) {
        return false;  // In the second case the check stays under way, and is decided tomorrow.
    }
    auto ended = outbox.use([&](Outbox& open) {
        if (!lost) {
            return open.save(plan.passed);
        }
        plan.passed.offered_at = now;
        return open.offer_all_again(plan.passed);
    });
    return ended ? Result<bool>(lost) : Result<bool>(ended.error());
}

Result<void> tell_hours_daily(Outbox& outbox, Instant now) {
    auto check = outbox.find_restore_check();
    if (!check) {
        return check.error();
    }
    return is_within(check->hours_told_at, now, again_after) ? Result<void>{} : outbox.tell_hours_again(*check, now);
}

}  // namespace tillnote::lane
