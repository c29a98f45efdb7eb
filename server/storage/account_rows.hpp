#pragma once

#include "server/domain/account_store.hpp"
#include "server/storage/transact.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// What the stores of accounts share, and the one order in which they lock.
///
/// Whoever changes several rows that belong to an account (sessions, steps of a sign-in, links, second factor, recovery
/// codes) locks its row of `account` first, in a statement of its own. Then nobody else is at those rows, and each later
/// statement sees what the one before had committed. In front of it come advisory locks only, and the rows of a store that
/// is erased: nobody who has locked an account waits for those. Only that transaction locks two accounts, in the order of
/// their ids. What is over, of whatever account, is removed last and skips locked rows. A change of one single row needs no
/// lock of the account. Always FOR NO KEY UPDATE: a foreign key that is being checked does not wait for it.
namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> account_statements() noexcept;

// All of these inside a transaction, over a session that uses account_statements().

/// Whoever changes a role or a state waits here, before any account: two administrators must not disable each other in the
/// same moment.
void lock_grants(pqxx::transaction_base& transaction);

/// False: there is no such account.
[[nodiscard]] bool lock_account(pqxx::transaction_base& transaction, const std::string& account_id);

/// False where the account is disabled or, for a sign-in, where its sign-ins were ended since `sign_in_epoch` was read.
[[nodiscard]] bool lock_enabled_account(pqxx::transaction_base& transaction, const std::string& account_id,
                                        std::optional<std::int64_t> sign_in_epoch);

/// Locks the account and ends every sign-in that is under way: one that awaits its code, and one that has checked something
/// and not made its session yet. The sessions that are there are the caller's to end, afterwards. False: no such account.
[[nodiscard]] bool end_sign_ins_under_way(pqxx::transaction_base& transaction, const std::string& account_id);

/// Needs grant_statements(), too. Errors: conflict (the e-mail exists), impossible_value (unknown store or district in a
/// grant).
[[nodiscard]] Result<void> append_account(pqxx::transaction_base& transaction, const domain::Account& account, Instant now);

}  // namespace tillnote::storage
