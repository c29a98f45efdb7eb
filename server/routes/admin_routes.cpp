#include "server/routes/admin_routes.hpp"

#include "schema/limits.hpp"
#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/secrets.hpp"

namespace tillnote::routes {
namespace {

Result<http::Response> list_pending(const http::Request& request, Scope& scope) {
    if (const auto state = request.find_query("state"); !state || *state != "pending") {
        return Error{ErrorCode::invalid_field, "Ask with '?state=pending'; other states are not listed.", "state"};
    }
    auto pending = domain::may_list_waiting_lanes(*scope.identity) ? scope.ports.lanes.list_pending(scope.now)
                                                                   : std::vector<domain::PendingEnrolment>{};
    if (!pending) {
        return pending.error();
    }
    auto rows = nlohmann::ordered_json::array();
    for (const auto& enrolment : *pending) {
        rows.push_back(
            {{"code", enrolment.code}, {"device", enrolment.device}, {"expires_at", format_time(enrolment.expires_at)}});
    }
    return http::json_response(200, nlohmann::ordered_json{{"enrolments", std::move(rows)}}.dump());
}

Result<domain::Lane> parse_approval(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::Lane lane{reader.text("store", 1, 32), static_cast<int>(reader.integer("lane", 1, limits::lane_number_max))};
    if (!reader.failed() && !is_store_id(lane.store)) {
        reader.fail(ErrorCode::invalid_field, "store", "a store id is 1 to 32 of a-z, 0-9 and '-'");
    }
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return lane;
}

Result<http::Response> approve(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    auto lane = parse_approval(request.body);
    if (!lane) {
        return lane.error();
    }
    const auto* entry = scope.directory->find_store(lane->store);
    if (entry == nullptr || !domain::may_approve_lane(*scope.identity, lane->store, entry->district.id)) {
        return Error{ErrorCode::not_found, "There is no such store in your scope; name one of yours.", "/store"};
    }
    name_lane(scope, *lane);
    if (auto approved = scope.ports.lanes.approve(in_capitals(request.get_parameter("code")), *lane, scope.now); !approved) {
        return approved.error();
    }
    return http::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
}

}  // namespace

void add_admin_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/v1/enrolments", Permission::approve_lane, Audience::script, list_pending);
    guard.add(http::Method::post, "/v1/enrolments/{code}/approval", Permission::approve_lane, Audience::script, approve);
}

}  // namespace tillnote::routes
