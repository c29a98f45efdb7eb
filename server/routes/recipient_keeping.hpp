#pragma once

#include "server/domain/delivery_store.hpp"
#include "server/routes/guard.hpp"

#include <nlohmann/json_fwd.hpp>

/// What the API and the pages of recipients do alike.
namespace tillnote::routes {

/// The latest delivery to a recipient that was attempted; nothing where none was.
[[nodiscard]] std::optional<domain::DeliveryReport> find_last_delivery(const std::vector<domain::DeliveryReport>& reports,
                                                                       const Uuid& recipient_id);

/// The same as JSON, so that who keeps the list sees whether mail arrives; null where none was.
[[nodiscard]] nlohmann::ordered_json last_delivery_json(const std::vector<domain::DeliveryReport>& reports,
                                                        const Uuid& recipient_id);

/// Puts `recipient` on the list of the scope's store with an id and an unsubscribe link of its own. Returns it as stored.
/// Errors: as RecipientStore::add_recipient.
[[nodiscard]] Result<domain::Recipient> add_to_list(Scope& scope, domain::Recipient recipient);

/// The same of the scope's district. Errors: as DistrictRecipientStore::add_recipient.
[[nodiscard]] Result<domain::Recipient> add_to_district_list(Scope& scope, domain::Recipient recipient);

}  // namespace tillnote::routes
