#include "server/routes/recipient_routes.hpp"

#include "schema/strict_json.hpp"
#include "schema/time_text.hpp"
#include "server/routes/form.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>

namespace tillnote::routes {
namespace {

using nlohmann::ordered_json;
using Reports = std::vector<domain::DeliveryReport>;

/// The latest delivery to a recipient, so that a manager sees whether mail arrives.
ordered_json last_delivery_json(const Reports& reports, const Uuid& recipient_id) {
    const auto last = std::ranges::find_if(reports, [&](const domain::DeliveryReport& report) {
        return report.delivery.target_id == recipient_id && report.attempts > 0;
    });
    if (last == reports.end()) {
        return nullptr;
    }
    return {{"state", domain::to_text(last->state)},
            {"due_at", format_time(last->delivery.due_at)},
            {"problem", last->last_error.empty() ? ordered_json(nullptr) : ordered_json(last->last_error)}};
}

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

std::optional<domain::Language> read_language(ObjectReader& reader) {
    const auto text = reader.optional_text("language", 0, 16);
    const auto language = text ? domain::find_language(*text) : std::nullopt;
    if (text && !language) {
        reader.fail(ErrorCode::invalid_field, "language", "Expected 'en' or 'es'.");
    }
    return language;
}

std::optional<std::chrono::minutes> read_local_time(ObjectReader& reader) {
    const auto text = reader.optional_text("local_time", 0, 16);
    const auto time = text ? domain::find_clock_time(*text) : std::nullopt;
    if (text && !time) {
        reader.fail(ErrorCode::invalid_field, "local_time", "Expected a local time as HH:MM on a 24-hour clock.");
    }
    return time;
}

Result<domain::Recipient> parse_recipient(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::Recipient recipient;
    recipient.email = reader.text("email", 3, domain::email_bytes_max);
    if (!reader.failed() && !domain::is_email(recipient.email)) {
        reader.fail(ErrorCode::invalid_field, "email", "Expected an address such as manager@shop.example.");
    }
    const auto kind = reader.optional_text("kind", 0, 16).value_or("digest");
    if (const auto found = domain::find_delivery_kind(kind)) {
        recipient.kind = *found;
    } else {
        reader.fail(ErrorCode::invalid_field, "kind", "Expected 'digest' or 'alert'.");
    }
    recipient.language = read_language(reader).value_or(domain::Language::english);
    recipient.local_time = read_local_time(reader).value_or(domain::digest_time_default);
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return recipient;
}

Result<domain::RecipientChange> parse_change(std::string_view body) {
    auto json = parse_strict_json(body);
    if (!json) {
        return json.error();
    }
    ObjectReader reader(*json, "");
    domain::RecipientChange change;
    change.language = read_language(reader);
    change.local_time = read_local_time(reader);
    if (reader.find("active") != nullptr) {
        change.active = reader.boolean("active");
    }
    if (!reader.failed() && !change.language && !change.local_time && !change.active) {
        reader.fail(ErrorCode::invalid_field, "", "Nothing would change: name 'language', 'local_time' or 'active'.");
    }
    if (auto error = reader.finish()) {
        return std::move(*error);
    }
    return change;
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
    recipient->recipient_id = make_random_id();
    recipient->store = scope.store->store.id;
    const auto token = make_unsubscribe_token(recipient->store);
    auto added = scope.ports.recipients.add_recipient(*recipient, token, hash_secret(token), scope.now);
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
    guard.add(http::Method::get, "/v1/stores/{store}/recipients", Permission::manage_store, Audience::script,
              list_recipients);
    guard.add(http::Method::post, "/v1/stores/{store}/recipients", Permission::manage_store, Audience::script,
              add_recipient);
    guard.add(http::Method::patch, "/v1/stores/{store}/recipients/{recipient}", Permission::manage_store, Audience::script,
              change_recipient);
}

}  // namespace tillnote::routes
