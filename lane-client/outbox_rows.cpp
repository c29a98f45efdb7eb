#include "lane-client/outbox_rows.hpp"

#include <string>
#include <utility>

namespace tillnote::lane {
namespace {

constexpr std::string_view insert_note_sql =
    "INSERT INTO note (row, note_id, outbox_id, seq, enrolment, reason, tapped_at_ms, utc_offset_minutes, mono_ms, "
    "boot_id, source, remark_key, with_transaction, comment, state, settled_at_ms) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ON CONFLICT (row) DO NOTHING";
constexpr std::string_view insert_undo_sql =
    "INSERT INTO undo (row, note_row, undo_id, note_id, undone_at_ms, state, settled_at_ms) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (row) DO NOTHING";
constexpr std::string_view insert_showing_sql =
    "INSERT INTO showing (row, showing_id, ask_id, outbox_id, enrolment, shown_at_ms, with_transaction, remark_key, "
    "outcome, "
    "answer, state, settled_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (row) DO NOTHING";
constexpr std::string_view insert_hour_sql =
    "INSERT INTO staffed_hour (hour_start_ms, enrolment, transactions, reported) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (hour_start_ms, enrolment) DO NOTHING";
/// More than a lane can ring up: a figure beyond it is damage, and would be refused with the whole heartbeat.
constexpr std::string_view insert_hour_outbox_sql = "INSERT OR IGNORE INTO hour_outbox VALUES (?1, ?2, ?3)";
constexpr std::int64_t hour_transactions_max = 100'000;
constexpr std::string_view find_memory_sql =
    "SELECT outbox_id, last_seq, last_id_ms, salt_day, salt, remark_key, remark_began_ms, remark_boot_id FROM lane WHERE id "
    "= 1";
constexpr std::string_view save_memory_sql =
    "UPDATE lane SET outbox_id = ?1, last_seq = ?2, last_id_ms = ?3, salt_day = ?4, salt = ?5, remark_key = ?6, "
    "remark_began_ms = ?7, remark_boot_id = ?8 WHERE id = 1";

std::optional<NoteState> find_state(std::int64_t number) {
    if (number < 0 || number > static_cast<std::int64_t>(NoteState::rejected)) {
        return std::nullopt;
    }
    return static_cast<NoteState>(number);
}

void bind_row(Statement& statement, int index, std::int64_t row) {
    if (row == 0) {
        statement.bind_nothing(index);
    } else {
        statement.bind(index, row);
    }
}

void bind_instant(Statement& statement, int index, const std::optional<Instant>& instant) {
    if (instant) {
        statement.bind(index, milliseconds_of(*instant));
    } else {
        statement.bind_nothing(index);
    }
}

}  // namespace

std::optional<StoredNote> read_note(const Statement& row) {
    const auto note_id = row.id(1);
    const auto outbox_id = row.id(2);
    const auto enrolment = row.id(4);
    const auto boot_id = row.id(9);
    const auto source = find_source(row.text(10));
    const auto state = find_state(row.integer(14));
    if (!note_id || !outbox_id || !enrolment || !boot_id || !source || !state || !is_reason_code(row.text(5)) ||
        !is_remark_key(row.text(11)) || row.integer(3) < 1) {
        return std::nullopt;
    }
    StoredNote stored;
    stored.row = row.integer(0);
    stored.note.note_id = *note_id;
    stored.outbox_id = *outbox_id;
    stored.note.seq = row.integer(3);
    stored.enrolment = *enrolment;
    stored.note.reason = row.text(5);
    stored.note.tapped_at = instant_of(row.integer(6));
    stored.note.utc_offset_minutes = static_cast<std::int16_t>(row.integer(7));
    stored.note.mono = std::chrono::milliseconds{row.integer(8)};
    stored.note.boot_id = *boot_id;
    stored.note.source = *source;
    stored.note.remark_key = row.text(11);
    stored.with_transaction = row.integer(12) != 0;
    // A damaged comment must not take the note with it, nor reach the server as something that nobody wrote.
    if (std::string comment = row.text(13); !row.is_null(13) && is_comment(comment)) {
        stored.note.comment = std::move(comment);
    }
    stored.state = *state;
    if (!row.is_null(15)) {
        stored.settled_at = instant_of(row.integer(15));
    }
    return stored;
}

std::optional<StoredUndo> read_undo(const Statement& row) {
    const auto undo_id = row.id(2);
    const auto note_id = row.id(3);
    const auto state = find_state(row.integer(5));
    if (!undo_id || !note_id || !state) {
        return std::nullopt;
    }
    StoredUndo stored{row.integer(0), row.integer(1), Undo{*undo_id, *note_id, instant_of(row.integer(4))}, *state,
                      std::nullopt};
    if (!row.is_null(6)) {
        stored.settled_at = instant_of(row.integer(6));
    }
    return stored;
}

std::optional<StoredShowing> read_showing(const Statement& row) {
    const auto showing_id = row.id(1);
    const auto ask_id = row.id(2);
    const auto outbox_id = row.id(3);
    const auto enrolment = row.id(4);
    const auto outcome = row.is_null(8) ? std::optional(ShowingOutcome::expired) : find_showing_outcome(row.text(8));
    const auto state = find_state(row.integer(10));
    if (!showing_id || !ask_id || !outbox_id || !enrolment || !outcome || !state ||
        row.is_null(9) == (*outcome == ShowingOutcome::answered) || (!row.is_null(9) && !is_reason_code(row.text(9)))) {
        return std::nullopt;
    }
    StoredShowing stored;
    stored.row = row.integer(0);
    stored.showing.showing_id = *showing_id;
    stored.showing.ask_id = *ask_id;
    stored.outbox_id = *outbox_id;
    stored.enrolment = *enrolment;
    stored.showing.shown_at = instant_of(row.integer(5));
    stored.showing.with_transaction = row.integer(6) != 0;
    stored.remark_key = row.text(7);
    stored.is_decided = !row.is_null(8);
    stored.showing.outcome = *outcome;
    if (!row.is_null(9)) {
        stored.showing.answer = row.text(9);
    }
    stored.state = *state;
    if (!row.is_null(11)) {
        stored.settled_at = instant_of(row.integer(11));
    }
    return stored;
}

std::optional<StaffedHour> read_hour(const Statement& row) {
    const auto enrolment = row.id(1);
    if (!enrolment || row.integer(2) < 0 || row.integer(2) > hour_transactions_max || row.integer(3) < 0) {
        return std::nullopt;
    }
    return StaffedHour{instant_of(row.integer(0)), *enrolment, row.integer(2), row.integer(3), row.id(4).value_or(Uuid{})};
}

Result<void> insert_note(Database& database, const StoredNote& stored) {
    auto statement = database.prepare(insert_note_sql);
    if (!statement) {
        return statement.error();
    }
    const Note& note = stored.note;
    bind_row(*statement, 1, stored.row);
    statement->bind(2, note.note_id).bind(3, stored.outbox_id).bind(4, note.seq).bind(5, stored.enrolment);
    statement->bind(6, std::string_view(note.reason)).bind(7, milliseconds_of(note.tapped_at));
    statement->bind(8, std::int64_t{note.utc_offset_minutes});
    statement->bind(9, note.mono.value_or(std::chrono::milliseconds{}).count()).bind(10, note.boot_id.value_or(Uuid{}));
    statement->bind(11, to_text(note.source)).bind(12, std::string_view(note.remark_key));
    statement->bind(13, std::int64_t{stored.with_transaction ? 1 : 0});
    if (note.comment) {
        statement->bind(14, std::string_view(*note.comment));
    }
    statement->bind(15, static_cast<std::int64_t>(stored.state));
    bind_instant(*statement, 16, stored.settled_at);
    return statement->finish();
}

Result<void> insert_undo(Database& database, const StoredUndo& stored) {
    auto statement = database.prepare(insert_undo_sql);
    if (!statement) {
        return statement.error();
    }
    bind_row(*statement, 1, stored.row);
    statement->bind(2, stored.note_row).bind(3, stored.undo.undo_id).bind(4, stored.undo.note_id);
    statement->bind(5, milliseconds_of(stored.undo.undone_at)).bind(6, static_cast<std::int64_t>(stored.state));
    bind_instant(*statement, 7, stored.settled_at);
    return statement->finish();
}

Result<void> insert_showing(Database& database, const StoredShowing& stored) {
    auto statement = database.prepare(insert_showing_sql);
    if (!statement) {
        return statement.error();
    }
    const Showing& showing = stored.showing;
    bind_row(*statement, 1, stored.row);
    statement->bind(2, showing.showing_id).bind(3, showing.ask_id).bind(4, stored.outbox_id).bind(5, stored.enrolment);
    statement->bind(6, milliseconds_of(showing.shown_at)).bind(7, std::int64_t{showing.with_transaction ? 1 : 0});
    statement->bind(8, std::string_view(stored.remark_key));
    if (stored.is_decided) {
        statement->bind(9, to_text(showing.outcome));
    }
    if (showing.answer) {
        statement->bind(10, std::string_view(*showing.answer));
    }
    statement->bind(11, static_cast<std::int64_t>(stored.state));
    bind_instant(*statement, 12, stored.settled_at);
    return statement->finish();
}

Result<void> insert_hour(Database& database, const StaffedHour& hour) {
    auto statement = database.prepare(insert_hour_sql);
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, milliseconds_of(hour.hour_start)).bind(2, hour.enrolment).bind(3, hour.transactions);
    auto inserted = statement->bind(4, hour.reported).finish();
    if (!inserted || hour.outbox_id.is_nil()) {
        return inserted;
    }
    auto tie = database.prepare(insert_hour_outbox_sql);
    if (!tie) {
        return tie.error();
    }
    return tie->bind(1, milliseconds_of(hour.hour_start)).bind(2, hour.enrolment).bind(3, hour.outbox_id).finish();
}

