#pragma once

#include "server/domain/digest_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// What a digest is computed from, out of rollups and contacts. Role: web or digest.
class PgDigestStore final : public domain::DigestStore {
public:
    explicit PgDigestStore(Session& session);

    Result<domain::DigestInput> load_input(const domain::Store& store, const domain::StoreCalendar& calendar,
                                           const domain::DatedCatalog& catalog, domain::Day day, Instant now) override;
    Result<std::vector<domain::WindowDay>> load_days(const domain::Store& store, const domain::StoreCalendar& calendar,
                                                     const domain::DatedCatalog& catalog, domain::Day first,
                                                     domain::Day last) override;
    Result<std::vector<int>> count_remarks(std::span<const domain::StoreDay> store_days) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
