#include "server/routes/goal_json.hpp"

#include "schema/time_text.hpp"
#include "server/routes/json_day.hpp"

#include <cmath>

namespace tillnote::routes {
namespace {

constexpr double per_mille_per_share = 1000;

/// A share in 0..1 as a JSON number, kept to the tenth of a percent.
int read_target(ObjectReader& reader) {
    const JsonValue* value = reader.find("target");
    if (value == nullptr) {
        reader.fail(ErrorCode::invalid_field, "target", "This member is missing; it is required.");
        return 0;
    }
    const double share = value->is_number() ? value->to_number<double>() : 0;
    const bool in_range = share >= 0.001 && share <= 0.999;
    if (!in_range) {
        reader.fail(ErrorCode::invalid_field, "target", "Expected a share from 0.001 to 0.999.");
        return 0;
    }
    return static_cast<int>(std::lround(share * per_mille_per_share));
}

}  // namespace

nlohmann::ordered_json text_or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

nlohmann::ordered_json goal_json(const domain::Goal& goal) {
    return {{"goal_id", goal.goal_id.to_string()},
            {"reason", text_or_null(goal.aim.reason)},
            {"theme", text_or_null(goal.aim.theme)},
            {"at_most", goal.at_most},
            {"target", goal.target_per_mille / per_mille_per_share},
            {"from", format_day(goal.first_day)},
            {"to", format_day(goal.last_day)}};
}

domain::Aim read_aim(ObjectReader& reader) {
    domain::Aim aim;
    aim.reason = reader.optional_text("reason", 1, goal_text_bytes_max).value_or("");
    aim.theme = reader.optional_text("theme", 1, goal_text_bytes_max).value_or("");
    return aim;
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

}  // namespace tillnote::routes
