#pragma once

#include "server/storage/book_lease.hpp"
#include "server/storage/note_rows.hpp"

#include <span>
#include <vector>

namespace pqxx {
class transaction_base;
}

/// The statements of PgNoteStore, each with the results it decides. All throw libpqxx exceptions: call inside transact().
namespace tillnote::storage {

/// What a delivery tells about its lane besides notes.
struct LaneReport {
    const domain::Delivery* delivery = nullptr;
    std::int64_t have_seq = 0;
    bool outbox_row = false;   ///< pending has changed, or the checkpoint is far behind
    bool contact_row = false;  ///< first of the day, or some minutes after the last
};

[[nodiscard]] std::span<const Statement> append_statements();

/// Inserts, and marks the store-days of what was inserted. Returns the rows that were there before, in order; the results
/// of the others are `stored`.
std::vector<NoteRow> insert_notes(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows);
/// The same for quarantine; results are `quarantined`.
std::vector<NoteRow> insert_quarantined(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows);
/// Keeps the comments of the rows that were inserted just now: an earlier note's comment may be past its term.
void insert_comments(pqxx::transaction_base& transaction, const SortedRows& sorted,
                     const std::vector<NoteRow>& there_before);
/// Inserts, and marks the notes. Returns the undos that were there before; the results of the others are decided.
std::vector<UndoRow> insert_undos(pqxx::transaction_base& transaction, const std::vector<UndoRow>& rows);
/// Decides the undos that were there before. False when one of them is gone by now.
[[nodiscard]] bool compare_undos(pqxx::transaction_base& transaction, const std::vector<UndoRow>& rows);
/// Decides the rows that were there before. False when one of them is gone by now.
[[nodiscard]] bool compare_rows(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows);
void insert_refusals(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows);
/// Whether the lane of `delivery` and the one that `lane_before` names are two terminals with one outbox, and not one that
/// has moved; then it is written down.
[[nodiscard]] bool note_clone(pqxx::transaction_base& transaction, const domain::Delivery& delivery, int lane_before);
void write_reports(pqxx::transaction_base& transaction, const std::vector<LaneReport>& reports);

}  // namespace tillnote::storage
