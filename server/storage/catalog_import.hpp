#pragma once

#include "server/domain/dated_catalog.hpp"
#include "server/storage/session.hpp"

#include <span>

namespace pqxx {
class transaction_base;
}

/// The writing half of the catalog. Throws libpqxx exceptions: call inside transact().
namespace tillnote::storage {

[[nodiscard]] std::span<const Statement> catalog_import_statements();

/// Keeps other imports out until the transaction ends.
void lock_catalog(pqxx::transaction_base& transaction);

/// Stores `changed`, which domain::change_catalog() made, in place of what is there; departments are those of `next`, new
/// ones from `valid_from` on.
void replace_catalog(pqxx::transaction_base& transaction, const domain::DatedCatalog& changed, const Catalog& next,
                     domain::Day valid_from);

}  // namespace tillnote::storage
