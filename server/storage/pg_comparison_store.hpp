#pragma once

#include "server/domain/comparison_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Days of many stores. Role: web.
class PgComparisonStore : public domain::ComparisonStore {
public:
    explicit PgComparisonStore(Session& session);

    Result<std::vector<std::vector<domain::ComparedDay>>> load_days(std::span<const domain::StoreEntry* const> stores,
                                                                    const std::vector<Reason>& reasons,
                                                                    const domain::WantedDays& wanted, Instant now) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
