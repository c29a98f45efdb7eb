#include "server/routes/recipient_keeping.hpp"

#include "schema/time_text.hpp"
#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tillnote::routes {

std::optional<domain::DeliveryReport> find_last_delivery(const std::vector<domain::DeliveryReport>& reports,
                                                         const Uuid& recipient_id) {
    const auto last = std::ranges::find_if(reports, [&](const domain::DeliveryReport& report) {
        return report.delivery.target_id == recipient_id && report.attempts > 0;
    });
    return last == reports.end() ? std::nullopt : std::optional(*last);
}

nlohmann::ordered_json last_delivery_json(const std::vector<domain::DeliveryReport>& reports, const Uuid& recipient_id) {
    using Json = nlohmann::ordered_json;
    const auto last = find_last_delivery(reports, recipient_id);
    if (!last) {
        return nullptr;
    }
    return {{"state", domain::to_text(last->state)},
            {"due_at", format_time(last->delivery.due_at)},
            {"problem", last->last_error.empty() ? Json(nullptr) : Json(last->last_error)}};
}

Result<domain::Recipient> add_to_list(Scope& scope, domain::Recipient recipient) {
    recipient.recipient_id = make_random_id();
    recipient.store = scope.store->store.id;
    const auto token = make_unsubscribe_token(recipient.store);
    return scope.ports.recipients.add_recipient(recipient, token, hash_secret(token), scope.now,
                                                [&](const Uuid& id) { name_object(scope, id.to_string()); });
}

Result<domain::Recipient> add_to_district_list(Scope& scope, domain::Recipient recipient) {
    recipient.recipient_id = make_random_id();
    recipient.district = scope.district->id;
    const auto token = make_district_unsubscribe_token(recipient.district);
    return scope.ports.district_recipients.add_recipient(recipient, token, hash_secret(token), scope.now,
                                                         [&](const Uuid& id) { name_object(scope, id.to_string()); });
}

}  // namespace tillnote::routes
