#pragma once

#include "server/storage/note_rows.hpp"
#include "server/storage/session.hpp"

#include <span>
#include <vector>

namespace pqxx {
class transaction_base;
}

/// The statements of PgNoteStore, each with the results it decides. All throw libpqxx exceptions: call inside transact().
namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> append_statements();

/// Inserts rows that nobody has offered before, and marks their store-days; all results are `stored`. Throws
/// pqxx::unique_violation where one was there after all: then nothing is inserted.
void insert_new_notes(pqxx::transaction_base& transaction, const std::vector<NoteRow>& rows);
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

}  // namespace tillnote::storage
