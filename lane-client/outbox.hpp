#pragma once

#include "lane-client/outbox_rows.hpp"
#include "lane-client/outbox_schema.hpp"
#include "schema/limits.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tillnote::lane {

/// What waits, for `status` and the heartbeat.
struct OutboxCounts {
    std::int64_t pending = 0;       ///< notes waiting
    std::int64_t pending_here = 0;  ///< those of them tapped into outbox_id
    std::int64_t undos = 0;         ///< undos waiting whose note is not rejected
    std::int64_t showings = 0;      ///< showings of asks waiting whose outcome is known
    std::int64_t rejected = 0;      ///< notes, undos and showings the server refused alone
    std::int64_t delivered = 0;
    std::int64_t last_seq = 0;
    Uuid outbox_id;
    std::optional<Instant> oldest_pending_at;

    [[nodiscard]] bool anything_waiting() const noexcept { return pending > 0 || undos > 0 || showings > 0; }
};

/// What goes in one POST: notes of one outbox and enrolment, in the order of tapping, undos of such notes, and showings.
struct Batch {
    Uuid outbox_id;
    Uuid enrolment;
    std::vector<StoredNote> notes;
    std::vector<StoredUndo> undos;
    std::int64_t pending_after = 0;  ///< notes of this outbox that stay waiting
    std::vector<StoredShowing> showings{};

    [[nodiscard]] std::size_t size() const noexcept { return notes.size() + undos.size() + showings.size(); }
};

/// How far the look for a server that was put back in time has come; restore_check.hpp decides.
struct RestoreCheck {
    std::int64_t undo_row = 0;     ///< newest undo the server was found to have
    std::int64_t showing_row = 0;  ///< newest showing
    bool under_way = false;        ///< something was sent, and the answer is not known
    Instant checked_at{};
    Instant offered_at{};     ///< when everything was last offered again
    Instant hours_told_at{};  ///< when every hour was last told again
};

/// The lane's notes in one SQLite file, on disk before a call returns. One process at a time (OutboxLock), one thread at
/// a time. Errors of all calls: disk_full, outbox_unusable. After an error with `trouble()`, close it and use it no more.
class Outbox {
public:
    /// Opens or makes the file; offers rejected notes again when the client's version has changed since. Damage shows in
    /// `trouble` when opening fails.
    [[nodiscard]] static Result<Outbox> open(const std::string& file, const char* vfs, Trouble& trouble);

    // Tapping; inside one Transaction each.
    [[nodiscard]] Result<LaneMemory> memory();
    [[nodiscard]] Result<void> save(const LaneMemory& memory);
    /// The last `count` notes, newest first.
    [[nodiscard]] Result<std::vector<StoredNote>> last_notes(int count);
    [[nodiscard]] Result<void> append_note(const StoredNote& note);
    [[nodiscard]] Result<void> append_undo(const StoredUndo& undo);
    [[nodiscard]] Result<std::optional<StoredUndo>> find_undo(const Uuid& undo_id);
    /// Notes waiting or rejected; limits::outbox_notes_max bounds it.
    [[nodiscard]] Result<std::int64_t> count_open();
    /// Never less than count_open(), and as quick with a long queue as with a short one.
    [[nodiscard]] Result<std::int64_t> bound_open();
    [[nodiscard]] Result<Transaction> begin() { return Transaction::begin(database_); }

    // The POS's transactions; changes inside one Transaction each.
    [[nodiscard]] Result<std::optional<CurrentTransaction>> find_transaction();
    /// Nothing ends the transaction in force.
    [[nodiscard]] Result<void> save(const std::optional<CurrentTransaction>& transaction);
    /// Adds one staffed transaction. The newest limits::heartbeat_hours_max hours are kept.
    [[nodiscard]] Result<void> count_transaction(Instant hour_start, const Uuid& enrolment);
    /// Hours that were never told are told from now on under the outbox_id in use, and under no other. Durable.
    [[nodiscard]] Result<void> tie_hours();
    /// Every row of the hours in which some transaction counted under one of `enrolments` is not acknowledged.
    [[nodiscard]] Result<std::vector<StaffedHour>> find_unreported_hours(std::span<const Uuid> enrolments);
    /// The server has acknowledged these figures; what was counted since stays unreported.
    [[nodiscard]] Result<void> settle_hours(std::span<const StaffedHour> hours);

