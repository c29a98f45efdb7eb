#pragma once

#include "server/domain/note_store.hpp"
#include "server/storage/session.hpp"

#include <span>
#include <vector>

namespace pqxx {
class transaction_base;
}

namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> showing_statements();

[[nodiscard]] bool holds_showings(std::span<const domain::Delivery> deliveries);

/// Stores the showings of all deliveries, sorted by key, and decides their results, the last of each delivery's: `stored`,
/// `exists`, or `refused` as unknown_ask (no such ask of this store, or no such answer of it) or other_content.
/// `outcomes` has room for all results. Throws libpqxx exceptions: call inside transact().
void insert_showings(pqxx::transaction_base& transaction, std::span<const domain::Delivery> deliveries,
                     std::vector<domain::DeliveryOutcome>& outcomes);

}  // namespace tillnote::storage
