#include "server/routes/goal_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/goal_json.hpp"
#include "server/routes/json_day.hpp"
#include "server/routes/make_id.hpp"

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

ordered_json event_json(const domain::Event& event) {
    return {{"event_id", event.event_id.to_string()},
            {"day", format_day(event.day)},
            {"what", event.what},
            {"reason", text_or_null(event.aim.reason)},
            {"theme", text_or_null(event.aim.theme)}};
}

Result<domain::Event> parse_event(std::string_view body, domain::Day today) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::Event event;
    event.day = read_day(reader, "day").value_or(today);
    event.what = reader.text("what", 1, goal_text_bytes_max);
    event.aim = read_aim(reader);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return event;
}

Result<http::Response> list_goals(const http::Request& /*request*/, Scope& scope) {
    auto goals = scope.ports.goals.list_goals(scope.store->store.id);
    if (!goals) {
        return goals.error();
    }
    auto rows = ordered_json::array();
    for (const domain::Goal& goal : *goals) {
        rows.push_back(goal_json(goal));
    }
    return http::json_response(200, dump_json(ordered_json{{"goals", std::move(rows)}}));
}

Result<http::Response> add_goal(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto today = scope.store->calendar.day_of(scope.now);
    auto goal = parse_goal(request.body, today);
    if (!goal) {
        return goal.error();
    }
    goal->goal_id = name_new_object(scope, make_random_id());
    goal->store = scope.store->store.id;
    if (auto checked = domain::check_goal(*goal, scope.directory->catalog, today); !checked) {
        return checked.error();
    }
    if (auto added = scope.ports.goals.add_goal(*goal, scope.now); !added) {
        return added.error();
    }
    return http::json_response(201, dump_json(goal_json(*goal)));
}

Result<http::Response> change_goal(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto id = Uuid::parse(request.get_parameter("goal"));
    if (!id) {
        return Error{ErrorCode::not_found, "This store has no such goal; list its goals to see their ids.", "goal"};
    }
    if (auto error = read_withdrawal(request.body)) {
        return std::move(*error);
    }
    auto goal = scope.ports.goals.withdraw_goal(scope.store->store.id, *id, scope.now);
    if (!goal) {
        return goal.error();
    }
    return http::json_response(200, dump_json(goal_json(*goal)));
}

Result<http::Response> list_events(const http::Request& /*request*/, Scope& scope) {
    auto events = scope.ports.goals.list_events(scope.store->store.id);
    if (!events) {
        return events.error();
    }
    auto rows = ordered_json::array();
    for (const domain::Event& event : *events) {
        rows.push_back(event_json(event));
    }
    return http::json_response(200, dump_json(ordered_json{{"events", std::move(rows)}}));
}

Result<http::Response> add_event(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const domain::StoreEntry& entry = *scope.store;
    const auto today = entry.calendar.day_of(scope.now);
    auto event = parse_event(request.body, today);
    if (!event) {
        return event.error();
    }
    event->event_id = name_new_object(scope, make_random_id());
    event->store = entry.store.id;
    if (auto checked = domain::check_event(*event, scope.directory->catalog, entry.store.opened_on, today); !checked) {
        return checked.error();
    }
    if (auto added = scope.ports.goals.add_event(*event, scope.now); !added) {
        return added.error();
    }
    return http::json_response(201, dump_json(event_json(*event)));
}

Result<http::Response> change_event(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto id = Uuid::parse(request.get_parameter("event"));
    if (!id) {
        return Error{ErrorCode::not_found, "This store has no such event; list its events to see their ids.", "event"};
    }
    if (auto error = read_withdrawal(request.body)) {
        return std::move(*error);
    }
    auto event = scope.ports.goals.withdraw_event(scope.store->store.id, *id, scope.now);
    if (!event) {
        return event.error();
    }
    return http::json_response(200, dump_json(event_json(*event)));
}

}  // namespace

void add_goal_routes(Guard& guard) {
    using domain::Permission;
    constexpr auto script = Audience::script;
    guard.add(http::Method::get, "/v1/stores/{store}/goals", Permission::read_store, script, list_goals);
    guard.add(http::Method::post, "/v1/stores/{store}/goals", Permission::manage_store, script, add_goal);
    guard.add(http::Method::patch, "/v1/stores/{store}/goals/{goal}", Permission::manage_store, script, change_goal);
    guard.add(http::Method::get, "/v1/stores/{store}/events", Permission::read_store, script, list_events);
    guard.add(http::Method::post, "/v1/stores/{store}/events", Permission::manage_store, script, add_event);
    guard.add(http::Method::patch, "/v1/stores/{store}/events/{event}", Permission::manage_store, script, change_event);
}

}  // namespace tillnote::routes
