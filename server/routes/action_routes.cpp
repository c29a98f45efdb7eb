#include "server/routes/action_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/json_day.hpp"
#include "server/routes/line_changing.hpp"

#include <array>

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 1024;  ///< change_action counts characters; this only bounds what is read

ordered_json action_json(const domain::Action& action) {
    return {{"action_id", action.action_id.to_string()},
            {"line_key", action.line_key},
            {"title_en", action.title_en},
            {"title_es", action.title_es},
            {"state", domain::to_text(action.state)},
            {"day", format_day(action.day)},
            {"assigned", action.assigned},
            {"reply", action.reply},
            {"reply_es", action.reply_es},
            {"changed_at", format_time(action.changed_at)},
            {"closed_at", action.closed_at ? ordered_json(format_time(*action.closed_at)) : nullptr}};
}

std::optional<domain::ActionState> read_state(ObjectReader& reader) {
    const auto text = reader.optional_text("state", 0, text_bytes_max);
    if (!text) {
        return std::nullopt;
    }
    using enum domain::ActionState;
    for (const auto state : std::array{open, acknowledged, done}) {
        if (domain::to_text(state) == *text) {
            return state;
        }
    }
    reader.fail(ErrorCode::invalid_field, "state", "A state is 'open', 'acknowledged' or 'done'.");
    return std::nullopt;
}

domain::ActionChange read_change(ObjectReader& reader) {
    domain::ActionChange change;
    change.state = read_state(reader);
    change.assigned = reader.optional_text("assigned", 0, text_bytes_max);
    change.reply = reader.optional_text("reply", 0, text_bytes_max).value_or("");
    change.reply_es = reader.optional_text("reply_es", 0, text_bytes_max).value_or("");
    if (!reader.failed() && !change.state && !change.assigned) {
        reader.fail(ErrorCode::invalid_field, "state", "Nothing would change: name 'state' or 'assigned'.");
    }
    return change;
}

Result<LineChange> parse_line_change(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    LineChange wanted;
    wanted.line_key = reader.text("line_key", 1, text_bytes_max);
    wanted.day = read_day(reader, "day");
    wanted.change = read_change(reader);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return wanted;
}

Result<domain::ActionChange> parse_change(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::ActionChange change = read_change(reader);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return change;
}

Result<http::Response> list_actions(const http::Request& /*request*/, Scope& scope) {
    auto actions = scope.ports.actions.list_actions(scope.store->store.id);
    if (!actions) {
        return actions.error();
    }
    auto rows = ordered_json::array();
    for (const domain::Action& action : *actions) {
        rows.push_back(action_json(action));
    }
    return http::json_response(200, dump_json(ordered_json{{"actions", std::move(rows)}}));
}

Result<http::Response> put_action(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    auto wanted = parse_line_change(request.body);
    if (!wanted) {
        return wanted.error();
    }
    auto action = change_line(scope, *wanted);
    if (!action) {
        return action.error();
    }
    return http::json_response(200, dump_json(action_json(*action)));
}

Result<http::Response> change_action(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto id = Uuid::parse(request.get_parameter("action"));
    if (!id) {
        return Error{ErrorCode::not_found, "This store has no such action; list its actions to see their ids.", "action"};
    }
    const auto change = parse_change(request.body);
    if (!change) {
        return change.error();
    }
    auto action =
        scope.ports.actions.change_action(scope.store->store.id, *id, make_action_change(scope, *change), changer_of(scope));
    if (!action) {
        return action.error();
    }
    return http::json_response(200, dump_json(action_json(*action)));
}

}  // namespace

void add_action_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/v1/stores/{store}/actions", Permission::read_store, Audience::script, list_actions);
    guard.add(http::Method::post, "/v1/stores/{store}/actions", Permission::manage_store, Audience::script, put_action);
    guard.add(http::Method::patch, "/v1/stores/{store}/actions/{action}", Permission::manage_store, Audience::script,
              change_action);
}

}  // namespace tillnote::routes
