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

constexpr std::array queue_lengths{QueueLength::none, QueueLength::some, QueueLength::many};
constexpr std::int64_t hour_count_max = 1'000'000;
constexpr std::size_t messages_max = 100;
constexpr std::size_t message_characters_max = 500;

QueueLength read_queue(ObjectReader& reader) {
    const auto text = reader.optional_text_view("queue", 0, 32);
    const auto queue = text ? find_queue_length(*text) : QueueLength::none;
    if (!queue) {
        reader.fail(ErrorCode::invalid_field, "queue", "Expected one of none, some, many.");
    }
    return queue.value_or(QueueLength::none);
}

void read_transactions(ObjectReader& reader, std::vector<HourCount>& transactions) {
    const JsonArray& entries = reader.array("transactions", limits::heartbeat_hours_max, false);
    for (std::size_t index = 0; index < entries.size() && !reader.failed(); ++index) {
        ObjectReader entry(entries[index], "transactions", index);
        HourCount hour;
        hour.hour_start = entry.time("hour_start");
        hour.count = entry.integer("count", 0, hour_count_max);
        const auto same_hour = [&](const HourCount& earlier) { return earlier.hour_start == hour.hour_start; };
        if (!entry.failed() && std::any_of(transactions.begin(), transactions.end(), same_hour)) {
            entry.fail(ErrorCode::impossible_value, "hour_start", "This hour comes twice; send each hour once.");
        }
        if (auto error = entry.finish()) {
            reader.fail(std::move(*error));
        }
        transactions.push_back(hour);
    }
}

void read_messages(ObjectReader& reader, std::vector<LaneMessage>& messages) {
    const JsonArray& entries = reader.array("messages", messages_max, false);
    for (std::size_t index = 0; index < entries.size() && !reader.failed(); ++index) {
        ObjectReader entry(entries[index], "messages", index);
        LaneMessage message;
        message.message_id = entry.uuid("message_id");
        message.text_en = entry.text_line("text_en", 1, message_characters_max);
        message.text_es = entry.text_line("text_es", 1, message_characters_max);
        if (auto error = entry.finish(UnknownFields::ignored)) {
            reader.fail(std::move(*error));
        }
        messages.push_back(std::move(message));
    }
}

}  // namespace

std::string to_json(const HeartbeatRequest& request) {
    ordered_json message{{"outbox_id", request.outbox_id.to_string()},
                         {"sent_at", format_time(request.sent_at)},
                         {"last_seq", request.last_seq},
                         {"pending", request.pending}};
    if (request.oldest_pending_at) {
        message["oldest_pending_at"] = format_time(*request.oldest_pending_at);
    }
    message["rejected"] = request.rejected;
    message["version"] = request.version;
    message["queue"] = to_text(request.queue);
    message["transactions"] = ordered_json::array();
    for (const HourCount& hour : request.transactions) {
        message["transactions"].push_back({{"hour_start", format_time(hour.hour_start)}, {"count", hour.count}});
    }
    return dump_json(message);
}

Result<HeartbeatRequest> parse_heartbeat_request(std::string_view json) {
    auto document = parse_strict_json(json);
    if (document.has_error()) {
        return std::move(document).error();
    }
    ObjectReader reader(*document, "");
    HeartbeatRequest request;
    request.outbox_id = reader.uuid("outbox_id");
    request.sent_at = reader.time("sent_at");
    request.last_seq = reader.integer("last_seq", 0, limits::integer_max);
    request.pending = reader.optional_integer("pending", 0, limits::integer_max).value_or(0);
    request.oldest_pending_at = reader.optional_time("oldest_pending_at");
    request.rejected = reader.optional_integer("rejected", 0, limits::integer_max).value_or(0);
    request.version = without_card_number(reader.plain_text("version", 1, 32));
    request.queue = read_queue(reader);
    read_transactions(reader, request.transactions);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return request;
}

std::string to_json(const HeartbeatAnswer& answer) {
    ordered_json message{
        {"now", format_time(answer.now)}, {"have_seq", answer.have_seq}, {"messages", ordered_json::array()}};
    for (const LaneMessage& entry : answer.messages) {
        message["messages"].push_back(
            {{"message_id", entry.message_id.to_string()}, {"text_en", entry.text_en}, {"text_es", entry.text_es}});
    }
    return dump_json(message);
}

Result<HeartbeatAnswer> parse_heartbeat_answer(std::string_view json) {
    auto document = parse_strict_json(json);
    if (document.has_error()) {
        return std::move(document).error();
    }
    ObjectReader reader(*document, "");
    HeartbeatAnswer answer;
    answer.now = reader.time("now");
    answer.have_seq = reader.integer("have_seq", 0, limits::integer_max);
    read_messages(reader, answer.messages);
    if (auto error = reader.finish(UnknownFields::ignored)) {
        return std::move(*error);
    }
    return answer;
}

QueueLength queue_length_of(std::int64_t pending) noexcept {
    if (pending <= 0) {
        return QueueLength::none;
    }
    return pending <= static_cast<std::int64_t>(limits::batch_notes_max) ? QueueLength::some : QueueLength::many;
}

std::string_view to_text(QueueLength queue) noexcept {
    switch (queue) {
        case QueueLength::none:
            return "none";
        case QueueLength::some:
            return "some";
        case QueueLength::many:
            return "many";
    }
    return "";
}

std::optional<QueueLength> find_queue_length(std::string_view text) noexcept {
    for (const QueueLength queue : queue_lengths) {
        if (to_text(queue) == text) {
            return queue;
        }
    }
    return std::nullopt;
}

}  // namespace tillnote