Result<std::optional<LaneMemory>> find_memory(Database& database) {
    auto statement = database.prepare(find_memory_sql);
    if (!statement) {
        return statement.error();
    }
    auto found = statement->step();
    if (!found) {
        return found.error();
    }
    const auto outbox_id = *found ? statement->id(0) : std::nullopt;
    const auto boot_id = *found ? statement->id(7) : std::nullopt;
    if (!outbox_id || !boot_id) {
        return std::optional<LaneMemory>{};
    }
    LaneMemory memory;
    memory.outbox_id = *outbox_id;
    memory.last_seq = statement->integer(1);
    memory.last_id_time = std::chrono::milliseconds{statement->integer(2)};
    memory.salt_day = statement->text(3);
    memory.salt = statement->text(4);
    memory.remark_key = statement->text(5);
    memory.remark_began = std::chrono::milliseconds{statement->integer(6)};
    memory.remark_boot_id = *boot_id;
    return std::optional<LaneMemory>{std::move(memory)};
}

Result<void> save_memory(Database& database, const LaneMemory& memory) {
    auto statement = database.prepare(save_memory_sql);
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, memory.outbox_id).bind(2, memory.last_seq).bind(3, std::int64_t{memory.last_id_time.count()});
    statement->bind(4, std::string_view(memory.salt_day)).bind(5, std::string_view(memory.salt));
    statement->bind(6, std::string_view(memory.remark_key)).bind(7, std::int64_t{memory.remark_began.count()});
    statement->bind(8, memory.remark_boot_id);
    return statement->finish();
}

}  // namespace tillnote::lane