    // Showings of asks.
    /// Which asks the transaction with this remark key has been asked.
    [[nodiscard]] Result<std::vector<Uuid>> find_asked(const std::string& remark_key);
    /// Those not yet delivered.
    [[nodiscard]] Result<std::int64_t> count_open_showings();
    /// A showing begins; durable on return. Its outbox_id is that of the store of its enrolment, as with notes.
    [[nodiscard]] Result<void> append_showing(StoredShowing showing, std::span<const Uuid> same_store);
    /// Whatever is still shown has gone away. Durable.
    [[nodiscard]] Result<void> expire_showings();
    /// Durable. False when there is no such showing, or something else has come of it.
    [[nodiscard]] Result<bool> decide_showing(const Uuid& showing_id, ShowingOutcome outcome,
                                              const std::optional<std::string>& answer);

    // What displays show.
    /// Only `pending` and `rejected`; what a display asks for after every tap.
    [[nodiscard]] Result<OutboxCounts> count_waiting_and_rejected();
    /// A message to the lane has been shown on the business day `day`, YYYY-MM-DD; other days are forgotten. Durable.
    [[nodiscard]] Result<void> note_seen(const Uuid& message_id, const std::string& day);
    [[nodiscard]] Result<std::vector<Uuid>> find_seen(const std::string& day);

    // Delivery.
    /// The oldest waiting notes of one outbox and enrolment, none of `blocked`. Below limits::batch_notes_max, `items_max`
    /// bounds notes, undos and showings together. Nothing when nothing waits. A damaged row is set aside as rejected.
    [[nodiscard]] Result<std::optional<Batch>> find_batch(std::size_t items_max, std::span<const Uuid> blocked);
    /// A note that was delivered before keeps the time of its first delivery. Behind a note that is rejected a new
    /// outbox_id begins: the server's have_seq stops there for ever.
    [[nodiscard]] Result<void> settle(const Batch& batch, NoteState state, Instant now);
    /// Begins a new outbox_id, in `memory` only, when the notes of the one in it were tapped under an enrolment that is
    /// neither `enrolment` nor among `same_store`: the server counts by store and outbox_id.
    [[nodiscard]] Result<void> keep_to_store(LaneMemory& memory, const Uuid& enrolment, std::span<const Uuid> same_store);
    /// Looks at how far the server has come with `outbox_id`, as it said when it was asked about that one. Behind what this
    /// lane has delivered, or behind what it has said before: everything delivered above it waits again, and every undo and
    /// showing; at most once a day until the server has caught up, so a server that stands still is not asked in circles.
    /// Ahead of what this lane has tapped (a disk put back to an earlier day), or where a gap can no longer be filled: a new
    /// outbox_id begins. True when something waits again.
    [[nodiscard]] Result<bool> reoffer_behind(const Uuid& outbox_id, std::int64_t have_seq, Instant now);
    /// Batches of nothing for the newest `count_max` outbox_ids before the one in use that hold delivered notes tapped
    /// under one of `enrolments`: to ask how far the server has come with them.
    [[nodiscard]] Result<std::vector<Batch>> find_earlier(std::span<const Uuid> enrolments, std::size_t count_max);
    [[nodiscard]] Result<RestoreCheck> find_restore_check();
    /// Durable.
    [[nodiscard]] Result<void> save(const RestoreCheck& check);
    /// Delivered undos and showings, the oldest first, from the marks of `check` on; of one outbox and enrolment each, none
    /// but of `enrolments`, and at most a batch full.
    [[nodiscard]] Result<std::vector<Batch>> find_delivered_since(const RestoreCheck& check,
                                                                  std::span<const Uuid> enrolments);
    /// Every delivered undo and showing waits again, and no hour counts as told. Durable, together with `check`.
    [[nodiscard]] Result<void> offer_all_again(const RestoreCheck& check);
    /// No hour counts as told; `check` is kept with this time. Durable.
    [[nodiscard]] Result<void> tell_hours_again(RestoreCheck check, Instant now);
    /// Forgets what was first delivered more than limits::delivered_kept ago.
    [[nodiscard]] Result<void> prune(Instant now);
    [[nodiscard]] Result<OutboxCounts> counts();
    /// Of one outbox_id: only that, `last_seq` and `pending_here`.
    [[nodiscard]] Result<OutboxCounts> counts_of(const Uuid& outbox_id);

