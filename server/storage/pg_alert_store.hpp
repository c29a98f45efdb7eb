#pragma once

#include "server/domain/alert_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Alerts as a person sees them. Role: web; digest may read.
class PgAlertStore final : public domain::AlertStore {
public:
    explicit PgAlertStore(Session& session);

    Result<std::optional<domain::AlertLine>> find_alert(std::string_view store, const Uuid& alert_id) override;
    Result<std::vector<domain::AlertLine>> list_alerts(std::string_view store) override;
    Result<std::map<std::string, int, std::less<>>> count_standing() override;
    Result<domain::AlertLine> acknowledge(std::string_view store, const Uuid& alert_id, const Uuid& account_id,
                                          Instant now) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
