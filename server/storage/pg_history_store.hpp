#pragma once

#include "server/domain/history_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// History from rollups, and comments from the view that shows 30 days of them. Role: web.
class PgHistoryStore final : public domain::HistoryStore {
public:
    explicit PgHistoryStore(Session& session);

    Result<std::vector<domain::HistoryDay>> load_days(std::string_view store, const domain::HistorySubject& subject,
                                                      const domain::HistoryRange& range) override;
    Result<std::vector<domain::HistoryComment>> list_comments(std::string_view store,
                                                              const std::vector<std::string>& codes) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
