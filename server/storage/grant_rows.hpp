#pragma once

#include "server/domain/access.hpp"
#include "server/storage/transact.hpp"

#include <span>

namespace tillnote::storage {

/// For the stores of accounts: what append_grants needs.
[[nodiscard]] std::span<const Statement> grant_statements() noexcept;

/// Inside a transaction. Errors: impossible_value (unknown store or district).
[[nodiscard]] Result<void> append_grants(pqxx::transaction_base& transaction, const std::string& account_id,
                                         const std::vector<domain::Grant>& grants);

/// Of two columns of account_grant.
[[nodiscard]] domain::Grant grant_of(const pqxx::field& role, const pqxx::field& scope);

}  // namespace tillnote::storage
