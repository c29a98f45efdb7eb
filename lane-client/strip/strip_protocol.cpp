#include "lane-client/strip/strip_protocol.hpp"

#include "schema/limits.hpp"
#include "schema/strict_json.hpp"

#include <array>
#include <utility>

namespace tillnote::strip {
namespace {

using nlohmann::json;
using Kind = StripRequest::Kind;

constexpr std::size_t messages_max = 100;
constexpr std::size_t text_bytes_max = 4096;

constexpr std::array<std::pair<Kind, std::string_view>, 6> kind_names{{
    {Kind::tap, "tap"},
    {Kind::undo, "undo"},
    {Kind::answer, "answer"},
    {Kind::not_asked, "not_asked"},
    {Kind::message_seen, "message_seen"},
    {Kind::catalog, "catalog"},
}};

bool is_present(ObjectReader& reader, std::string_view name) {
    const JsonValue* member = reader.find(name);
    return member != nullptr && !member->is_null();
}

std::optional<ShownAsk> read_ask(ObjectReader& outer) {
    if (!is_present(outer, "ask")) {
        return std::nullopt;
    }
    ObjectReader reader(*outer.find("ask"), "/ask");
    ShownAsk ask;
    ask.showing_id = reader.uuid("showing_id");
    ask.question_en = reader.text("question_en", 1, text_bytes_max);
    ask.question_es = reader.text("question_es", 1, text_bytes_max);
    for (const JsonValue& entry : reader.array("answers", limits::ask_answers_max, true)) {
        ObjectReader answer(entry, "/ask/answers");
        ask.answers.push_back({answer.text("answer", 1, 64), answer.text("label_en", 1, text_bytes_max),
                               answer.text("label_es", 1, text_bytes_max)});
        if (auto mistake = answer.finish(UnknownFields::ignored)) {
            reader.fail(std::move(*mistake));
        }
    }
    if (auto mistake = reader.finish(UnknownFields::ignored)) {
        outer.fail(std::move(*mistake));
    }
    return ask;
}

std::vector<LaneMessage> read_messages(ObjectReader& outer) {
    std::vector<LaneMessage> messages;
    for (const JsonValue& entry : outer.array("messages", messages_max, false)) {
        ObjectReader reader(entry, "/messages");
        messages.push_back({reader.uuid("message_id"), reader.text("text_en", 1, text_bytes_max),
                            reader.text("text_es", 1, text_bytes_max)});
        if (auto mistake = reader.finish(UnknownFields::ignored)) {
            outer.fail(std::move(*mistake));
        }
    }
    return messages;
}

AgentReply unreadable() {
    return {false,
            std::string(error_row(ErrorCode::outbox_unusable).type),
            "The agent of this lane is of another version. Restart it.",
            {}};
}

AgentReply read_refusal(ObjectReader& reader) {
    AgentReply reply;
    reply.error = reader.text("error", 1, 64);
    reply.detail = reader.text("detail", 0, text_bytes_max);
    return reader.failed() ? unreadable() : reply;
}

}  // namespace

std::string to_line(const StripRequest& request) {
    json line;
    for (const auto& [kind, name] : kind_names) {
        if (kind == request.kind) {
            line["do"] = name;
        }
    }
    switch (request.kind) {
        case Kind::tap:
            line["reason"] = request.code;
            line["source"] = to_text(request.source);
            break;
        case Kind::undo:
            line["undo_id"] = request.id.to_string();
            if (request.note_id) {
                line["note_id"] = request.note_id->to_string();
            }
            break;
        case Kind::answer:
            line["showing_id"] = request.id.to_string();
            line["answer"] = request.code;
            break;
        case Kind::not_asked:
            line["showing_id"] = request.id.to_string();
            break;
        case Kind::message_seen:
            line["message_id"] = request.id.to_string();
            break;
        case Kind::catalog:
            break;
    }
    return dump_json(line);
}

std::string watch_line(std::optional<std::int64_t> since, bool shows_asks) {
    json line{{"do", "watch"}, {"shows_asks", shows_asks}};
    if (since) {
        line["since"] = *since;
    }
    return dump_json(line);
}

Result<LaneState> parse_lane_state(std::string_view line) {
    auto document = parse_strict_json(line);
    if (!document) {
        return document.error();
    }
    ObjectReader reader(*document, "");
    if (!reader.boolean("ok")) {
        return Error{ErrorCode::invalid_field, reader.optional_text("detail", 0, text_bytes_max).value_or(""), "/ok"};
    }
    LaneState state;
    state.revision = reader.integer("revision", 0, limits::integer_max);
    state.enrolled = reader.boolean("enrolled");
    state.refused = reader.boolean("refused");
    state.pending = reader.integer("pending", 0, limits::integer_max);
    state.server_reachable = reader.boolean("server_reachable");
    if (is_present(reader, "catalog_version")) {
        state.catalog_version = reader.text("catalog_version", 0, 128);
    }
    state.transaction = reader.optional_boolean("transaction", false);
    if (is_present(reader, "code")) {
        state.code = reader.text("code", 0, 32);
    }
    state.ask = read_ask(reader);
    state.messages = read_messages(reader);
    if (auto mistake = reader.finish(UnknownFields::ignored)) {
        return std::move(*mistake);
    }
    return state;
}

AgentReply parse_agent_reply(std::string_view line) {
    auto document = parse_strict_json(line);
    if (!document) {
        return unreadable();
    }
    ObjectReader reader(*document, "");
    if (!reader.boolean("ok")) {
        return reader.failed() ? unreadable() : read_refusal(reader);
    }
    AgentReply reply{.done = true};
    if (is_present(reader, "note_id")) {
        reply.note_id = reader.uuid("note_id");
        if (reader.failed()) {
            return unreadable();
        }
    }
    if (is_present(reader, "catalog")) {
        auto catalog = parse_lane_catalog(dump_json(*reader.find("catalog")));
        if (!catalog) {
            return unreadable();
        }
        reply.catalog = std::move(*catalog);
    }
    return reply;
}

}  // namespace tillnote::strip
