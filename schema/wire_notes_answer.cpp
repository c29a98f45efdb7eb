#include "schema/limits.hpp"
#include "schema/strict_json.hpp"
#include "schema/wire.hpp"

namespace tillnote {
namespace {

using nlohmann::json;

constexpr std::size_t results_max = limits::batch_notes_max + limits::batch_undos_max + limits::batch_showings_max;
constexpr std::array statuses{NoteStatus::stored, NoteStatus::exists, NoteStatus::quarantined, NoteStatus::refused};

std::optional<Error> read_result(const JsonValue& entry, std::size_t index, NoteResult& result) {
    ObjectReader reader(entry, "results", index);
    result.id = reader.uuid("id");
    const auto status = find_note_status(reader.text_view("status", 1, 32));
    if (!reader.failed() && !status) {
        reader.fail(ErrorCode::invalid_field, "status", "Expected one of stored, exists, quarantined, refused.");
    }
    result.status = status.value_or(NoteStatus::stored);
    result.problem = reader.optional_text("problem", 1, 64);
    return reader.finish(UnknownFields::ignored);
}

}  // namespace

/// Written by hand: one answer per request of the busiest route, of ids and fixed words that need no escaping.
std::string to_json(const NotesAnswer& answer) {
    std::string text = "{\"have_seq\":" + std::to_string(answer.have_seq) + ",\"results\":[";
    text.reserve(text.size() + 2 + answer.results.size() * 96);
    for (const NoteResult& result : answer.results) {
        if (text.back() != '[') {
            text += ',';
        }
        text += R"({"id":")";
        text += result.id.to_string();
        text += R"(","status":")";
        text += to_text(result.status);
        text += '"';
        if (result.problem) {
            text += ",\"problem\":";
            text += dump_json(json(*result.problem));
        }
        text += '}';
    }
    text += "]}";
    return text;
}

Result<NotesAnswer> parse_notes_answer(std::string_view text) {
    auto document = parse_strict_json(text);
    if (document.has_error()) {
        return std::move(document).error();
    }
    ObjectReader reader(*document, "");
    NotesAnswer answer;
    answer.have_seq = reader.integer("have_seq", 0, limits::integer_max);
    const JsonArray& results = reader.array("results", results_max, true);
    answer.results.resize(results.size());
    for (std::size_t index = 0; index < results.size() && !reader.failed(); ++index) {
        if (auto error = read_result(results[index], index, answer.results[index])) {
            reader.fail(std::move(*error));
        }
    }
    if (auto error = reader.finish(UnknownFields::ignored)) {
        return std::move(*error);
    }
    return answer;
}

std::string_view to_text(NoteStatus status) noexcept {
    switch (status) {
        case NoteStatus::stored:
            return "stored";
        case NoteStatus::exists:
            return "exists";
        case NoteStatus::quarantined:
            return "quarantined";
        case NoteStatus::refused:
            return "refused";
    }
    return "";
}

std::optional<NoteStatus> find_note_status(std::string_view text) noexcept {
    for (const NoteStatus status : statuses) {
        if (to_text(status) == text) {
            return status;
        }
    }
    return std::nullopt;
}

}  // namespace tillnote
