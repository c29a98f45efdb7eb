#include "server/routes/district_recipient_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/recipient_keeping.hpp"

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;
using Reports = std::vector<domain::DeliveryReport>;

constexpr std::size_t word_bytes_max = 16;

ordered_json recipient_json(const domain::Recipient& recipient, const Reports& reports) {
    return {{"recipient_id", recipient.recipient_id.to_string()},
            {"email", recipient.email},
            {"language", domain::to_text(recipient.language)},
            {"active", !recipient.unsubscribed_at.has_value()},
            {"unsubscribed_at",
             recipient.unsubscribed_at ? ordered_json(format_time(*recipient.unsubscribed_at)) : ordered_json(nullptr)},
            {"last_delivery", last_delivery_json(reports, recipient.recipient_id)}};
}

Result<http::Response> list_recipients(const http::Request& /*request*/, Scope& scope) {
    const std::string& district = scope.district->id;
    const auto rhythm = scope.ports.district_recipients.get_rhythm(district);
    if (!rhythm) {
        return rhythm.error();
    }
    auto recipients = scope.ports.district_recipients.list_recipients(district);
    if (!recipients) {
        return recipients.error();
    }
    const auto reports = scope.ports.deliveries.list_district_deliveries(district);
    if (!reports) {
        return reports.error();
    }
    auto rows = ordered_json::array();
    for (const domain::Recipient& recipient : *recipients) {
        rows.push_back(recipient_json(recipient, *reports));
    }
    return http::json_response(
        200, dump_json(ordered_json{{"rhythm", domain::to_text(*rhythm)}, {"recipients", std::move(rows)}}));
}

Result<domain::Recipient> parse_recipient(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::RecipientText text;
    text.email = reader.text("email", 0, domain::email_bytes_max);
    text.language = reader.optional_text("language", 0, word_bytes_max);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return domain::parse_district_recipient(text);
}

Result<http::Response> add_recipient(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    auto recipient = parse_recipient(request.body);
    if (!recipient) {
        return recipient.error();
    }
    auto added = add_to_district_list(scope, std::move(*recipient));
    if (!added) {
        return added.error();
    }
    return http::json_response(201, dump_json(recipient_json(*added, {})));
}

Result<domain::RecipientChange> parse_change(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    const auto language = reader.optional_text("language", 0, word_bytes_max);
    const auto active =
        reader.find("active") != nullptr ? std::optional<bool>(reader.boolean("active")) : std::optional<bool>();
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    if (!language && !active) {
        return Error{ErrorCode::invalid_field, "Nothing would change: name 'language' or 'active'.", "/language"};
    }
    return domain::parse_recipient_change(language, std::nullopt, active);
}

Result<http::Response> change_recipient(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto id = Uuid::parse(request.get_parameter("recipient"));
    if (!id) {
        return Error{ErrorCode::not_found, "This district has no such recipient; list them to see their ids.", "recipient"};
    }
    const auto change = parse_change(request.body);
    if (!change) {
        return change.error();
    }
    auto changed = scope.ports.district_recipients.change_recipient(scope.district->id, *id, *change, scope.now);
    if (!changed) {
        return changed.error();
    }
    const auto reports = scope.ports.deliveries.list_district_deliveries(scope.district->id);
    if (!reports) {
        return reports.error();
    }
    return http::json_response(200, dump_json(recipient_json(*changed, *reports)));
}

Result<http::Response> set_rhythm(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    auto json = parse_strict_json(request.body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    const auto text = reader.text("rhythm", 0, word_bytes_max);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    const auto rhythm = domain::find_digest_rhythm(text);
    if (!rhythm) {
        return Error{ErrorCode::invalid_field, "Expected 'daily' or 'weekly'.", "/rhythm"};
    }
    if (auto set = scope.ports.district_recipients.set_rhythm(scope.district->id, *rhythm, scope.now); !set) {
        return set.error();
    }
    return http::json_response(200, dump_json(ordered_json{{"rhythm", domain::to_text(*rhythm)}}));
}

}  // namespace

void add_district_recipient_routes(Guard& guard) {
    constexpr auto permission = domain::Permission::keep_district_mail;
    guard.add(http::Method::get, "/v1/districts/{district}/recipients", permission, Audience::script, list_recipients);
    guard.add(http::Method::post, "/v1/districts/{district}/recipients", permission, Audience::script, add_recipient);
    guard.add(http::Method::patch, "/v1/districts/{district}/recipients/{recipient}", permission, Audience::script,
              change_recipient);
    guard.add(http::Method::put, "/v1/districts/{district}/digest-rhythm", permission, Audience::script, set_rhythm);
}

}  // namespace tillnote::routes
