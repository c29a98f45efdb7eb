#include "server/render/digest_loop_json.hpp"

#include "schema/time_text.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace tillnote::render {
namespace {

using Json = nlohmann::ordered_json;

/// To a tenth of a percent, as every share of the digest.
Json or_null(const std::optional<double>& share) {
    return share ? Json(std::round(*share * 1000) / 1000) : Json(nullptr);
}

Json before_after_json(const domain::BeforeAfter& compared) {
    return {{"remarks_before", compared.before.remarks.remarks},
            {"of_before", compared.before.remarks.of},
            {"remarks_after", compared.after.remarks.remarks},
            {"of_after", compared.after.remarks.of},
            {"days_left_out", compared.before.days_left_out + compared.after.days_left_out},
            {"enough", compared.enough},
            {"p_value", compared.p_value}};
}

Json actions_json(const std::vector<domain::ActionLine>& actions, domain::Day day, bool done) {
    Json rows = Json::array();
    for (const domain::ActionLine& action : actions) {
        if ((action.state == domain::ActionState::done) != done) {
            continue;
        }
        rows.push_back({{"action_id", action.action_id.to_string()},
                        {"line_key", action.line_key},
                        {"title", action.title_en},
                        {"state", domain::to_text(action.state)},
                        {"day", format_day(action.day)},
                        {"days_open", (std::chrono::sys_days{day} - std::chrono::sys_days{action.day}).count()},
                        {"assigned", action.assigned},
                        {"reply", action.reply}});
    }
    return rows;
}

}  // namespace

Json alerts_json(const std::vector<domain::AlertLine>& alerts) {
    Json rows = Json::array();
    for (const domain::AlertLine& alert : alerts) {
        rows.push_back(
            {{"alert_id", alert.alert_id.to_string()},
             {"reason", alert.reason.code},
             {"label", alert.reason.label_en},
             {"remarks", alert.remarks},
             {"raised_at", format_time(alert.raised_at)},
             {"acknowledged_at", alert.acknowledged_at ? Json(format_time(*alert.acknowledged_at)) : Json(nullptr)},
             {"reply", alert.reply},
             {"first_tapped_at", alert.first_tapped_at ? Json(format_time(*alert.first_tapped_at)) : Json(nullptr)}});
    }
    return rows;
}

Json goals_json(const std::vector<domain::GoalLine>& goals) {
    Json rows = Json::array();
    for (const domain::GoalLine& goal : goals) {
        rows.push_back({{"goal_id", goal.goal_id.to_string()},
                        {"title", goal.title_en},
                        {"at_most", goal.at_most},
                        {"target", goal.target},
                        {"from", format_day(goal.first_day)},
                        {"to", format_day(goal.last_day)},
                        {"remarks", goal.evidence.remarks.remarks},
                        {"of", goal.evidence.remarks.of},
                        {"share", or_null(goal.share)},
                        {"low", or_null(goal.low)},
                        {"high", or_null(goal.high)},
                        {"verdict", domain::to_text(goal.verdict)}});
    }
    return rows;
}

Json events_json(const std::vector<domain::EventLine>& events) {
    Json rows = Json::array();
    for (const domain::EventLine& event : events) {
        rows.push_back({{"event_id", event.event_id.to_string()},
                        {"day", format_day(event.day)},
                        {"what", event.text},
                        {"reason", event.reason ? Json(event.reason->code) : Json(nullptr)},
                        {"theme", event.theme.empty() ? Json(nullptr) : Json(event.theme)},
                        {"before_after", event.before_after ? before_after_json(*event.before_after) : Json(nullptr)}});
    }
    return rows;
}

Json open_actions_json(const std::vector<domain::ActionLine>& actions, domain::Day day) {
    return actions_json(actions, day, false);
}

Json closed_actions_json(const std::vector<domain::ActionLine>& actions, domain::Day day) {
    return actions_json(actions, day, true);
}

}  // namespace tillnote::render