    /// Moves the write-ahead log into the file when it is longer than `log_pages_max`, and begins it anew. Costs three
    /// fsyncs.
    [[nodiscard]] Result<void> tidy(int log_pages_max);
    /// Moves the log into the file and cuts it to nothing, so that the one file holds everything.
    [[nodiscard]] Result<void> empty_log();
    /// Reads the whole file; damage is an error with trouble() corrupt.
    [[nodiscard]] Result<void> check();

    [[nodiscard]] Trouble trouble() const noexcept { return database_.trouble(); }

private:
    explicit Outbox(Database database) : database_(std::move(database)) {}

    [[nodiscard]] Result<void> offer_rejected_after_upgrade();
    /// Takes outbox and enrolment of the first row of `sql` that is not blocked. False: there is none.
    [[nodiscard]] Result<bool> begin_batch(Batch& batch, std::string_view sql, std::span<const Uuid> blocked);
    [[nodiscard]] Result<void> add_undos(Batch& batch, std::size_t undos_max, std::span<const Uuid> blocked);
    [[nodiscard]] Result<void> add_showings(Batch& batch, std::size_t showings_max, std::span<const Uuid> blocked);
    [[nodiscard]] Result<void> set_damaged_aside(const std::string& table, std::span<const std::int64_t> rows);
    /// What is known of how far the server has come with one outbox_id.
    struct Reached {
        std::int64_t seq = 0;                 ///< the furthest it has said, or has to come to after a repair
        std::int64_t repaired_have_seq = -1;  ///< what it said when notes were last offered again; -1 since it caught up
        Instant repaired_at{};
    };
    [[nodiscard]] Result<void> begin_new_outbox(LaneMemory memory);
    [[nodiscard]] Result<void> note_rejection(const Batch& batch);
    [[nodiscard]] Result<bool> note_caught_up(const Uuid& outbox_id, const Reached& reached, std::int64_t have_seq,
                                              Transaction& transaction);
    [[nodiscard]] Result<bool> repair(const Uuid& outbox_id, std::int64_t have_seq, const Reached& reached,
                                      Transaction& transaction);
    [[nodiscard]] Result<void> offer_again(const Uuid& outbox_id, std::int64_t have_seq);
    [[nodiscard]] Result<Batch> find_delivered_undos(std::int64_t from_row, std::span<const Uuid> enrolments);
    [[nodiscard]] Result<Batch> find_delivered_showings(std::int64_t from_row, std::span<const Uuid> enrolments);
    [[nodiscard]] Result<std::int64_t> find_last_seq(const Uuid& outbox_id);
    [[nodiscard]] Result<bool> keeps_note(const Uuid& outbox_id, std::int64_t seq);
    [[nodiscard]] Result<std::int64_t> delivered_prefix(const Uuid& outbox_id, std::int64_t last_seq);
    [[nodiscard]] Result<std::int64_t> count_waiting(const Uuid& outbox_id);
    [[nodiscard]] Result<Reached> find_reached(const Uuid& outbox_id);
    [[nodiscard]] Result<void> save(const Uuid& outbox_id, const Reached& reached);
    [[nodiscard]] Result<std::int64_t> count(std::string_view sql);

    Database database_;
};

}  // namespace tillnote::lane
