#include "server/routes/message_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/json_day.hpp"
#include "server/routes/make_id.hpp"

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 1024;  ///< check_message counts characters; this only bounds what is read

ordered_json message_json(const domain::StoreMessage& message) {
    return {{"message_id", message.message_id.to_string()},
            {"text_en", message.text_en},
            {"text_es", message.text_es},
            {"from", format_day(message.first_day)},
            {"to", format_day(message.last_day)}};
}

Result<domain::StoreMessage> parse_message(std::string_view body, domain::Day today) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::StoreMessage message;
    message.text_en = reader.text("text_en", 1, text_bytes_max);
    message.text_es = reader.text("text_es", 1, text_bytes_max);
    message.first_day = read_day(reader, "from").value_or(today);
    message.last_day = read_day(reader, "to").value_or(message.first_day);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return message;
}

Result<http::Response> list_messages(const http::Request& /*request*/, Scope& scope) {
    auto messages = scope.ports.messages.list_messages(scope.store->store.id);
    if (!messages) {
        return messages.error();
    }
    auto rows = ordered_json::array();
    for (const domain::StoreMessage& message : *messages) {
        rows.push_back(message_json(message));
    }
    return http::json_response(200, dump_json(ordered_json{{"messages", std::move(rows)}}));
}

Result<http::Response> add_message(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto today = scope.store->calendar.day_of(scope.now);
    auto message = parse_message(request.body, today);
    if (!message) {
        return message.error();
    }
    message->message_id = name_new_object(scope, make_random_id());
    message->store = scope.store->store.id;
    if (auto checked = domain::check_message(*message, today); !checked) {
        return checked.error();
    }
    if (auto added = scope.ports.messages.add_message(*message, scope.now); !added) {
        return added.error();
    }
    return http::json_response(201, dump_json(message_json(*message)));
}

}  // namespace

void add_message_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/v1/stores/{store}/messages", Permission::read_store, Audience::script, list_messages);
    guard.add(http::Method::post, "/v1/stores/{store}/messages", Permission::manage_store, Audience::script, add_message);
}

}  // namespace tillnote::routes
