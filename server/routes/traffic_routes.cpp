#include "server/routes/traffic_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/domain/traffic.hpp"
#include "server/routes/form.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tillnote::routes {
namespace {

constexpr std::size_t problems_shown_max = 50;

Result<std::int64_t> parse_count(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    const std::int64_t count = reader.integer("staffed_transactions", 0, domain::staffed_transactions_max);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return count;
}

Result<http::Response> put_day(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto* entry = scope.directory->find_store(request.get_parameter("store"));
    if (entry == nullptr) {
        return Error{ErrorCode::not_found, "There is no such store.", "store"};
    }
    const auto day = parse_day(request.get_parameter("day"));
    if (!day) {
        return Error{ErrorCode::invalid_field, "Name a day as YYYY-MM-DD.", "day"};
    }
    if (const auto checked = domain::check_traffic_day(*entry, *day, scope.now); checked.has_error()) {
        return checked.error();
    }
    auto count = parse_count(request.body);
    if (!count) {
        return count.error();
    }
    add_fact(scope, "staffed_transactions", std::to_string(*count));
    const domain::TrafficDay traffic{entry->store.id, *day, *count};
    if (auto stored = scope.ports.organisation.put_traffic({&traffic, 1}); !stored) {
        return stored.error();
    }
    return http::Response{.status = 204, .content_type = {}, .body = {}, .headers = {}};
}

/// Every wrong line by its number; nothing of the file is stored.
http::Response refuse(const domain::TrafficFile& file, const std::string& request_id) {
    std::vector<http::FieldError> errors;
    for (const domain::LineProblem& problem : file.problems) {
        if (errors.size() == problems_shown_max) {
            break;
        }
        errors.push_back({"line " + std::to_string(problem.line), problem.message});
    }
    const Error error{ErrorCode::impossible_value,
                      std::to_string(file.problems.size()) +
                          " of the lines cannot be taken, so none was; correct them and "
                          "send the file again.",
                      ""};
    return http::problem_response(error, request_id, errors);
}

Result<http::Response> post_file(const http::Request& request, Scope& scope) {
    if (auto error = require_csv(request)) {
        return std::move(*error);
    }
    const domain::TrafficFile file = domain::parse_traffic(request.body, *scope.directory, scope.now);
    if (!file.problems.empty()) {
        return refuse(file, request.request_id);
    }
    add_fact(scope, "days", std::to_string(file.days.size()));
    if (auto stored = scope.ports.organisation.put_traffic(file.days); !stored) {
        return stored.error();
    }
    return http::json_response(200, nlohmann::ordered_json{{"days", file.days.size()}}.dump());
}

}  // namespace

void add_traffic_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::put, "/v1/stores/{store}/traffic/{day}", Permission::administer, Audience::script, put_day);
    guard.add(http::Method::post, "/v1/traffic", Permission::administer, Audience::script, post_file);
}

}  // namespace tillnote::routes
