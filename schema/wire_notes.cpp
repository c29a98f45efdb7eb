#include "schema/limits.hpp"
#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "schema/wire.hpp"
#include "schema/written_text.hpp"

#include <algorithm>

namespace tillnote {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t answer_characters_max = 32;
constexpr std::size_t code_bytes_max = 64;  ///< more than any reason, source or outcome has

/// Codes that nobody knows are kept in quarantine, so a card number must not come as one.
void refuse_card_number(ObjectReader& reader, std::string_view name, std::string_view text) {
    if (reader.failed()) {
        return;
    }
    if (const auto checked = check_no_card_number(text, name); !checked) {
        reader.fail(ErrorCode::invalid_field, name, checked.error().detail);
    }
}

std::string read_reason(ObjectReader& reader) {
    const std::string_view code = reader.text_view("reason", 0, code_bytes_max);
    if (!reader.failed() && !is_reason_code(code)) {
        reader.fail(ErrorCode::invalid_field, "reason", "Expected a reason code of 1 to 20 letters, digits or hyphens.");
    }
    refuse_card_number(reader, "reason", code);
    return std::string(code);
}

std::string read_remark_key(ObjectReader& reader) {
    const std::string_view key = reader.text_view("remark_key", 0, code_bytes_max);
    if (!reader.failed() && !is_remark_key(key)) {
        reader.fail(ErrorCode::invalid_field, "remark_key", "Expected 16 to 64 letters, digits, underscores or hyphens.");
    }
    return std::string(key);
}

Source read_source(ObjectReader& reader) {
    const auto source = find_source(reader.text_view("source", 0, code_bytes_max));
    if (!reader.failed() && !source) {
        reader.fail(ErrorCode::invalid_field, "source", "Expected one of touch, key, hotkey, scan, http, script.");
    }
    return source.value_or(Source::script);
}

std::optional<std::string> read_comment(ObjectReader& reader) {
    const auto comment = reader.optional_text_view("comment", 0, limits::body_bytes_max);
    if (comment && !is_comment(*comment)) {
        reader.fail(ErrorCode::invalid_field, "comment", "Expected 1 to 140 characters without control characters.");
    }
    return comment ? std::optional<std::string>(*comment) : std::nullopt;
}

std::optional<Error> read_note(const JsonValue& entry, std::size_t index, Note& note) {
    ObjectReader reader(entry, "notes", index);
    note.note_id = reader.uuid_v7("note_id");
    note.seq = reader.integer("seq", 1, limits::integer_max);
    note.reason = read_reason(reader);
    note.tapped_at = reader.time("tapped_at", &note.utc_offset_minutes);
    note.mono = reader.optional_milliseconds("mono_ms");
    note.boot_id = reader.optional_uuid("boot_id");
    note.source = read_source(reader);
    note.remark_key = read_remark_key(reader);
    note.comment = read_comment(reader);
    return reader.finish();
}

std::optional<Error> read_undo(const JsonValue& entry, std::size_t index, Undo& undo) {
    ObjectReader reader(entry, "undos", index);
    undo.undo_id = reader.uuid("undo_id");
    undo.note_id = reader.uuid_v7("note_id");
    undo.undone_at = reader.time("undone_at");
    return reader.finish();
}

std::optional<Error> read_showing(const JsonValue& entry, std::size_t index, Showing& showing) {
    ObjectReader reader(entry, "showings", index);
    showing.showing_id = reader.uuid("showing_id");
    showing.ask_id = reader.uuid("ask_id");
    showing.shown_at = reader.time("shown_at");
    const auto outcome = find_showing_outcome(reader.text_view("outcome", 0, code_bytes_max));
    if (!reader.failed() && !outcome) {
        reader.fail(ErrorCode::invalid_field, "outcome", "Expected one of answered, not_asked, expired.");
    }
    showing.outcome = outcome.value_or(ShowingOutcome::expired);
    const bool has_answer = entry.is_object() && entry.get_object().contains("answer");
    if (has_answer) {
        showing.answer = reader.plain_text("answer", 1, answer_characters_max);
        refuse_card_number(reader, "answer", *showing.answer);
    }
    if (!reader.failed() && has_answer != (showing.outcome == ShowingOutcome::answered)) {
        reader.fail(ErrorCode::impossible_value, "answer", "An answer belongs to the outcome answered, and only to it.");
    }
    showing.with_transaction = reader.optional_boolean("with_transaction", true);
    return reader.finish();
}

/// Reads every entry with `read_entry`, the first mistake ends it.
template <typename Entry, typename ReadEntry>
void read_entries(ObjectReader& reader, const JsonArray& entries, std::vector<Entry>& into, ReadEntry read_entry) {
    into.resize(entries.size());
    for (std::size_t index = 0; index < entries.size() && !reader.failed(); ++index) {
        if (auto error = read_entry(entries[index], index, into[index])) {
            reader.fail(std::move(*error));
        }
    }
}

/// Refuses an id that comes twice in one array of the batch.
template <typename Entry>
void refuse_duplicates(ObjectReader& reader, std::string_view array_name, std::string_view id_name,
                       const std::vector<Entry>& entries, Uuid Entry::* id) {
    if (entries.size() < 2 || reader.failed()) {
        return;
    }
    std::vector<std::pair<Uuid, std::size_t>> ids;
    ids.reserve(entries.size());
    for (std::size_t index = 0; index < entries.size(); ++index) {
        ids.emplace_back(entries[index].*id, index);
    }
    std::sort(ids.begin(), ids.end());
    const auto twice =
        std::adjacent_find(ids.begin(), ids.end(), [](const auto& a, const auto& b) { return a.first == b.first; });
    if (twice != ids.end()) {
        std::string place = reader.pointer_to(array_name);
        place.append("/").append(std::to_string(std::next(twice)->second)).append("/").append(id_name);
        reader.fail(Error{ErrorCode::impossible_value, "This id comes twice in one batch; send each record once.",
                          std::move(place)});
    }
}

ordered_json note_json(const Note& note) {
    ordered_json entry{{"note_id", note.note_id.to_string()},
                       {"seq", note.seq},
                       {"reason", note.reason},
                       {"tapped_at", format_time(OffsetTime{note.tapped_at, note.utc_offset_minutes})}};
    if (note.mono) {
        entry["mono_ms"] = note.mono->count();
    }
    if (note.boot_id) {
        entry["boot_id"] = note.boot_id->to_string();
    }
    entry["source"] = to_text(note.source);
    entry["remark_key"] = note.remark_key;
    if (note.comment) {
        entry["comment"] = *note.comment;
    }
    return entry;
}

ordered_json undo_json(const Undo& undo) {
    return {{"undo_id", undo.undo_id.to_string()},
            {"note_id", undo.note_id.to_string()},
            {"undone_at", format_time(undo.undone_at)}};
}

ordered_json showing_json(const Showing& showing) {
    ordered_json entry{{"showing_id", showing.showing_id.to_string()},
                       {"ask_id", showing.ask_id.to_string()},
                       {"shown_at", format_time(showing.shown_at)},
                       {"outcome", to_text(showing.outcome)}};
    if (showing.answer) {
        entry["answer"] = *showing.answer;
    }
    if (!showing.with_transaction) {
        entry["with_transaction"] = false;
    }
    return entry;
}

template <typename Entry, typename ToJson>
ordered_json entries_json(const std::vector<Entry>& entries, ToJson entry_json) {
    ordered_json array = ordered_json::array();
    for (const Entry& entry : entries) {
        array.push_back(entry_json(entry));
    }
    return array;
}

}  // namespace

