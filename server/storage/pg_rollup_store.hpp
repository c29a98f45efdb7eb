#pragma once

#include "server/domain/rollup_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Stale marks, rollups and months. Role: digest.
class PgRollupStore : public domain::RollupStore {
public:
    explicit PgRollupStore(Session& session);

    Result<std::vector<domain::StoreDay>> list_stale(std::size_t count_max) override;
    Result<void> recompute(const domain::StoreDay& store_day, const domain::DayBounds& bounds, bool sealed) override;
    Result<std::vector<domain::StoreDay>> list_days_with_notes_or_rollups() override;
    Result<std::vector<domain::StoreDay>> list_days_with_wrong_transactions() override;
    Result<domain::DayRecord> load_day(const domain::StoreDay& store_day) override;
    Result<void> make_months_ahead(domain::Day today) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
