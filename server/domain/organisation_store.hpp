#pragma once

#include "server/domain/dated_catalog.hpp"
#include "server/domain/organisation.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

/// A business day on which a store did not open.
struct ClosedDay {
    Day day;
    std::string why;

    friend bool operator==(const ClosedDay&, const ClosedDay&) = default;
};

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
    /// Errors: conflict, naming `id` (there is a store of this id); impossible_value: no such district.
    virtual Result<void> add_store(const Store& store) = 0;
    /// Stores what `change` makes of the store; nobody else changes it in between. Errors: not_found, naming `store`; those
    /// of `change`; impossible_value: no such district.
    virtual Result<void> change_store(std::string_view id, const std::function<Result<Store>(Store)>& change) = 0;
    /// Says that a store did not, or will not, open on a day. Errors: impossible_value (no such store).
    virtual Result<void> close_day(std::string_view store, Day day, std::string_view why) = 0;
    /// Takes that back. Errors: not_found, naming `closed_day`.
    virtual Result<void> open_day(std::string_view store, Day day) = 0;
    /// From `from` on, in order.
    virtual Result<std::vector<ClosedDay>> list_closed_days(std::string_view store, Day from) = 0;
    /// All or none; a later figure replaces an earlier one. The same store and day twice is the same figure twice. Errors:
    /// impossible_value (no such store).
    virtual Result<void> put_traffic(std::span<const TrafficDay> days) = 0;

    virtual Result<DatedCatalog> load_catalog() = 0;
    /// change_catalog() of what is stored, in one transaction. `version`: of the catalog that the caller has looked at, if
    /// it did. Errors: conflict, as change_catalog(), or naming `version` (it is another by now).
    virtual Result<void> import_catalog(const Catalog& catalog, Day from, Day ends_from,
                                        const std::optional<std::string>& version) = 0;
    /// All of it from `from` on.
    Result<void> import_catalog(const Catalog& catalog, Day from) { return import_catalog(catalog, from, from, {}); }
};

}  // namespace tillnote::domain
