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

/// Makes `next` the catalog from `valid_from` on; `now_stored` is what is there. Errors: conflict, as OrganisationStore
/// says.
Result<void> replace_catalog(pqxx::transaction_base& transaction, const domain::DatedCatalog& now_stored,
                             const Catalog& next, domain::Day valid_from);

}  // namespace tillnote::storage
