#include "lane-client/outbox.hpp"

#include "lane-client/outbox_rows.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace tillnote::lane {
namespace {

// "state <> 1" is said each time: SQLite takes the partial index only for a condition that repeats its own.
constexpr std::string_view next_notes_sql = " FROM note n WHERE n.state <> 1 AND n.state = 0 ORDER BY n.row";
constexpr std::string_view next_undos_sql =
    " FROM undo u JOIN note n ON n.row = u.note_row WHERE u.state <> 1 AND u.state = 0 "
    "AND n.outbox_id = ?1 AND n.enrolment = ?2 AND (n.state = 1 OR (n.state = 0 AND n.row <= ?3)) ORDER BY u.row LIMIT ?4";
constexpr std::string_view first_undo_sql =
    "SELECT n.outbox_id, n.enrolment FROM undo u JOIN note n ON n.row = u.note_row "
    "WHERE u.state <> 1 AND u.state = 0 AND n.state = 1 ORDER BY u.row";
constexpr std::string_view undos_waiting_sql =
    "SELECT count(*) FROM undo u JOIN note n ON n.row = u.note_row WHERE u.state <> 1 AND u.state = 0 AND n.state <> 2";
constexpr std::string_view pending_sql = "SELECT count(*) FROM note WHERE state <> 1 AND state = 0";
constexpr std::string_view rejected_sql =
    "SELECT (SELECT count(*) FROM note WHERE state <> 1 AND state = 2) + "
    "(SELECT count(*) FROM undo WHERE state <> 1 AND state = 2) + "
    "(SELECT count(*) FROM showing WHERE state <> 1 AND state = 2)";
constexpr std::string_view showings_waiting_sql =
    "SELECT count(*) FROM showing WHERE state <> 1 AND state = 0 AND outcome IS NOT NULL";
constexpr std::string_view delivered_sql =
    "SELECT (SELECT delivered_pruned FROM lane WHERE id = 1) + (SELECT count(*) FROM note WHERE state = 1)";
constexpr std::string_view oldest_sql = "SELECT tapped_at_ms FROM note WHERE state <> 1 AND state = 0 ORDER BY row LIMIT 1";

}  // namespace

Result<std::optional<Batch>> Outbox::find_batch(std::size_t items_max, std::span<const Uuid> blocked) {
    Batch batch;
    const std::size_t notes_max = std::min(items_max, limits::batch_notes_max);
    auto statement = database_.prepare(std::string("SELECT ") + note_columns + std::string(next_notes_sql));
    if (!statement) {
        return statement.error();
    }
    std::vector<std::int64_t> damaged;
    while (batch.notes.size() < notes_max) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            break;
        }
        auto note = read_note(*statement);
        if (!note) {
            damaged.push_back(statement->integer(0));
            continue;
        }
        if (contains(blocked, note->enrolment)) {
            continue;
        }
        if (batch.notes.empty()) {
            batch.outbox_id = note->outbox_id;
            batch.enrolment = note->enrolment;
        } else if (note->outbox_id != batch.outbox_id || note->enrolment != batch.enrolment) {
            break;
        }
        batch.notes.push_back(std::move(*note));
    }
    if (auto aside = set_damaged_aside("note", damaged); !aside) {
        return aside.error();
    }
    const bool whole = items_max >= limits::batch_notes_max;
    const std::size_t undos_max = whole ? limits::batch_undos_max : items_max - batch.notes.size();
    if (auto added = add_undos(batch, undos_max, blocked); !added) {
        return added.error();
    }
    const std::size_t showings_max = whole ? limits::batch_showings_max : items_max - batch.size();
    if (auto added = add_showings(batch, showings_max, blocked); !added) {
        return added.error();
    }
    if (batch.size() == 0) {
        return std::optional<Batch>{};
    }
    auto waiting = count_waiting(batch.outbox_id);
    if (!waiting) {
        return waiting.error();
    }
    batch.pending_after = *waiting - static_cast<std::int64_t>(batch.notes.size());
    return std::optional<Batch>{std::move(batch)};
}

Result<bool> Outbox::begin_batch(Batch& batch, std::string_view sql, std::span<const Uuid> blocked) {
    auto first = database_.prepare(sql);
    if (!first) {
        return first.error();
    }
    for (;;) {
        auto more = first->step();
        if (!more || !*more) {
            return more;
        }
        batch.outbox_id = first->id(0).value_or(Uuid{});
        batch.enrolment = first->id(1).value_or(Uuid{});
        if (!contains(blocked, batch.enrolment)) {
            return true;
        }
    }
}

Result<void> Outbox::add_undos(Batch& batch, std::size_t undos_max, std::span<const Uuid> blocked) {
    if (batch.notes.empty()) {
        auto begun = begin_batch(batch, first_undo_sql, blocked);
        if (!begun || !*begun) {
            return begun ? Result<void>{} : begun.error();
        }
    }
    auto statement = database_.prepare(std::string("SELECT ") + undo_columns + std::string(next_undos_sql));
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, batch.outbox_id).bind(2, batch.enrolment);
    statement->bind(3, batch.notes.empty() ? std::int64_t{0} : batch.notes.back().row);
    statement->bind(4, static_cast<std::int64_t>(undos_max));
    std::vector<std::int64_t> damaged;
    for (;;) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            return set_damaged_aside("undo", damaged);
        }
        if (auto undo = read_undo(*statement)) {
            batch.undos.push_back(*undo);
        } else {
            damaged.push_back(statement->integer(0));
        }
    }
}

