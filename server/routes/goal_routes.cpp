#include "server/routes/goal_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/json_day.hpp"
#include "server/routes/make_id.hpp"

#include <cmath>

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 1024;  ///< the rules count characters; this only bounds what is read
constexpr double per_mille_per_share = 1000;

ordered_json or_null(const std::string& text) {
    return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

ordered_json goal_json(const domain::Goal& goal) {
    return {{"goal_id", goal.goal_id.to_string()},
            {"reason", or_null(goal.aim.reason)},
            {"theme", or_null(goal.aim.theme)},
            {"at_most", goal.at_most},
            {"target", goal.target_per_mille / per_mille_per_share},
            {"from", format_day(goal.first_day)},
            {"to", format_day(goal.last_day)}};
}

ordered_json event_json(const domain::Event& event) {
    return {{"event_id", event.event_id.to_string()},
            {"day", format_day(event.day)},
            {"what", event.what},
            {"reason", or_null(event.aim.reason)},
            {"theme", or_null(event.aim.theme)}};
}

domain::Aim read_aim(ObjectReader& reader) {
    domain::Aim aim;
    aim.reason = reader.optional_text("reason", 1, text_bytes_max).value_or("");
    aim.theme = reader.optional_text("theme", 1, text_bytes_max).value_or("");
    return aim;
}

/// A share in 0..1 as a JSON number, kept to the tenth of a percent.
int read_target(ObjectReader& reader) {
    const JsonValue* value = reader.find("target");
    if (value == nullptr) {
        reader.fail(ErrorCode::invalid_field, "target", "This member is missing; it is required.");
        return 0;
    }
    const double share = value->is_number() ? value->to_number<double>() : 0;
    if (!(share >= 0.001 && share <= 0.999)) {
        reader.fail(ErrorCode::invalid_field, "target", "Expected a share from 0.001 to 0.999.");
        return 0;
    }
    return static_cast<int>(std::lround(share * per_mille_per_share));
}

Result<domain::Goal> parse_goal(std::string_view body, domain::Day today) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::Goal goal;
    goal.aim = read_aim(reader);
    goal.at_most = reader.boolean("at_most");
    goal.target_per_mille = read_target(reader);
    goal.first_day = read_day(reader, "from").value_or(today);
    goal.last_day = require_day(reader, "to");
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return goal;
}

Result<domain::Event> parse_event(std::string_view body, domain::Day today) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::Event event;
    event.day = read_day(reader, "day").value_or(today);
    event.what = reader.text("what", 1, text_bytes_max);
    event.aim = read_aim(reader);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return event;
}

/// A goal or an event changes in one way only: it is withdrawn.
std::optional<Error> read_withdrawal(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    if (!reader.boolean("withdrawn")) {
        reader.fail(ErrorCode::invalid_field, "withdrawn", "Only 'true' changes something.");
    }
    return reader.finish();
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
    goal->goal_id = make_random_id();
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
    event->event_id = make_random_id();
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
