#pragma once

#include "server/domain/retention_log.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// What forgetting has done. Role: web.
class PgRetentionLog final : public domain::RetentionLog {
public:
    explicit PgRetentionLog(Session& session);

    Result<std::vector<domain::RetentionReport>> list_runs() override;
    Result<std::optional<domain::Day>> find_notes_gone_before() override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
