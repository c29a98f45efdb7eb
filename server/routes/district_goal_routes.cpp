#include "server/routes/district_goal_routes.hpp"

#include "server/routes/district_goals.hpp"
#include "server/routes/form.hpp"
#include "server/routes/goal_json.hpp"

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

ordered_json or_null(const std::optional<double>& share) {
    return share ? ordered_json(*share) : ordered_json(nullptr);
}

ordered_json stand_json(const domain::GoalLine& line) {
    return {{"remarks", line.evidence.remarks.remarks},
            {"of", line.evidence.remarks.of},
            {"share", or_null(line.share)},
            {"low", or_null(line.low)},
            {"high", or_null(line.high)},
            {"verdict", domain::to_text(line.verdict)}};
}

ordered_json district_goal_json(const DistrictGoal& goal) {
    auto json = goal_json(goal.goal);
    json["together"] = stand_json(goal.row.together);
    auto stores = ordered_json::array();
    for (const render::StoreGoalRow& store : goal.row.stores) {
        auto row = ordered_json{{"id", store.store}, {"name", store.name}};
        row.update(stand_json(store.line));
        stores.push_back(std::move(row));
    }
    json["stores"] = std::move(stores);
    return json;
}

Result<http::Response> list_goals(const http::Request& /*request*/, Scope& scope) {
    const auto goals = read_district_goals(scope, scope.district->id);
    if (!goals) {
        return goals.error();
    }
    auto rows = ordered_json::array();
    for (const DistrictGoal& goal : *goals) {
        rows.push_back(district_goal_json(goal));
    }
    return http::json_response(200, dump_json(ordered_json{{"goals", std::move(rows)}}));
}

Result<http::Response> set_goal(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const std::string_view district = request.get_parameter("district");
    auto goal = parse_goal(request.body, district_today(scope, district));
    if (!goal) {
        return goal.error();
    }
    const auto goals = set_district_goal(scope, district, std::move(*goal));
    if (!goals) {
        return goals.error();
    }
    auto json = goal_json(goals->front());
    auto stores = ordered_json::array();
    for (const domain::Goal& set : *goals) {
        stores.push_back(set.store);
    }
    json["stores"] = std::move(stores);
    return http::json_response(201, dump_json(json));
}

Result<http::Response> withdraw_goal(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    if (auto error = read_withdrawal(request.body)) {
        return std::move(*error);
    }
    auto withdrawn = withdraw_district_goal(scope, request.get_parameter("district"), request.get_parameter("goal"));
    return withdrawn ? Result<http::Response>(http::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}})
                     : withdrawn.error();
}

}  // namespace

void add_district_goal_routes(Guard& guard) {
    using domain::Permission;
    constexpr auto script = Audience::script;
    guard.add(http::Method::get, "/v1/districts/{district}/goals", Permission::read_district, script, list_goals);
    guard.add(http::Method::post, "/v1/districts/{district}/goals", Permission::manage_district, script, set_goal);
    guard.add(http::Method::patch, "/v1/districts/{district}/goals/{goal}", Permission::manage_district, script,
              withdraw_goal);
}

}  // namespace tillnote::routes
