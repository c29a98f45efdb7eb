#pragma once

#include "schema/wire.hpp"
#include "server/domain/ask.hpp"
#include "server/domain/organisation.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tillnote::domain {

/// One note with its place, ready to be stored or quarantined.
struct PlacedNote {
    Note note;                         ///< comment already removed where it may not be kept
    std::optional<Instant> tapped_at;  ///< corrected
    std::optional<Day> business_day;   ///< nothing: goes to quarantine
    std::string problem;               ///< why it goes to quarantine
};

/// One POST /v1/notes after validation.
struct Delivery {
    std::string store;
    int lane = 0;
    Uuid enrolment_id;
    Uuid outbox_id;
    std::int64_t pending = 0;
    Day contact_day;  ///< open business day of the store at reception
    Instant received_at;
    std::vector<PlacedNote> notes;
    std::vector<Undo> undos;
    std::vector<PlacedShowing> showings{};
    std::optional<Day> sealed_before;  ///< undos of notes of earlier days are quarantined; nothing: none is
};

/// What became of one delivery, in its order: notes, undos, showings. `status` is stored, exists, quarantined or refused.
struct DeliveryOutcome {
    std::int64_t have_seq = 0;
    std::vector<NoteResult> results;
    bool cloned_outbox = false;  ///< another lane answers with this outbox_id, too: a cloned image
};

/// The only writer of notes. Blocking: the owner's database thread only.
class NoteStore {
public:
    virtual ~NoteStore() = default;

    /// Stores all deliveries in one transaction; ids already stored are compared with what is there. Rows are sorted
    /// by key, so that several writers cannot deadlock. Appends a stale mark for every touched store-day in the same
    /// transaction. An undo for a note not there yet is kept and works when the note arrives;
    /// one of a sealed day (the note's business day, or else its tap date) is quarantined as day_sealed; the same undo_id
    /// with other content is refused as other_content.
    /// Limits: at most 4,096 notes and showings in all. Errors: busy (nothing was stored; retried inside three times on
    /// 40P01 and 40001); unavailable (outcome unknown: send the same ids again); internal.
    virtual Result<std::vector<DeliveryOutcome>> append(std::span<const Delivery> deliveries) = 0;
};

}  // namespace tillnote::domain
