#include "server/storage/loop_rows.hpp"

#include "server/storage/sql_text.hpp"

#include <array>
#include <stdexcept>

namespace tillnote::storage {
namespace {

domain::ActionState action_state_of(const std::string& text) {
    using enum domain::ActionState;
    for (const auto state : std::array{open, acknowledged, done}) {
        if (domain::to_text(state) == text) {
            return state;
        }
    }
    throw std::logic_error("action holds an unknown state");
}

std::optional<Instant> find_instant(const pqxx::field& field) {
    return field.is_null() ? std::nullopt : std::optional(instant_of(field.as<std::int64_t>()));
}

}  // namespace

Reason read_reason_of(const pqxx::row& row) {
    const auto polarity = find_polarity(row["polarity"].as<std::string>());
    if (!polarity) {
        throw std::logic_error("reason holds an unknown polarity");
    }
    Reason reason;
    reason.code = row["code"].as<std::string>();
    reason.department = row["department"].as<std::string>();
    reason.theme = row["theme"].as<std::string>();
    reason.polarity = *polarity;
    reason.label_en = row["label_en"].as<std::string>();
    reason.label_es = row["label_es"].as<std::string>();
    reason.owner = row["owner"].as<std::string>();
    reason.starter = row["starter"].as<bool>();
    reason.first_screen = row["first_screen"].as<bool>();
    reason.urgent = row["urgent"].as<bool>();
    reason.about_staff = row["about_staff"].as<bool>();
    return reason;
}

domain::AlertLine read_alert(const pqxx::row& row) {
    domain::AlertLine alert;
    alert.alert_id = uuid_of(row["alert_id"].as<std::string>());
    alert.reason = read_reason_of(row);
    alert.remarks = row["remarks"].as<int>();
    alert.raised_at = instant_of(row["raised_unix_ms"].as<std::int64_t>());
    alert.acknowledged_at = find_instant(row["acknowledged_unix_ms"]);
    alert.reply = row["reply"].as<std::string>();
    alert.first_tapped_at = find_instant(row["first_tapped_unix_ms"]);
    return alert;
}

domain::Action read_action(const pqxx::row& row) {
    domain::Action action;
    action.action_id = uuid_of(row["action_id"].as<std::string>());
    action.store = row["store_id"].as<std::string>();
    action.line_key = row["line_key"].as<std::string>();
    action.title_en = row["title_en"].as<std::string>();
    action.title_es = row["title_es"].as<std::string>();
    action.state = action_state_of(row["state"].as<std::string>());
    action.day = day_of(row["unix_day"].as<std::int64_t>());
    action.assigned = row["assigned"].as<std::string>();
    action.reply = row["reply"].as<std::string>();
    action.reply_es = row["reply_es"].as<std::string>();
    if (!row["message_id"].is_null()) {
        action.message_id = uuid_of(row["message_id"].as<std::string>());
    }
    action.changed_at = instant_of(row["changed_unix_ms"].as<std::int64_t>());
    action.closed_at = find_instant(row["closed_unix_ms"]);
    return action;
}

domain::Goal read_goal(const pqxx::row& row) {
    domain::Goal goal;
    goal.goal_id = uuid_of(row["goal_id"].as<std::string>());
    goal.store = row["store_id"].as<std::string>();
    goal.aim = {row["reason"].as<std::string>(), row["theme"].as<std::string>()};
    goal.at_most = row["at_most"].as<bool>();
    goal.target_per_mille = row["target_per_mille"].as<int>();
    goal.first_day = day_of(row["first_unix_day"].as<std::int64_t>());
    goal.last_day = day_of(row["last_unix_day"].as<std::int64_t>());
    goal.withdrawn_at = find_instant(row["withdrawn_unix_ms"]);
    return goal;
}

domain::Event read_event(const pqxx::row& row) {
    domain::Event event;
    event.event_id = uuid_of(row["event_id"].as<std::string>());
    event.store = row["store_id"].as<std::string>();
    event.day = day_of(row["unix_day"].as<std::int64_t>());
    event.what = row["what"].as<std::string>();
    event.aim = {row["reason"].as<std::string>(), row["theme"].as<std::string>()};
    return event;
}

}  // namespace tillnote::storage
