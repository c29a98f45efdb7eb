#include "lane-client/agent_protocol.hpp"

#include "schema/limits.hpp"
#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"

#include <array>
#include <utility>

namespace tillnote::lane {
namespace {

using Kind = AgentRequest::Kind;

/// More than any barcode holds.
constexpr std::size_t scan_bytes_max = 4096;
constexpr std::size_t code_bytes_max = 16;
constexpr std::size_t answer_bytes_max = 20;

constexpr std::array<std::pair<Kind, std::string_view>, 14> kind_names{{
    {Kind::tap, "tap"},
    {Kind::undo, "undo"},
    {Kind::scan, "scan"},
    {Kind::begin, "begin"},
    {Kind::end, "end"},
    {Kind::status, "status"},
    {Kind::hurry, "hurry"},
    {Kind::reload, "reload"},
    {Kind::enrolling, "enrolling"},
    {Kind::watch, "watch"},
    {Kind::catalog, "catalog"},
    {Kind::answer, "answer"},
    {Kind::not_asked, "not_asked"},
    {Kind::message_seen, "message_seen"},
}};

ErrorCode find_code(std::string_view type) {
    for (std::size_t index = 0; index < error_row_count(); ++index) {
        if (error_row_at(index).type == type) {
            return error_row_at(index).code;
        }
    }
    return ErrorCode::internal;
}

std::string to_text(const nlohmann::json& json) {
    // What a caller typed may not be UTF-8; it must not end the conversation.
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Uuid read_id(ObjectReader& reader, std::string_view name) {
    auto id = Uuid::parse(reader.text(name, 36, 36));
    if (!id && !reader.failed()) {
        reader.fail(ErrorCode::invalid_field, name, "An id is a lower-case UUID.");
    }
    return id ? *id : Uuid{};
}

TapRequest read_tap(ObjectReader& reader) {
    TapRequest tap;
    tap.reason = reader.text("reason", 1, 64);
    tap.transaction = reader.optional_text("transaction", 1, limits::transaction_key_bytes_max);
    tap.comment = reader.optional_text("comment", 1, limits::comment_characters_max * 4);
    const auto source = find_source(reader.text("source", 1, 16));
    if (!source) {
        reader.fail(ErrorCode::invalid_field, "source", "The source is touch, key, hotkey, scan, http or script.");
    }
    tap.source = source.value_or(Source::script);
    return tap;
}

/// What goes with the kind of the request.
void read_members(ObjectReader& reader, AgentRequest& request) {
    switch (request.kind) {
        case Kind::tap:
            request.tap = read_tap(reader);
            break;
        case Kind::undo:
            request.undo_id = read_id(reader, "undo_id");
            if (reader.find("note_id") != nullptr) {
                request.note_id = read_id(reader, "note_id");
            }
            break;
        case Kind::scan:
            request.text = reader.text("text", 0, scan_bytes_max);
            break;
        case Kind::begin:
            request.transaction = reader.text("transaction", 1, limits::transaction_key_bytes_max);
            break;
        case Kind::enrolling:
            request.code = reader.optional_text("code", 1, code_bytes_max);
            break;
        case Kind::watch:
            request.since = reader.optional_integer("since", 0, limits::integer_max);
            request.shows_asks = reader.optional_boolean("shows_asks", false);
            break;
        case Kind::answer:
            request.showing_id = read_id(reader, "showing_id");
            request.answer = reader.text("answer", 1, answer_bytes_max);
            break;
        case Kind::not_asked:
            request.showing_id = read_id(reader, "showing_id");
            break;
        case Kind::message_seen:
            request.message_id = read_id(reader, "message_id");
            break;
        case Kind::end:
        case Kind::status:
        case Kind::hurry:
        case Kind::reload:
        case Kind::catalog:
            break;
    }
}

void write_tap(nlohmann::json& json, const TapRequest& tap) {
    json["reason"] = tap.reason;
    json["source"] = tillnote::to_text(tap.source);
    if (tap.transaction) {
        json["transaction"] = *tap.transaction;
    }
    if (tap.comment) {
        json["comment"] = *tap.comment;
    }
}

/// What read_members reads.
void write_members(nlohmann::json& json, const AgentRequest& request) {
    switch (request.kind) {
        case Kind::tap:
            write_tap(json, request.tap);
            break;
        case Kind::undo:
            json["undo_id"] = request.undo_id.to_string();
            if (request.note_id) {
                json["note_id"] = request.note_id->to_string();
            }
            break;
        case Kind::scan:
            json["text"] = request.text;
            break;
        case Kind::begin:
            json["transaction"] = request.transaction;
            break;
        case Kind::enrolling:
            if (request.code) {
                json["code"] = *request.code;
            }
            break;
        case Kind::watch:
            if (request.since) {
                json["since"] = *request.since;
            }
            if (request.shows_asks) {
                json["shows_asks"] = true;
            }
            break;
        case Kind::answer:
            json["showing_id"] = request.showing_id.to_string();
            json["answer"] = request.answer;
            break;
        case Kind::not_asked:
            json["showing_id"] = request.showing_id.to_string();
            break;
        case Kind::message_seen:
            json["message_id"] = request.message_id.to_string();
            break;
        case Kind::end:
        case Kind::status:
        case Kind::hurry:
        case Kind::reload:
        case Kind::catalog:
            break;
    }
}

AgentAnswer read_success(ObjectReader& reader) {
    AgentAnswer answer;
    if (reader.find("note_id") != nullptr) {
        const Uuid note_id = read_id(reader, "note_id");
        answer.outcome = TapOutcome{note_id, reader.boolean("repeat")};
        return answer;
    }
    answer.ignored = reader.optional_boolean("ignored", false);
    answer.counted = reader.find("pending") != nullptr;
    if (!answer.counted) {
        return answer;
    }
    answer.counts.pending = reader.integer("pending", 0, limits::integer_max);
    answer.counts.undos = reader.integer("undos", 0, limits::integer_max);
    answer.counts.showings = reader.optional_integer("showings", 0, limits::integer_max).value_or(0);
    answer.counts.rejected = reader.integer("rejected", 0, limits::integer_max);
    answer.counts.delivered = reader.integer("delivered", 0, limits::integer_max);
    answer.refused = reader.boolean("refused");
    if (const auto text = reader.optional_text("oldest_pending_at", 1, 40)) {
        if (auto oldest = parse_time(*text)) {
            answer.counts.oldest_pending_at = oldest->instant;
        }
    }
    return answer;
}

}  // namespace

std::string to_line(const AgentRequest& request) {
    nlohmann::json json;
    for (const auto& [kind, name] : kind_names) {
        if (kind == request.kind) {
            json["do"] = name;
        }
    }
    write_members(json, request);
    return to_text(json);
}

Result<AgentRequest> parse_agent_request(std::string_view line) {
    auto json = parse_strict_json(line);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    AgentRequest request;
    const std::string name = reader.text("do", 1, 16);
    bool known = false;
    for (const auto& [kind, kind_name] : kind_names) {
        if (kind_name == name) {
            request.kind = kind;
            known = true;
        }
    }
    if (!known) {
        reader.fail(ErrorCode::invalid_field, "do", "The agent does not know this request.");
    }
    if (known) {
        read_members(reader, request);
    }
    if (auto mistake = reader.finish()) {
        return *mistake;
    }
    return request;
}

std::string to_line(const AgentAnswer& answer) {
    if (answer.error) {
        return to_text({{"ok", false}, {"error", error_row(answer.error->code).type}, {"detail", answer.error->detail}});
    }
    if (answer.outcome) {
        return to_text({{"ok", true}, {"note_id", answer.outcome->note_id.to_string()}, {"repeat", answer.outcome->repeat}});
    }
    if (answer.ignored) {
        return to_text({{"ok", true}, {"ignored", true}});
    }
    if (!answer.counted) {
        return to_text({{"ok", true}});
    }
    nlohmann::json json{{"ok", true},
                        {"pending", answer.counts.pending},
                        {"undos", answer.counts.undos},
                        {"showings", answer.counts.showings},
                        {"rejected", answer.counts.rejected},
                        {"delivered", answer.counts.delivered},
                        {"refused", answer.refused}};
    if (answer.counts.oldest_pending_at) {
        json["oldest_pending_at"] = format_time(*answer.counts.oldest_pending_at);
    }
    return to_text(json);
}

Result<AgentAnswer> parse_agent_answer(std::string_view line) {
    auto json = parse_strict_json(line);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    AgentAnswer answer;
    if (reader.boolean("ok")) {
        answer = read_success(reader);
    } else {
        const std::string type = reader.text("error", 1, 64);
        answer.error = Error{find_code(type), reader.text("detail", 0, agent_line_bytes_max), {}};
    }
    if (auto mistake = reader.finish()) {
        return *mistake;
    }
    return answer;
}

}  // namespace tillnote::lane
