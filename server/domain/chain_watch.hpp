#pragma once

#include "server/domain/delivery_store.hpp"
#include "server/domain/directory.hpp"
#include "server/domain/lane_store.hpp"
#include "server/domain/recipient.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

/// What is amiss in the stores of a chain: the one set of rules of the administrator's pages and of the operator's commands.
/// Pure, but for what asks a store of the database. Nobody waits for anything of a store that has closed.
namespace tillnote::domain {

/// Whether its open business day is one on which it is no longer open.
[[nodiscard]] bool has_closed(const StoreEntry& entry, Instant now);

/// Whether `lane` is silent and its store has not closed.
[[nodiscard]] bool is_missed(const LaneStatus& lane, const Directory& directory, Instant now);

/// The latest delivery to each recipient, by the recipient's id.
using LastDeliveries = std::map<Uuid, DeliveryReport>;

/// Of the last 35 days: a weekly digest would have come four times over. Blocking. Errors: those of the store.
[[nodiscard]] Result<LastDeliveries> find_last_deliveries(DeliveryStore& store, Instant now);

/// Ids of the stores whose digest is sent to nobody, in order. `recipients`: of all stores.
[[nodiscard]] std::vector<std::string> list_unread_stores(std::span<const Recipient> recipients, const Directory& directory,
                                                          Instant now);

}  // namespace tillnote::domain
