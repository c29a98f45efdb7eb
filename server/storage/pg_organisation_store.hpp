#pragma once

#include "server/domain/organisation_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Districts, stores and the catalog. Role: web; the reading ones also ingest and digest.
class PgOrganisationStore : public domain::OrganisationStore {
public:
    explicit PgOrganisationStore(Session& session);

    Result<std::vector<domain::District>> list_districts() override;
    Result<std::vector<domain::Store>> list_stores() override;
    Result<std::optional<domain::Store>> find_store(std::string_view id) override;
    Result<void> put_district(const domain::District& district) override;
    Result<void> put_store(const domain::Store& store) override;
    Result<void> add_store(const domain::Store& store) override;
    Result<void> change_store(std::string_view id,
                              const std::function<Result<domain::Store>(domain::Store)>& change) override;
    Result<void> close_day(std::string_view store, domain::Day day, std::string_view why) override;
    Result<void> open_day(std::string_view store, domain::Day day) override;
    Result<std::vector<domain::ClosedDay>> list_closed_days(std::string_view store, domain::Day from) override;
    Result<void> put_traffic(std::span<const domain::TrafficDay> days) override;

    Result<domain::DatedCatalog> load_catalog() override;
    using OrganisationStore::import_catalog;
    Result<void> import_catalog(const Catalog& catalog, domain::Day from, domain::Day ends_from,
                                const std::optional<std::string>& version) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
