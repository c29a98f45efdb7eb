#pragma once

#include "server/domain/audit_log.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Role: web, or the operator's. One thread only, as its session.
class PgAuditLog final : public domain::AuditLog, private Companion {
public:
    explicit PgAuditLog(Session& session);

    Result<void> append(const domain::AuditEntry& entry) override;
    Result<std::vector<domain::RecordedEntry>> list(const domain::AuditFilter& filter) override;
    Result<std::vector<domain::SignInPlace>> list_sign_in_places(Instant since, int rows_max) override;
    const domain::AuditEntry* accompany(const domain::AuditEntry* entry) override;

private:
    bool join(pqxx::transaction_base& transaction) override;
    void committed() noexcept override { accompany(nullptr); }

    Session& session_;
    const domain::AuditEntry* waiting_ = nullptr;  ///< to be added with the next change
};

}  // namespace tillnote::storage
