#pragma once

#include "server/domain/note_store.hpp"

#include <span>
#include <vector>

namespace tillnote::storage {

/// One note of a set of deliveries, with the place its result goes to.
struct NoteRow {
    const domain::Delivery* delivery = nullptr;
    const domain::PlacedNote* placed = nullptr;
    NoteResult* result = nullptr;
};

struct UndoRow {
    const domain::Delivery* delivery = nullptr;
    const Undo* undo = nullptr;
    NoteResult* result = nullptr;
};

/// The same id again within the set.
struct RepeatedRow {
    NoteRow row;
    NoteRow first;
};

/// All notes and undos of the deliveries, sorted by key so that several writers cannot deadlock, each id once.
struct SortedRows {
    std::vector<NoteRow> countable;
    std::vector<NoteRow> uncountable;  ///< go to quarantine
    std::vector<RepeatedRow> repeated;
    std::vector<UndoRow> undos;
    std::vector<UndoRow> repeated_undos;
};

/// `outcomes` gets one entry per delivery, with room for all results; the rows point into it.
[[nodiscard]] SortedRows sort_rows(std::span<const domain::Delivery> deliveries,
                                   std::vector<domain::DeliveryOutcome>& outcomes);

/// Whether both say the same, as far as a resend must: everything the lane fixed at the tap, except the comment, which
/// the server may have dropped.
[[nodiscard]] bool same_content(const NoteRow& a, const NoteRow& b);

}  // namespace tillnote::storage
