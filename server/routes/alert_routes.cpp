#include "server/routes/alert_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/line_changing.hpp"

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 1024;  ///< change_action counts characters; this only bounds what is read

ordered_json alert_json(const domain::AlertLine& alert) {
    return {{"alert_id", alert.alert_id.to_string()},
            {"reason", alert.reason.code},
            {"label", alert.reason.label_en},
            {"remarks", alert.remarks},
            {"raised_at", format_time(alert.raised_at)},
            {"acknowledged_at", alert.acknowledged_at ? ordered_json(format_time(*alert.acknowledged_at)) : nullptr},
            {"reply", alert.reply},
            {"first_tapped_at", alert.first_tapped_at ? ordered_json(format_time(*alert.first_tapped_at)) : nullptr}};
}

struct Acknowledgement {
    std::string reply;
    std::string reply_es;
};

Result<Acknowledgement> parse_acknowledgement(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    Acknowledgement given;
    given.reply = reader.optional_text("reply", 0, text_bytes_max).value_or("");
    given.reply_es = reader.optional_text("reply_es", 0, text_bytes_max).value_or("");
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return given;
}

Error no_such_alert() {
    return {ErrorCode::not_found, "This store has no such alert; list its alerts to see their ids.", "alert"};
}

Result<http::Response> list_alerts(const http::Request& /*request*/, Scope& scope) {
    auto alerts = scope.ports.alerts.list_alerts(scope.store->store.id);
    if (!alerts) {
        return alerts.error();
    }
    auto rows = ordered_json::array();
    for (const domain::AlertLine& alert : *alerts) {
        rows.push_back(alert_json(alert));
    }
    return http::json_response(200, dump_json(ordered_json{{"alerts", std::move(rows)}}));
}

/// With a reply the alert is a line that is done, so that the reply reaches the lanes and the poster like any other.
Result<void> acknowledge_with_reply(Scope& scope, const domain::AlertLine& alert, const Acknowledgement& given) {
    if (alert.acknowledged_at && !alert.reply.empty()) {
        if (alert.reply == given.reply) {
            return {};
        }
        return Error{ErrorCode::conflict, "This alert has been answered already; open its line again to answer anew.", ""};
    }
    auto changed = change_line(scope, {"alert:" + alert.alert_id.to_string(),
                                       scope.store->calendar.day_of(alert.raised_at),
                                       {domain::ActionState::done, std::nullopt, given.reply, given.reply_es}});
    if (!changed) {
        return changed.error();
    }
    return {};
}

Result<http::Response> acknowledge(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto id = Uuid::parse(request.get_parameter("alert"));
    if (!id) {
        return no_such_alert();
    }
    const auto given = parse_acknowledgement(request.body);
    if (!given) {
        return given.error();
    }
    const std::string& store = scope.store->store.id;
    auto found = scope.ports.alerts.find_alert(store, *id);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return no_such_alert();
    }
    if (!given->reply.empty() || !given->reply_es.empty()) {
        if (auto answered = acknowledge_with_reply(scope, **found, *given); !answered) {
            return answered.error();
        }
    }
    auto alert = scope.ports.alerts.acknowledge(store, *id, scope.identity->account_id, scope.now);
    if (!alert) {
        return alert.error();
    }
    return http::json_response(200, dump_json(alert_json(*alert)));
}

}  // namespace

void add_alert_routes(Guard& guard) {
    using domain::Permission;
    guard.add(http::Method::get, "/v1/stores/{store}/alerts", Permission::read_store, Audience::script, list_alerts);
    guard.add(http::Method::post, "/v1/stores/{store}/alerts/{alert}/acknowledge", Permission::manage_store,
              Audience::script, acknowledge);
}

}  // namespace tillnote::routes
