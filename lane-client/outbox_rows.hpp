#pragma once

#include "lane-client/sqlite.hpp"
#include "schema/note.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tillnote::lane {

/// Instants as the columns keep them: milliseconds since 1970-01-01T00:00Z.
[[nodiscard]] constexpr std::int64_t milliseconds_of(Instant instant) {
    return instant.time_since_epoch().count();
}

[[nodiscard]] constexpr Instant instant_of(std::int64_t milliseconds) {
    return Instant{std::chrono::milliseconds{milliseconds}};
}

[[nodiscard]] inline bool contains(std::span<const Uuid> ids, const Uuid& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// The values of the `state` columns; fixed for good, they are on disks.
enum class NoteState : std::int64_t {
    waiting = 0,
    delivered = 1,
    rejected = 2,  ///< the server refused it alone; offered again by the next version of this client
};

/// The only row of table `lane`: what the next tap needs to know.
struct LaneMemory {
    Uuid outbox_id;
    std::int64_t last_seq = 0;
    std::chrono::milliseconds last_id_time{};  ///< inside the newest note id: ids never step back
    std::string salt_day;                      ///< business day of `salt`, YYYY-MM-DD
    std::string salt;                          ///< 32 random bytes in base64url; never leaves this file
    std::string remark_key;                    ///< of the customer without a transaction; empty when there is none
    std::chrono::milliseconds remark_began{};  ///< CLOCK_BOOTTIME of that key's first tap
    Uuid remark_boot_id;
};

/// The transaction in force: taps without one of their own belong to it. The POS's own key never touches the disk.
struct CurrentTransaction {
    std::string remark_key;  ///< of its taps
    Instant began_at;
    std::chrono::milliseconds began_mono{};  ///< CLOCK_BOOTTIME
    Uuid boot_id;
};

/// Staffed transactions of one hour, counted under one enrolment; nil before the first one.
struct StaffedHour {
    Instant hour_start;  ///< a whole hour UTC of the lane's clock
    Uuid enrolment;
    std::int64_t transactions = 0;
    std::int64_t reported = 0;  ///< how many of them the server has acknowledged
    Uuid outbox_id{};           ///< under which it is told, for good; nil before it was first told
};

struct StoredNote {
    std::int64_t row = 0;  ///< order of tapping
    Note note;
    Uuid outbox_id;  ///< the one it was tapped into, for good
    Uuid enrolment;  ///< in force at the tap; nil before the first one
    bool with_transaction = false;
    NoteState state = NoteState::waiting;
    std::optional<Instant> settled_at;  ///< when it was first delivered, or rejected
    bool undone = false;
};

struct StoredUndo {
    std::int64_t row = 0;
    std::int64_t note_row = 0;
    Undo undo;
    NoteState state = NoteState::waiting;
    std::optional<Instant> settled_at;
};

struct StoredShowing {
    std::int64_t row = 0;
    Showing showing;  ///< without `is_decided`, its outcome does not count yet
    bool is_decided = false;
    Uuid outbox_id;
    Uuid enrolment;
    std::string remark_key{};  ///< of the transaction that was asked, never sent; empty without one
    NoteState state = NoteState::waiting;
    std::optional<Instant> settled_at{};
};

/// The columns `read_note` and `read_undo` read, in their order.
inline constexpr const char* note_columns =
    "n.row, n.note_id, n.outbox_id, n.seq, n.enrolment, n.reason, n.tapped_at_ms, n.utc_offset_minutes, n.mono_ms, "
    "n.boot_id, "
    "n.source, n.remark_key, n.with_transaction, n.comment, n.state, n.settled_at_ms";
inline constexpr const char* undo_columns =
    "u.row, u.note_row, u.undo_id, u.note_id, u.undone_at_ms, u.state, u.settled_at_ms";
inline constexpr const char* showing_columns =
    "s.row, s.showing_id, s.ask_id, s.outbox_id, s.enrolment, s.shown_at_ms, s.with_transaction, s.remark_key, s.outcome, "
    "s.answer, s.state, s.settled_at_ms";
inline constexpr const char* hour_columns =
    "h.hour_start_ms, h.enrolment, h.transactions, h.reported, "
    "(SELECT o.outbox_id FROM hour_outbox o WHERE o.hour_start_ms = h.hour_start_ms AND o.enrolment = h.enrolment)";

/// Nothing when a column does not hold what it should: the row is damaged. A note is read without a comment that is none.
[[nodiscard]] std::optional<StoredNote> read_note(const Statement& row);
[[nodiscard]] std::optional<StoredUndo> read_undo(const Statement& row);

[[nodiscard]] std::optional<StoredShowing> read_showing(const Statement& row);
[[nodiscard]] std::optional<StaffedHour> read_hour(const Statement& row);

/// Writes the row under its own number; an existing row of that number stays as it is.
[[nodiscard]] Result<void> insert_note(Database& database, const StoredNote& stored);
[[nodiscard]] Result<void> insert_undo(Database& database, const StoredUndo& stored);
[[nodiscard]] Result<void> insert_showing(Database& database, const StoredShowing& stored);
/// An hour that is there already stays as it is.
[[nodiscard]] Result<void> insert_hour(Database& database, const StaffedHour& hour);

[[nodiscard]] Result<std::optional<LaneMemory>> find_memory(Database& database);
[[nodiscard]] Result<void> save_memory(Database& database, const LaneMemory& memory);

}  // namespace tillnote::lane
