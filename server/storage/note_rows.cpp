#include "server/storage/note_rows.hpp"

#include <algorithm>
#include <compare>
#include <tuple>

namespace tillnote::storage {
namespace {

// The tap date is the leading part of the id, so this is the order of (store_id, tap_date, note_id).
auto key_of(const NoteRow& row) {
    return std::tie(row.delivery->store, row.placed->note.note_id);
}

auto key_of(const UndoRow& row) {
    return std::tie(row.delivery->store, row.undo->undo_id);
}

bool is_countable(const NoteRow& row) {
    return row.placed->business_day && row.placed->tapped_at;
}

void sort_notes(std::vector<NoteRow>& rows, SortedRows& sorted) {
    std::sort(rows.begin(), rows.end(), [](const NoteRow& a, const NoteRow& b) {
        const auto order = key_of(a) <=> key_of(b);
        // A note that can be counted stands for its id, whatever else came along.
        return std::is_neq(order) ? std::is_lt(order) : is_countable(a) && !is_countable(b);
    });
    const NoteRow* first = nullptr;
    for (const NoteRow& row : rows) {
        if (first != nullptr && key_of(*first) == key_of(row)) {
            sorted.repeated.push_back({row, *first});
            continue;
        }
        first = &row;
        (is_countable(row) ? sorted.countable : sorted.uncountable).push_back(row);
    }
}

void sort_undos(std::vector<UndoRow>& rows, SortedRows& sorted) {
    std::sort(rows.begin(), rows.end(), [](const UndoRow& a, const UndoRow& b) { return key_of(a) < key_of(b); });
    const UndoRow* first = nullptr;
    for (const UndoRow& row : rows) {
        if (first != nullptr && key_of(*first) == key_of(row)) {
            sorted.repeated_undos.push_back(row);
            continue;
        }
        first = &row;
        sorted.undos.push_back(row);
    }
}

}  // namespace

SortedRows sort_rows(std::span<const domain::Delivery> deliveries, std::vector<domain::DeliveryOutcome>& outcomes) {
    outcomes.assign(deliveries.size(), {});
    std::size_t note_count = 0;
    for (const auto& delivery : deliveries) {
        note_count += delivery.notes.size();
    }
    std::vector<NoteRow> notes;
    notes.reserve(note_count);
    std::vector<UndoRow> undos;
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        const auto& delivery = deliveries[i];
        auto& results = outcomes[i].results;
        results.resize(delivery.notes.size() + delivery.undos.size() + delivery.showings.size());
        NoteResult* result = results.data();
        for (const auto& placed : delivery.notes) {
            result->id = placed.note.note_id;
            notes.push_back({&delivery, &placed, result++});
        }
        for (const auto& undo : delivery.undos) {
            result->id = undo.undo_id;
            undos.push_back({&delivery, &undo, result++});
        }
    }
    SortedRows sorted;
    sorted.countable.reserve(notes.size());
    sort_notes(notes, sorted);
    sort_undos(undos, sorted);
    return sorted;
}

bool same_content(const NoteRow& a, const NoteRow& b) {
    Note left = a.placed->note;
    Note right = b.placed->note;
    left.comment.reset();
    right.comment.reset();
    return left == right && a.delivery->outbox_id == b.delivery->outbox_id;
}

}  // namespace tillnote::storage
