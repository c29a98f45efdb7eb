#include "lane-client/verdict.hpp"

#include "lane-client/tame.hpp"
#include "schema/strict_json.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace tillnote::lane {
namespace {

constexpr std::string_view problem_prefix = "/problems/";
constexpr std::size_t detail_characters_max = 300;

struct Problem {
    const ErrorRow* row = nullptr;
    std::string pointer;
    std::string detail;
};

const ErrorRow* find_row(std::string_view type) {
    if (!type.starts_with(problem_prefix)) {
        return nullptr;
    }
    type.remove_prefix(problem_prefix.size());
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        if (error_row_at(index).type == type) {
            return &error_row_at(index);
        }
    }
    return nullptr;
}

/// The text at `pointer` (RFC 6901); empty when there is none.
std::string find_text(const JsonValue& json, std::string_view pointer) {
    boost::system::error_code absent;
    const JsonValue* value = json.find_pointer(pointer, absent);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

/// Reads leniently: a newer server may say more than this lane knows.
std::optional<Problem> find_problem(const HttpAnswer& answer) {
    if (answer.content_type != "application/problem+json") {
        return std::nullopt;
    }
    auto json = parse_strict_json(answer.body);
    if (!json) {
        return std::nullopt;
    }
    Problem problem;
    problem.row = find_row(find_text(*json, "/type"));
    problem.pointer = find_text(*json, "/errors/0/pointer");
    problem.detail = find_text(*json, "/detail");
    return problem;
}

LaneReaction reaction_to(int status) {
    switch (status) {
        case 400:
        case 411:
        case 413:
        case 422:
            return LaneReaction::halve_batch;
        case 401:
        case 403:
            return LaneReaction::ask_manager;
        default:
            return LaneReaction::back_off;
    }
}

bool blames_an_item(std::string_view pointer) {
    return pointer.empty() || pointer.starts_with("/notes") || pointer.starts_with("/undos") ||
           pointer.starts_with("/showings");
}

bool names_every_id(const NotesAnswer& answer, const Batch& batch) {
    if (answer.results.size() != batch.size()) {
        return false;
    }
    std::size_t at = 0;
    for (const StoredNote& stored : batch.notes) {
        if (answer.results[at++].id != stored.note.note_id) {
            return false;
        }
    }
    for (const StoredUndo& stored : batch.undos) {
        if (answer.results[at++].id != stored.undo.undo_id) {
            return false;
        }
    }
    for (const StoredShowing& stored : batch.showings) {
        if (answer.results[at++].id != stored.showing.showing_id) {
            return false;
        }
    }
    return true;
}

Judgement judge_success(const HttpAnswer& answer, const Batch& batch) {
    Judgement judgement;
    if (answer.content_type != "application/json") {
        return judgement;
    }
    const auto parsed = parse_notes_answer(answer.body);
    if (parsed && names_every_id(*parsed, batch)) {
        judgement.verdict = Verdict::settled;
        judgement.have_seq = parsed->have_seq;
        judgement.from_tillnote = true;
        judgement.stored_anew = std::any_of(parsed->results.begin(), parsed->results.end(),
                                            [](const NoteResult& result) { return result.status == NoteStatus::stored; });
    }
    return judgement;
}

}  // namespace

Judgement judge_answer(const HttpAnswer& answer, const Batch& batch) {
    if (answer.status == 200) {
        return judge_success(answer, batch);
    }
    Judgement judgement;
    const auto problem = find_problem(answer);
    const bool page = answer.content_type == "text/html";
    judgement.from_tillnote = !page;
    LaneReaction reaction = reaction_to(answer.status);
    if (problem && problem->row != nullptr && problem->row->status == answer.status) {
        judgement.error = problem->row->code;
        reaction = problem->row->lane;
    }
    switch (reaction) {
        case LaneReaction::halve_batch:
            if (problem && !blames_an_item(problem->pointer)) {
                judgement.verdict = Verdict::refused;
            } else if (!page || answer.status == 413) {
                judgement.verdict = Verdict::halve;
            }
            break;
        case LaneReaction::ask_manager:
            judgement.verdict = page ? Verdict::back_off : Verdict::refused;
            break;
        case LaneReaction::back_off:
        case LaneReaction::not_sent:
            break;
    }
    return judgement;
}

bool is_busy(const HttpAnswer& answer) {
    return answer.status == 429 || answer.status >= 500;
}

Error not_tillnote(const HttpAnswer& answer) {
    constexpr int misdirected = 421;
    if (is_busy(answer)) {
        return {ErrorCode::unreachable, "The server is busy. Try again in a minute.", {}};
    }
    if (const auto problem = find_problem(answer); problem && problem->row != nullptr && !problem->detail.empty()) {
        return {ErrorCode::untrusted_server,
                "The server refuses what this terminal asks (status " + std::to_string(answer.status) +
                    "): " + tame(problem->detail, detail_characters_max),
                {}};
    }
    if (answer.status == misdirected) {
        return {ErrorCode::untrusted_server,
                "The server does not answer at this address (status 421). If it speaks TLS, begin the URL with https://; "
                "otherwise its configuration must name this host in server.hosts.",
                {}};
    }
    return {ErrorCode::untrusted_server,
            "What answers there (status " + std::to_string(answer.status) +
                ") is not Tillnote. Check the URL and the network's sign-in.",
            {}};
}

bool is_token_refused(const HttpAnswer& answer) {
    return (answer.status == 401 || answer.status == 403) && answer.content_type != "text/html";
}

}  // namespace tillnote::lane
