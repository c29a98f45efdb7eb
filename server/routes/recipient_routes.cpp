#include "server/routes/recipient_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/recipient_keeping.hpp"

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;
using Reports = std::vector<domain::DeliveryReport>;

ordered_json recipient_json(const domain::Recipient& recipient, const Reports& reports) {
    return {{"recipient_id", recipient.recipient_id.to_string()},
            {"email", recipient.email},
            {"kind", domain::to_text(recipient.kind)},
            {"language", domain::to_text(recipient.language)},
            {"local_time", domain::format_clock_time(recipient.local_time)},
            {"active", !recipient.unsubscribed_at.has_value()},
            {"unsubscribed_at",
             recipient.unsubscribed_at ? ordered_json(format_time(*recipient.unsubscribed_at)) : ordered_json(nullptr)},
            {"last_delivery", last_delivery_json(reports, recipient.recipient_id)}};
}

constexpr std::size_t word_bytes_max = 16;

Result<domain::Recipient> parse_recipient(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::RecipientText text;
    text.email = reader.text("email", 0, domain::email_bytes_max);
    text.kind = reader.optional_text("kind", 0, word_bytes_max);
    text.language = reader.optional_text("language", 0, word_bytes_max);
    text.local_time = reader.optional_text("local_time", 0, word_bytes_max);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return domain::parse_recipient(text);
}

Result<domain::RecipientChange> parse_change(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    const auto language = reader.optional_text("language", 0, word_bytes_max);
    const auto local_time = reader.optional_text("local_time", 0, word_bytes_max);
    const auto active =
        reader.find("active") != nullptr ? std::optional<bool>(reader.boolean("active")) : std::optional<bool>();
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return domain::parse_recipient_change(language, local_time, active);
}

Result<http::Response> list_recipients(const http::Request& /*request*/, Scope& scope) {
    auto recipients = scope.ports.recipients.list_recipients(scope.store->store.id);
    if (!recipients) {
        return recipients.error();
    }
    const auto reports = scope.ports.deliveries.list_deliveries(scope.store->store.id, std::nullopt);
    if (!reports) {
        return reports.error();
    }
    auto rows = ordered_json::array();
    for (const domain::Recipient& recipient : *recipients) {
        rows.push_back(recipient_json(recipient, *reports));
    }
    return http::json_response(200, dump_json(ordered_json{{"recipients", std::move(rows)}}));
}

Result<http::Response> add_recipient(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    auto recipient = parse_recipient(request.body);
    if (!recipient) {
        return recipient.error();
    }
    auto added = add_to_list(scope, std::move(*recipient));
    if (!added) {
        return added.error();
    }
    return http::json_response(201, dump_json(recipient_json(*added, {})));
}

Result<http::Response> change_recipient(const http::Request& request, Scope& scope) {
    if (auto error = require_json(request)) {
        return std::move(*error);
    }
    const auto id = Uuid::parse(request.get_parameter("recipient"));
    if (!id) {
        return Error{ErrorCode::not_found, "This store has no such recipient; list them to see their ids.", "recipient"};
    }
    auto change = parse_change(request.body);
    if (!change) {
        return change.error();
    }
    auto changed = scope.ports.recipients.change_recipient(scope.store->store.id, *id, *change, scope.now);
    if (!changed) {
        return changed.error();
    }
    const auto reports = scope.ports.deliveries.list_deliveries(scope.store->store.id, std::nullopt);
    if (!reports) {
        return reports.error();
    }
    return http::json_response(200, dump_json(recipient_json(*changed, *reports)));
}

}  // namespace

void add_recipient_routes(Guard& guard) {
    using domain::Permission;
    // Addresses are personal: who may read the store's figures need not know who else is sent them.
    guard.add(http::Method::get, "/v1/stores/{store}/recipients", Permission::keep_store_mail, Audience::script,
              list_recipients);
    guard.add(http::Method::post, "/v1/stores/{store}/recipients", Permission::keep_store_mail, Audience::script,
              add_recipient);
    guard.add(http::Method::patch, "/v1/stores/{store}/recipients/{recipient}", Permission::keep_store_mail,
              Audience::script, change_recipient);
}

}  // namespace tillnote::routes