Result<void> Outbox::set_damaged_aside(const std::string& table, std::span<const std::int64_t> rows) {
    for (const std::int64_t row : rows) {
        auto aside = database_.run(("UPDATE " + table + " SET state = 2 WHERE row = " + std::to_string(row)).c_str());
        if (!aside) {
            return aside;
        }
    }
    if (rows.empty() || table != "note") {
        return {};
    }
    auto known = memory();
    return known ? begin_new_outbox(*known) : Result<void>(known.error());
}

Result<void> Outbox::settle(const Batch& batch, NoteState state, Instant now) {
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    auto notes = database_.prepare(
        "UPDATE note SET state = ?1, settled_at_ms = coalesce(settled_at_ms, ?2) WHERE row = ?3 AND note_id = ?4");
    auto undos = database_.prepare(
        "UPDATE undo SET state = ?1, settled_at_ms = coalesce(settled_at_ms, ?2) WHERE row = ?3 AND undo_id = ?4");
    auto showings = database_.prepare(
        "UPDATE showing SET state = ?1, settled_at_ms = coalesce(settled_at_ms, ?2) WHERE row = ?3 AND showing_id = ?4");
    if (!notes || !undos || !showings) {
        return !notes ? notes.error() : !undos ? undos.error() : showings.error();
    }
    const auto settle_row = [&](Statement& statement, std::int64_t row, const Uuid& id) {
        statement.bind(1, static_cast<std::int64_t>(state)).bind(2, milliseconds_of(now)).bind(3, row).bind(4, id);
        return statement.finish();
    };
    for (const StoredNote& stored : batch.notes) {
        if (auto done = settle_row(*notes, stored.row, stored.note.note_id); !done) {
            return done;
        }
    }
    for (const StoredUndo& stored : batch.undos) {
        if (auto done = settle_row(*undos, stored.row, stored.undo.undo_id); !done) {
            return done;
        }
    }
    for (const StoredShowing& stored : batch.showings) {
        if (auto done = settle_row(*showings, stored.row, stored.showing.showing_id); !done) {
            return done;
        }
    }
    if (state == NoteState::rejected && !batch.notes.empty()) {
        if (auto noted = note_rejection(batch); !noted) {
            return noted;
        }
    }
    return transaction->commit();
}

Result<void> Outbox::prune(Instant now) {
    const std::string old = std::to_string(milliseconds_of(now - limits::delivered_kept));
    const std::string where = "state = 1 AND settled_at_ms < " + old +
                              " AND NOT EXISTS (SELECT 1 FROM undo u WHERE u.note_row = note.row AND u.state = 0)";
    if (auto pruned = database_.run(("DELETE FROM showing WHERE state = 1 AND settled_at_ms < " + old).c_str()); !pruned) {
        return pruned;
    }
    auto due = count("SELECT count(*) FROM note WHERE " + where);
    if (!due) {
        return due.error();
    }
    if (*due == 0) {
        return {};
    }
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    const std::string sql = "UPDATE lane SET delivered_pruned = delivered_pruned + " + std::to_string(*due) +
                            "; DELETE FROM note WHERE " + where +
                            "; DELETE FROM undo WHERE NOT EXISTS (SELECT 1 FROM note n WHERE n.row = undo.note_row)"
                            "; DELETE FROM outbox_answer WHERE outbox_id <> (SELECT outbox_id FROM lane) AND NOT EXISTS "
                            "(SELECT 1 FROM note n WHERE n.outbox_id = outbox_answer.outbox_id)";
    if (auto pruned = database_.run(sql.c_str()); !pruned) {
        return pruned;
    }
    return transaction->commit();
}

Result<OutboxCounts> Outbox::count_waiting_and_rejected() {
    auto pending = count(pending_sql);
    auto rejected = count(rejected_sql);
    if (!pending || !rejected) {
        return pending ? rejected.error() : pending.error();
    }
    OutboxCounts counts;
    counts.pending = *pending;
    counts.rejected = *rejected;
    return counts;
}

Result<OutboxCounts> Outbox::counts() {
    OutboxCounts counts;
    auto known = memory();
    if (!known) {
        return known.error();
    }
    counts.last_seq = known->last_seq;
    counts.outbox_id = known->outbox_id;
    const std::pair<std::int64_t*, std::string_view> questions[] = {
        {&counts.pending, pending_sql},   {&counts.undos, undos_waiting_sql}, {&counts.showings, showings_waiting_sql},
        {&counts.rejected, rejected_sql}, {&counts.delivered, delivered_sql},
    };
    for (const auto& [answer, sql] : questions) {
        auto counted = count(sql);
        if (!counted) {
            return counted.error();
        }
        *answer = *counted;
    }
    if (counts.pending > 0) {
        auto here = count_waiting(counts.outbox_id);
        if (!here) {
            return here.error();
        }
        counts.pending_here = *here;
        auto oldest = count(oldest_sql);
        if (!oldest) {
            return oldest.error();
        }
        counts.oldest_pending_at = Instant{std::chrono::milliseconds{*oldest}};
    }
    return counts;
}

}  // namespace tillnote::lane
