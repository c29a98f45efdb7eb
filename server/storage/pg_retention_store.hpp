#pragma once

#include "server/domain/retention_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Of the role tillnote_retention. The rules and what a table keeps of its rows: schema/database/0026_retention.sql.
class PgRetentionStore : public domain::RetentionStore {
public:
    explicit PgRetentionStore(Session& session);

    Result<bool> are_notes_gone(domain::Day before) override;
    Result<void> keep_rollups(const std::string& store, domain::Day before) override;
    Result<void> let_notes_go(domain::Day before) override;
    Result<std::optional<domain::Day>> drop_month() override;
    Result<std::int64_t> remove_rows(const std::string& store, Instant free_text_before, int rows_max) override;
    Result<std::int64_t> remove_audit_entries(Instant before, int rows_max) override;
    Result<std::int64_t> remove_expired(Instant before, int rows_max) override;
    Result<void> record_run(Instant ran_at, std::int64_t rows_removed, std::span<const domain::Day> months_dropped,
                            std::int64_t rows_past_term) override;
    Result<std::vector<domain::PastTerm>> list_past_term(const domain::RetentionCut& cut) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
