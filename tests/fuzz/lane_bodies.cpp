#include "schema/card_guard.hpp"
#include "schema/limits.hpp"
#include "schema/wire.hpp"
#include "tests/fuzz/round_trip.hpp"
#include "tests/fuzz/targets.hpp"

#include <set>

namespace tillnote::fuzz {
namespace {

template <typename Entry>
void require_bounded(const std::vector<Entry>& entries, Uuid Entry::* id, std::size_t size_max) {
    std::set<Uuid> ids;
    for (const auto& entry : entries) {
        ids.insert(entry.*id);
    }
    require(entries.size() <= size_max, "no batch is over its limit");
    require(ids.size() == entries.size(), "no id comes twice in one batch");
}

void require_sound(const NotesRequest& request) {
    require_bounded(request.notes, &Note::note_id, limits::batch_notes_max);
    require_bounded(request.undos, &Undo::undo_id, limits::batch_undos_max);
    require_bounded(request.showings, &Showing::showing_id, limits::batch_showings_max);
    for (const Note& note : request.notes) {
        require(note.note_id.version() == 7, "a note's id holds its tap date");
        require(note.seq >= 1 && note.seq <= limits::integer_max, "seq begins with 1");
        require(is_reason_code(note.reason) && is_remark_key(note.remark_key), "codes and keys have their form");
        require(!holds_card_number(note.reason), "no reason is a card number: those that are unknown are kept");
        require(!note.comment || is_comment(*note.comment), "a comment is one line of plain text");
    }
    for (const Showing& showing : request.showings) {
        require(showing.answer.has_value() == (showing.outcome == ShowingOutcome::answered), "answered has an answer");
    }
}

}  // namespace

/// The body of any call of the lane API: each of its parsers gets it.
void lane_bodies(std::string_view bytes) {
    require_round_trip(parse_notes_request, bytes);
    require_round_trip(parse_heartbeat_request, bytes);
    require_round_trip(parse_enrolment_request, bytes);
    if (const auto request = parse_notes_request(bytes)) {
        require_sound(*request);
    }
}

}  // namespace tillnote::fuzz
