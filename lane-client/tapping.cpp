#include "lane-client/tapping.hpp"

#include "lane-client/randomness.hpp"
#include "lane-client/remark_key.hpp"
#include "lane-client/transactions.hpp"
#include "schema/card_guard.hpp"
#include "schema/contact_mask.hpp"
#include "schema/limits.hpp"
#include "schema/text.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <vector>

namespace tillnote::lane {
namespace {

/// How many notes the repeat filter and undo look back over. More than a hand can tap in five seconds.
constexpr int looked_back = 64;
/// A clock set back by up to this much does not turn the order of ids; a bigger step is taken for a correction.
constexpr std::chrono::minutes clock_step_hidden{10};
constexpr std::int64_t default_cutoff_minutes = 240;

Result<void> check_comment(const std::string& comment, const LaneRules& rules) {
    const bool accepted = rules.catalog != nullptr && std::find(rules.catalog->accepts.begin(), rules.catalog->accepts.end(),
                                                                "comment") != rules.catalog->accepts.end();
    if (!accepted) {
        return Error{ErrorCode::impossible_value,
                     "Nothing was saved: comments are switched off for this lane. Tap again without --comment.", "/comment"};
    }
    if (!is_comment(comment) || make_plain_text(comment).empty()) {
        return Error{ErrorCode::invalid_field,
                     "Nothing was saved: a comment is 1 to 140 characters of plain UTF-8 text on one line.", "/comment"};
    }
    // Digits around an address or a phone number may only be one number once the mask stands between them; the server would
    // not keep such a comment.
    if (holds_card_number(comment) || holds_card_number(mask_contacts(make_plain_text(comment)))) {
        return Error{ErrorCode::invalid_field,
                     "Nothing was saved: the comment holds what looks like a card number. Tap again without it.",
                     "/comment"};
    }
    return {};
}

/// Steps on from the newest id where the wall clock stands still or was set back a little.
std::chrono::milliseconds next_id_time(const LaneMemory& memory, const Moment& now) {
    const auto wall = now.wall.time_since_epoch();
    const bool hidden = wall <= memory.last_id_time && memory.last_id_time - wall <= clock_step_hidden;
    return hidden ? memory.last_id_time + std::chrono::milliseconds{1} : wall;
}

/// Whom a tap belongs to.
struct Customer {
    std::string remark_key;
    bool with_transaction = false;
};

Result<Customer> find_customer(Outbox& outbox, LaneMemory& memory, const TapRequest& request, const LaneRules& rules,
                               const Moment& now) {
    if (!request.transaction) {
        auto current = outbox.find_transaction();
        if (!current) {
            return current.error();
        }
        if (const auto& begun = *current; begun && is_in_force(begun, now)) {
            return Customer{begun->remark_key, true};
        }
    }
    return Customer{take_remark_key(memory, request.transaction, now, cutoff_minutes(rules)),
                    request.transaction.has_value()};
}

bool is_repeat(const StoredNote& earlier, const std::string& reason, const Customer& customer, const Moment& now) {
    const bool same_customer = customer.with_transaction
                                   ? earlier.with_transaction && earlier.note.remark_key == customer.remark_key
                                   : !earlier.with_transaction;
    return same_customer && !earlier.undone && earlier.note.reason == reason && earlier.note.boot_id == now.boot_id &&
           earlier.note.mono && now.mono >= *earlier.note.mono && now.mono - *earlier.note.mono < limits::repeat_filter;
}

bool within_undo_reach(const StoredNote& note, const Moment& now) {
    const bool same_boot = note.note.boot_id == now.boot_id && note.note.mono;
    const auto age = same_boot ? now.mono - *note.note.mono : now.wall - note.note.tapped_at;
    return age >= std::chrono::milliseconds{0} && age <= undo_reach;
}

StoredNote make_note(LaneMemory& memory, const TapRequest& request, const LaneRules& rules, const Moment& now,
                     Customer customer) {
    std::array<std::uint8_t, 10> random{};
    fill_random(random);
    memory.last_id_time = std::max(next_id_time(memory, now), std::chrono::milliseconds{0});
    memory.last_seq += 1;
    StoredNote stored;
    stored.outbox_id = memory.outbox_id;
    stored.enrolment = rules.enrolment;
    stored.with_transaction = customer.with_transaction;
    stored.note.note_id = make_uuid_v7(memory.last_id_time, random);
    stored.note.seq = memory.last_seq;
    stored.note.reason = request.reason;
    stored.note.tapped_at = now.wall;
    stored.note.utc_offset_minutes = now.utc_offset_minutes;
    stored.note.mono = now.mono;
    stored.note.boot_id = now.boot_id;
    stored.note.source = request.source;
    stored.note.remark_key = std::move(customer.remark_key);
    if (request.comment) {
        stored.note.comment = mask_contacts(make_plain_text(*request.comment));
    }
    return stored;
}

Result<void> check_room(Outbox& outbox) {
    constexpr auto notes_max = static_cast<std::int64_t>(limits::outbox_notes_max);
    auto open = outbox.bound_open();
    if (open && *open >= notes_max) {
        open = outbox.count_open();
    }
    if (!open) {
        return open.error();
    }
    if (*open >= notes_max) {
        return Error{ErrorCode::outbox_full,
                     "Nothing was saved: " + std::to_string(*open) +
                         " notes wait on this lane, which is its limit. Connect the lane to the server, then tap again.",
                     {}};
    }
    return {};
}

/// Chooses among the last notes, newest first.
using ChooseNote = std::function<Result<const StoredNote*>(const std::vector<StoredNote>& notes, const Moment& now)>;

Result<Uuid> undo_chosen(Outbox& outbox, const Clock& clock, const Uuid& undo_id, const ChooseNote& choose) {
    auto transaction = outbox.begin();
    if (!transaction) {
        return transaction.error();
    }
    auto known = outbox.find_undo(undo_id);
    if (!known) {
        return known.error();
    }
    if (const auto& before = *known) {
        return before->undo.note_id;
    }
    const Moment now = clock.now();
    auto notes = outbox.last_notes(looked_back);
    if (!notes) {
        return notes.error();
    }
    const auto chosen = choose(*notes, now);
    if (!chosen) {
        return chosen.error();
    }
    StoredUndo undo;
    undo.note_row = (*chosen)->row;
    undo.undo = Undo{undo_id, (*chosen)->note.note_id, now.wall};
    if (auto appended = outbox.append_undo(undo); !appended) {
        return appended.error();
    }
    if (auto durable = transaction->commit(); !durable) {
        return durable.error();
    }
    return undo.undo.note_id;
}

}  // namespace

LaneRules make_rules(const LaneCatalog* catalog, const Enrolments& enrolments) {
    return {catalog, enrolments.key_in_force(), enrolments.find_keys_of_store_in_force()};
}

std::int64_t cutoff_minutes(const LaneRules& rules) {
    return rules.catalog == nullptr ? default_cutoff_minutes : rules.catalog->cutoff_minutes;
}

bool is_in_force(const std::optional<CurrentTransaction>& transaction, const Moment& now) {
    if (!transaction) {
        return false;
    }
    const auto age =
        transaction->boot_id == now.boot_id ? now.mono - transaction->began_mono : now.wall - transaction->began_at;
    return age >= std::chrono::milliseconds{0} && age <= transaction_reach;
}

Result<void> check_tap(const TapRequest& request, const LaneRules& rules) {
    if (!is_reason_code(request.reason)) {
        return Error{ErrorCode::invalid_field,
                     "Nothing was saved: a reason code is 1 to 20 letters, digits and hyphens. Use one of the reason sheet.",
                     "/reason"};
    }
    // Before the first catalog every code is taken, and what somebody scans or types may be anything.
    if (holds_card_number(request.reason)) {
        return Error{ErrorCode::invalid_field,
                     "Nothing was saved: this looks like a card number. Use a reason code of the reason sheet.", "/reason"};
    }
    if (rules.catalog != nullptr && rules.catalog->catalog.find_reason(request.reason) == nullptr) {
        return Error{ErrorCode::impossible_value,
                     "Nothing was saved: this store has no reason " + request.reason +
                         ". catalog.json in the state folder lists the codes, as does the store's reason sheet.",
                     "/reason"};
    }
    if (request.transaction) {
        if (auto sound = check_transaction_key(*request.transaction); !sound) {
            return sound;
        }
    }
    return request.comment ? check_comment(*request.comment, rules) : Result<void>{};
}

Result<TapOutcome> tap(Outbox& outbox, const Clock& clock, const TapRequest& request, const LaneRules& rules) {
    auto transaction = outbox.begin();
    if (!transaction) {
        return transaction.error();
    }
    auto memory = outbox.memory();
    if (!memory) {
        return memory.error();
    }
    const Moment now = clock.now();
    auto customer = find_customer(outbox, *memory, request, rules, now);
    if (!customer) {
        return customer.error();
    }
    auto earlier = outbox.last_notes(looked_back);
    if (!earlier) {
        return earlier.error();
    }
    const auto same = std::find_if(earlier->begin(), earlier->end(),
                                   [&](const StoredNote& note) { return is_repeat(note, request.reason, *customer, now); });
    if (same != earlier->end()) {
        return TapOutcome{same->note.note_id, true};
    }
    if (auto room = check_room(outbox); !room) {
        return room.error();
    }
    if (auto kept = outbox.keep_to_store(*memory, rules.enrolment, rules.same_store); !kept) {
        return kept.error();
    }
    const StoredNote stored = make_note(*memory, request, rules, now, std::move(*customer));
    if (auto appended = outbox.append_note(stored); !appended) {
        return appended.error();
    }
    if (auto saved = outbox.save(*memory); !saved) {
        return saved.error();
    }
    if (auto durable = transaction->commit(); !durable) {
        return durable.error();
    }
    return TapOutcome{stored.note.note_id, false};
}

Result<Uuid> undo_last(Outbox& outbox, const Clock& clock, const Uuid& undo_id) {
    const auto choose = [](const std::vector<StoredNote>& notes, const Moment& now) -> Result<const StoredNote*> {
        const auto last = std::find_if(notes.begin(), notes.end(), [](const StoredNote& note) { return !note.undone; });
        if (last == notes.end() || !within_undo_reach(*last, now)) {
            return Error{ErrorCode::impossible_value,
                         "There is nothing to undo: no note was tapped here in the last 10 minutes.",
                         {}};
        }
        return &*last;
    };
    return undo_chosen(outbox, clock, undo_id, choose);
}

Result<Uuid> undo_note(Outbox& outbox, const Clock& clock, const Uuid& undo_id, const Uuid& note_id) {
    const auto choose = [&](const std::vector<StoredNote>& notes, const Moment& now) -> Result<const StoredNote*> {
        const auto named =
            std::find_if(notes.begin(), notes.end(), [&](const StoredNote& note) { return note.note.note_id == note_id; });
        if (named == notes.end() || !within_undo_reach(*named, now)) {
            return Error{ErrorCode::impossible_value,
                         "Nothing was undone: this note is not among those tapped here in the last 10 minutes.", "/note_id"};
        }
        if (named->undone) {
            return Error{ErrorCode::impossible_value, "Nothing was undone: this note has been undone already.", "/note_id"};
        }
        return &*named;
    };
    return undo_chosen(outbox, clock, undo_id, choose);
}

}  // namespace tillnote::lane
