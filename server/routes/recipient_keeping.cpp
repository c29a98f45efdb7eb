#include "server/routes/recipient_keeping.hpp"

#include "server/routes/make_id.hpp"
#include "server/routes/secrets.hpp"

#include <algorithm>

namespace tillnote::routes {

std::optional<domain::DeliveryReport> find_last_delivery(const std::vector<domain::DeliveryReport>& reports,
                                                         const Uuid& recipient_id) {
    const auto last = std::ranges::find_if(reports, [&](const domain::DeliveryReport& report) {
        return report.delivery.target_id == recipient_id && report.attempts > 0;
    });
    return last == reports.end() ? std::nullopt : std::optional(*last);
}

Result<domain::Recipient> add_to_list(Scope& scope, domain::Recipient recipient) {
    recipient.recipient_id = make_random_id();
    recipient.store = scope.store->store.id;
    const auto token = make_unsubscribe_token(recipient.store);
    return scope.ports.recipients.add_recipient(recipient, token, hash_secret(token), scope.now);
}

}  // namespace tillnote::routes
