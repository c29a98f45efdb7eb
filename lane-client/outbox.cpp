#include "lane-client/outbox.hpp"

#include <string>

namespace tillnote::lane {
namespace {

constexpr std::string_view upgraded_sql = "SELECT count(*) FROM lane WHERE client_version <> '" TILLNOTE_VERSION "'";
constexpr const char* offer_rejected_sql =
    "UPDATE note SET state = 0, settled_at_ms = NULL WHERE state <> 1 AND state = 2; "
    "UPDATE undo SET state = 0, settled_at_ms = NULL WHERE state <> 1 AND state = 2; "
    "UPDATE showing SET state = 0, settled_at_ms = NULL WHERE state <> 1 AND state = 2; "
    "UPDATE lane SET client_version = '" TILLNOTE_VERSION "'";

}  // namespace

Result<Outbox> Outbox::open(const std::string& file, const char* vfs, Trouble& trouble) {
    auto database = open_outbox_database(file, vfs, trouble);
    if (!database) {
        return database.error();
    }
    Outbox outbox(std::move(*database));
    auto ready = outbox.offer_rejected_after_upgrade();
    if (!ready) {
        trouble = outbox.trouble();
        return ready.error();
    }
    return outbox;
}

Result<void> Outbox::offer_rejected_after_upgrade() {
    auto upgraded = count(upgraded_sql);
    if (!upgraded) {
        return upgraded.error();
    }
    if (*upgraded == 0) {
        return {};
    }
    auto transaction = begin();
    if (!transaction) {
        return transaction.error();
    }
    if (auto offered = database_.run(offer_rejected_sql); !offered) {
        return offered;
    }
    return transaction->commit();
}

Result<LaneMemory> Outbox::memory() {
    auto found = find_memory(database_);
    if (!found) {
        return found.error();
    }
    auto& known = *found;
    if (!known) {
        database_.note_trouble(Trouble::corrupt);
        return Error{ErrorCode::outbox_unusable, "Nothing was saved: the outbox is damaged. Tap again.", {}};
    }
    return std::move(*known);
}

Result<void> Outbox::save(const LaneMemory& memory) {
    return save_memory(database_, memory);
}

Result<std::vector<StoredNote>> Outbox::last_notes(int count) {
    auto statement = database_.prepare(std::string("SELECT ") + note_columns +
                                       ", EXISTS (SELECT 1 FROM undo u WHERE u.note_row = n.row) FROM note n "
                                       "ORDER BY n.row DESC LIMIT ?1");
    if (!statement) {
        return statement.error();
    }
    statement->bind(1, std::int64_t{count});
    std::vector<StoredNote> notes;
    for (;;) {
        auto more = statement->step();
        if (!more) {
            return more.error();
        }
        if (!*more) {
            return notes;
        }
        if (auto note = read_note(*statement)) {
            note->undone = statement->integer(16) != 0;
            notes.push_back(std::move(*note));
        }
    }
}

Result<void> Outbox::append_note(const StoredNote& note) {
    return insert_note(database_, note);
}

Result<void> Outbox::append_undo(const StoredUndo& undo) {
    return insert_undo(database_, undo);
}

Result<std::optional<StoredUndo>> Outbox::find_undo(const Uuid& undo_id) {
    auto statement = database_.prepare(std::string("SELECT ") + undo_columns +
                                       " FROM undo u WHERE u.undo_id = ?1 ORDER BY u.row DESC LIMIT 1");
    if (!statement) {
        return statement.error();
    }
    auto found = statement->bind(1, undo_id).step();
    if (!found) {
        return found.error();
    }
    return *found ? read_undo(*statement) : std::optional<StoredUndo>{};
}

Result<std::int64_t> Outbox::count(std::string_view sql) {
    auto statement = database_.prepare(sql);
    if (!statement) {
        return statement.error();
    }
    auto found = statement->step();
    if (!found) {
        return found.error();
    }
    return statement->integer(0);
}

Result<std::int64_t> Outbox::count_open() {
    return count("SELECT count(*) FROM note WHERE state <> 1");
}

Result<std::int64_t> Outbox::bound_open() {
    // Each of the two looks is one step into the index of what is not delivered.
    return count(
        "SELECT (SELECT max(row) FROM note) + 1 - min(first) FROM ("
        "SELECT (SELECT row FROM note WHERE state <> 1 AND state = 0 ORDER BY row LIMIT 1) AS first UNION ALL "
        "SELECT (SELECT row FROM note WHERE state <> 1 AND state = 2 ORDER BY row LIMIT 1))");
}

Result<void> Outbox::tidy(int log_pages_max) {
    if (database_.log_pages() <= log_pages_max) {
        return {};
    }
    if (auto moved = database_.checkpoint(false); !moved) {
        return moved;
    }
    // The first write after it begins the log anew from the front, over blocks the file has already: the next process then
    // reads a short log, and its fsync need not record a longer file.
    return database_.run("UPDATE lane SET log_rounds = log_rounds + 1");
}

Result<void> Outbox::empty_log() {
    return database_.checkpoint(true);
}

Result<void> Outbox::check() {
    auto statement = database_.prepare("PRAGMA quick_check(1)");
    if (!statement) {
        return statement.error();
    }
    auto found = statement->step();
    if (!found) {
        return found.error();
    }
    if (statement->text(0) != "ok") {
        database_.note_trouble(Trouble::corrupt);
        return Error{ErrorCode::outbox_unusable, "The outbox is damaged. Tap again.", {}};
    }
    return {};
}

}  // namespace tillnote::lane
