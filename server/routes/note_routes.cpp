#include "server/routes/note_routes.hpp"

#include "schema/card_guard.hpp"
#include "schema/contact_mask.hpp"
#include "schema/digits.hpp"
#include "schema/text.hpp"
#include "server/domain/placement.hpp"
#include "server/routes/form.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

/// What the answer needs beyond the stores' outcome.
struct Received {
    std::vector<std::size_t> card_numbers;     ///< notes whose comment or remark key was refused
    std::vector<std::size_t> comments_unread;  ///< notes whose comment this store does not take
};

Error busy() {
    return {ErrorCode::busy, "The commit queue is full; nothing was stored. Send the same notes again shortly.", ""};
}

/// Comments go no further than this when they may not be kept.
void screen_comment(Note& note, std::size_t index, const domain::Store& store, Received& received) {
    if (!note.comment) {
        return;
    }
    auto masked = mask_contacts(make_plain_text(*note.comment));
    if (holds_card_number(*note.comment) || holds_card_number(masked)) {
        received.card_numbers.push_back(index);
        note.comment.reset();
    } else if (!store.free_text) {
        received.comments_unread.push_back(index);
        note.comment.reset();
    } else if (masked.empty()) {
        note.comment.reset();
    } else {
        note.comment = std::move(masked);
    }
}

/// A key that is nothing but a card number is kept by nobody: its note counts as a customer of its own, under letters made
/// of its id, so that the note sent again has the same. Of keys with letters in them that are drawn by lot, hexadecimal
/// ones, some hold digits that look like a card, and none is one.
void screen_remark_key(Note& note, std::size_t index, Received& received) {
    const auto is_letter = [](char sign) { return !is_ascii_digit(sign) && sign != '-' && sign != '_'; };
    if (std::ranges::any_of(note.remark_key, is_letter) || !holds_card_number(note.remark_key)) {
        return;
    }
    received.card_numbers.push_back(index);
    note.remark_key = note.note_id.to_string();
    std::ranges::for_each(note.remark_key, [](char& letter) {
        if (is_ascii_digit(letter)) {
            letter = static_cast<char>('g' + (letter - '0'));
        }
    });
}

domain::Delivery place_delivery(NotesRequest& request, const domain::Enrolment& enrolment, const domain::StoreEntry& entry,
                                const domain::DatedCatalog& catalog, Instant received_at, Received& received) {
    const auto today = entry.calendar.day_of(received_at);
    const auto sealed_before = domain::sealing_horizon(today);
    const domain::Attempt attempt{received_at, request.sent_at, request.boot_id, request.sent_mono};
    domain::Delivery delivery{.store = enrolment.store,
                              .lane = enrolment.lane,
                              .enrolment_id = enrolment.enrolment_id,
                              .outbox_id = request.outbox_id,
                              .pending = request.pending,
                              .contact_day = today,
                              .received_at = received_at,
                              .notes = {},
                              .undos = std::move(request.undos),
                              .showings = {},
                              .sealed_before = sealed_before};
    delivery.notes.reserve(request.notes.size());
    for (std::size_t index = 0; index < request.notes.size(); ++index) {
        auto& note = request.notes[index];
        screen_comment(note, index, entry.store, received);
        screen_remark_key(note, index, received);
        auto placement = domain::place_note(note, attempt, entry.store, entry.calendar, catalog, sealed_before);
        delivery.notes.push_back({.note = std::move(note),
                                  .tapped_at = placement.tapped_at,
                                  .business_day = placement.business_day,
                                  .problem = std::string(placement.problem)});
    }
    for (auto& showing : request.showings) {
        delivery.showings.push_back(
            domain::place_showing(std::move(showing), attempt, entry.store, entry.calendar, sealed_before));
    }
    return delivery;
}

NotesAnswer compose_answer(domain::DeliveryOutcome outcome, const Received& received) {
    for (const auto index : received.comments_unread) {
        if (!outcome.results[index].problem) {
            outcome.results[index].problem = "comment_not_accepted";
        }
    }
    // The note itself is kept; what is refused is its comment or its key, and the lane must be able to tell.
    for (const auto index : received.card_numbers) {
        outcome.results[index].status = NoteStatus::refused;
        outcome.results[index].problem = "card_number";
    }
    return {outcome.have_seq, std::move(outcome.results)};
}

void receive_notes(Environment& environment, const std::shared_ptr<const http::Request>& request,
                   const http::Responder& respond, const domain::LaneIdentity& lane) {
    const auto refuse = [&](const Error& error) { respond(error_response(error, *request, Audience::script)); };
    if (auto error = require_json(*request)) {
        refuse(*error);
        return;
    }
    auto parsed = parse_notes_request(request->body);
    if (!parsed) {
        refuse(parsed.error());
        return;
    }
    const auto& enrolment_id = parsed->enrolment_id;
    const auto* enrolment = enrolment_id ? lane.find_enrolment(*enrolment_id) : &lane.current;
    if (enrolment == nullptr) {
        refuse({ErrorCode::forbidden,
                "This token may not add notes for that enrolment; leave the field out or send one of the lane's own.",
                "/enrolment_id"});
        return;
    }
    const auto directory = environment.directory.current();
    const auto* entry = directory->find_store(enrolment->store);
    if (entry == nullptr) {
        refuse({ErrorCode::unavailable,
                "The store of this lane has just been made and is not known here yet; send the same notes again.", ""});
        return;
    }
    auto received = std::make_shared<Received>();
    auto delivery = place_delivery(*parsed, *enrolment, *entry, directory->catalog, environment.now(), *received);
    const bool accepted = environment.notes.submit(
        std::move(delivery),
        [&environment, request, respond, received, place = *enrolment](Result<domain::DeliveryOutcome> outcome) {
            if (!outcome) {
                respond(error_response(outcome.error(), *request, Audience::script));
                return;
            }
            if (outcome->cloned_outbox) {
                environment.on_cloned_outbox(place.store, place.lane);
            }
            const auto answer = compose_answer(std::move(*outcome), *received);
            environment.on_results(answer.results);
            respond(http::json_response(200, to_json(answer)));
        });
    if (!accepted) {
        refuse(busy());
    }
}

}  // namespace

void add_note_routes(Guard& guard) {
    auto& environment = guard.environment();
    guard.add_lane(http::Method::post, "/v1/notes",
                   [&environment](const std::shared_ptr<const http::Request>& request, const http::Responder& respond,
                                  const std::shared_ptr<const domain::LaneIdentity>& lane) {
                       receive_notes(environment, request, respond, *lane);
                   });
}

}  // namespace tillnote::routes
