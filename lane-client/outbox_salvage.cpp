#include "lane-client/outbox_salvage.hpp"

#include "lane-client/outbox_rows.hpp"
#include "lane-client/outbox_schema.hpp"
#include "lane-client/state_folder.hpp"
#include "schema/time_text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include <unistd.h>

namespace tillnote::lane {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& outbox_file, std::string_view ending) {
    auto path = outbox_file;
    path.replace_extension();
    path += ending;
    return path;
}

fs::path log_of(fs::path file) {
    file += "-wal";
    return file;
}

void remove_database(const fs::path& file) {
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-journal", "-shm"}) {
        auto part = file;
        part += ending;
        fs::remove(part, ignored);
    }
}

/// Reads rows from the front and then from the back, so that damage in the middle costs only what it covers.
template <typename Read, typename Insert>
Result<bool> copy_rows(Database& from, const std::string& select, const std::string& row_name, const Read& read,
                       const Insert& insert) {
    bool whole = true;
    const std::string ordered = select + " ORDER BY " + row_name;
    for (const char* direction : {" ASC", " DESC"}) {
        auto rows = from.prepare(std::string(ordered).append(direction));
        if (!rows) {
            return false;
        }
        for (;;) {
            auto more = rows->step();
            if (!more) {
                whole = false;
                break;
            }
            if (!*more) {
                break;
            }
            if (auto row = read(*rows)) {
                if (auto stored = insert(*row); !stored) {
                    return stored.error();
                }
            } else {
                whole = false;
            }
        }
        if (whole) {
            return true;
        }
    }
    return false;
}

Result<void> copy_everything(Database& from, Database& to, SalvageReason reason) {
    auto transaction = Transaction::begin(to);
    if (!transaction) {
        return transaction.error();
    }
    auto fresh = find_memory(to);
    if (!fresh) {
        return fresh.error();
    }
    const Uuid new_outbox_id = fresh->value_or(LaneMemory{}).outbox_id;
    const auto old = find_memory(from);
    LaneMemory memory = old ? old->value_or(LaneMemory{}) : LaneMemory{};
    const Uuid old_outbox_id = memory.outbox_id;
    const auto keep_note = [&](const StoredNote& note) {
        memory.last_id_time = std::max(memory.last_id_time, uuid_v7_time(note.note.note_id));
        if (note.outbox_id == old_outbox_id) {
            memory.last_seq = std::max(memory.last_seq, note.note.seq);
        }
        return insert_note(to, note);
    };
    const auto keep_undo = [&](const StoredUndo& undo) { return insert_undo(to, undo); };
    auto notes = copy_rows(from, std::string("SELECT ") + note_columns + " FROM note n", "n.row", read_note, keep_note);
    auto undos = copy_rows(from, std::string("SELECT ") + undo_columns + " FROM undo u", "u.row", read_undo, keep_undo);
    if (!notes || !undos) {
        return notes ? undos.error() : notes.error();
    }
    // A file of an earlier layout has neither; the transaction in force is not worth saving, and a new look at the server
    // does no harm.
    const auto keep_hour = [&](const StaffedHour& hour) { return insert_hour(to, hour); };
    auto hours =
        copy_rows(from, std::string("SELECT ") + hour_columns + " FROM staffed_hour h", "h.row", read_hour, keep_hour);
    const auto keep_showing = [&](const StoredShowing& showing) { return insert_showing(to, showing); };
    auto showings =
        copy_rows(from, std::string("SELECT ") + showing_columns + " FROM showing s", "s.row", read_showing, keep_showing);
    if (!hours || !showings) {
        return hours ? showings.error() : hours.error();
    }
    const bool whole = *notes && *undos && !old_outbox_id.is_nil();
    if (reason == SalvageReason::corrupt || !whole) {
        memory.outbox_id = new_outbox_id;
        memory.last_seq = 0;
    }
    if (auto saved = save_memory(to, memory); !saved) {
        return saved;
    }
    return transaction->commit();
}

Result<void> write_copy(const fs::path& from_file, const fs::path& to_file, const char* vfs, SalvageReason reason) {
    Trouble trouble = Trouble::none;
    auto to = open_outbox_database(to_file.string(), vfs, trouble);
    if (!to) {
        return to.error();
    }
    auto from = Database::open(from_file.string(), vfs);
    if (from) {
        from->keep_log_on_close();
        // Settings that fail here only mean that nothing can be read.
        static_cast<void>(from->run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = ON"));
        if (auto copied = copy_everything(*from, *to, reason); !copied) {
            return copied;
        }
    }
    return to->checkpoint(true);
}

Result<void> keep_old(const fs::path& outbox_file, Instant now) {
    std::string stamp = format_time(now);
    stamp.erase(std::remove(stamp.begin(), stamp.end(), ':'), stamp.end());
    const auto kept = beside(outbox_file, ".corrupt-" + stamp + ".db");
    for (const auto& [from, to] : {std::pair{outbox_file, kept}, std::pair{log_of(outbox_file), log_of(kept)}}) {
        if (::link(from.c_str(), to.c_str()) != 0 && errno != ENOENT && errno != EEXIST) {
            std::error_code failure;
            fs::copy_file(from, to, failure);
            if (failure) {
                return Error{failure == std::errc::no_space_on_device ? ErrorCode::disk_full : ErrorCode::outbox_unusable,
                             "Nothing was saved: the outbox is damaged and cannot be copied to " + to.string() + ": " +
                                 failure.message() + ".",
                             {}};
            }
        }
    }
    return {};
}

}  // namespace

Result<void> salvage_outbox(const fs::path& outbox_file, const char* vfs, SalvageReason reason, Instant now) {
    const auto draft = beside(outbox_file, ".draft.db");
    const auto next = beside(outbox_file, ".next.db");
    remove_database(draft);
    if (reason == SalvageReason::corrupt) {
        if (auto kept = keep_old(outbox_file, now); !kept) {
            return kept;
        }
    }
    if (auto copied = write_copy(outbox_file, draft, vfs, reason); !copied) {
        remove_database(draft);
        return copied;
    }
    std::error_code ignored;
    fs::remove(log_of(draft), ignored);
    // From this rename on the new file counts, whatever happens: finish_salvage takes it from there.
    if (::rename(draft.c_str(), next.c_str()) != 0) {
        return Error{ErrorCode::outbox_unusable, "Nothing was saved: cannot replace the damaged outbox.", {}};
    }
    if (auto synced = sync_folder(outbox_file.parent_path()); !synced) {
        return synced;
    }
    return finish_salvage(outbox_file);
}

Result<void> finish_salvage(const fs::path& outbox_file) {
    const auto next = beside(outbox_file, ".next.db");
    if (::access(next.c_str(), F_OK) != 0) {
        return {};
    }
    // The old log must be gone, for good, before the new file takes the name: it would be played into it.
    std::error_code failure;
    fs::remove(log_of(outbox_file), failure);
    if (auto synced = sync_folder(outbox_file.parent_path()); !synced) {
        return synced;
    }
    if (::rename(next.c_str(), outbox_file.c_str()) != 0) {
        return Error{ErrorCode::outbox_unusable,
                     "Nothing was saved: cannot replace " + outbox_file.string() + ": " + std::strerror(errno) + ".",
                     {}};
    }
    return sync_folder(outbox_file.parent_path());
}

}  // namespace tillnote::lane