std::string to_json(const NotesRequest& request) {
    ordered_json message = ordered_json::object();
    if (request.enrolment_id) {
        message["enrolment_id"] = request.enrolment_id->to_string();
    }
    message["outbox_id"] = request.outbox_id.to_string();
    message["sent_at"] = format_time(request.sent_at);
    if (request.boot_id) {
        message["boot_id"] = request.boot_id->to_string();
    }
    if (request.sent_mono) {
        message["sent_mono_ms"] = request.sent_mono->count();
    }
    message["pending"] = request.pending;
    message["notes"] = entries_json(request.notes, note_json);
    message["undos"] = entries_json(request.undos, undo_json);
    message["showings"] = entries_json(request.showings, showing_json);
    return dump_json(message);
}

Result<NotesRequest> parse_notes_request(std::string_view json) {
    auto document = parse_strict_json(json);
    if (document.has_error()) {
        return std::move(document).error();
    }
    ObjectReader reader(*document, "");
    NotesRequest request;
    request.enrolment_id = reader.optional_uuid("enrolment_id");
    request.outbox_id = reader.uuid("outbox_id");
    request.sent_at = reader.time("sent_at");
    request.boot_id = reader.optional_uuid("boot_id");
    request.sent_mono = reader.optional_milliseconds("sent_mono_ms");
    request.pending = reader.optional_integer("pending", 0, limits::integer_max).value_or(0);
    read_entries(reader, reader.array("notes", limits::batch_notes_max, false), request.notes, read_note);
    read_entries(reader, reader.array("undos", limits::batch_undos_max, false), request.undos, read_undo);
    read_entries(reader, reader.array("showings", limits::batch_showings_max, false), request.showings, read_showing);
    refuse_duplicates(reader, "notes", "note_id", request.notes, &Note::note_id);
    refuse_duplicates(reader, "undos", "undo_id", request.undos, &Undo::undo_id);
    refuse_duplicates(reader, "showings", "showing_id", request.showings, &Showing::showing_id);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return request;
}

}  // namespace tillnote
