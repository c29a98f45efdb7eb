#pragma once

#include "server/domain/dated_catalog.hpp"
#include "server/domain/organisation.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// Stores, districts and the catalog. Blocking: database threads only. Errors of all: unavailable, internal, and those
/// named.
class OrganisationStore {
public:
    virtual ~OrganisationStore() = default;

    virtual Result<std::vector<District>> list_districts() = 0;
    virtual Result<std::vector<Store>> list_stores() = 0;
    virtual Result<std::optional<Store>> find_store(std::string_view id) = 0;
    virtual Result<void> put_district(const District& district) = 0;  ///< inserts or renames
    virtual Result<void> put_store(const Store& store) = 0;  ///< inserts or updates; impossible_value: no such district
    virtual Result<void> close_day(std::string_view store, Day day, std::string_view why) = 0;
    /// All or none; a later figure replaces an earlier one. The same store and day twice is the same figure twice. Errors:
    /// impossible_value (no such store).
    virtual Result<void> put_traffic(std::span<const TrafficDay> days) = 0;

    virtual Result<DatedCatalog> load_catalog() = 0;
    /// New codes become valid from `valid_from`; changed labels change; a code that is missing ends the day before.
    /// Errors: conflict (a code that had ended would be reused, or its department, theme or polarity would change).
    virtual Result<void> import_catalog(const Catalog& catalog, Day valid_from) = 0;
};

}  // namespace tillnote::domain
