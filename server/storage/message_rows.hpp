#pragma once

#include "server/domain/store_message.hpp"
#include "server/storage/session.hpp"

#include <span>

namespace pqxx {
class transaction_base;
}

/// Messages to the lanes, as more than one store writes them. All throw libpqxx exceptions: call inside transact().
namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> message_statements();

/// Adds the message under a lock of its store. Errors: conflict (messages_valid_max of the store are valid on one of its
/// days), impossible_value (no such store).
[[nodiscard]] Result<void> insert_message(pqxx::transaction_base& transaction, const domain::StoreMessage& message,
                                          Instant now);
/// Takes it from the lanes with their next heartbeat; without a complaint where it is not there.
void remove_message(pqxx::transaction_base& transaction, std::string_view store, const Uuid& message_id);

}  // namespace tillnote::storage
