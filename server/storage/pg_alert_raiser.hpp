#pragma once

#include "server/domain/alert_raiser.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// Raises alerts from urgent notes. Role: digest.
class PgAlertRaiser : public domain::AlertRaiser {
public:
    explicit PgAlertRaiser(Session& session);

    Result<std::vector<domain::StoreDay>> list_urgent(Instant now, std::size_t count_max) override;
    Result<void> raise_due(const domain::StoreDay& store_day, Instant now, const std::function<Uuid()>& make_id) override;
    Result<std::vector<domain::RaisedAlert>> list_unannounced(std::size_t count_max) override;
    Result<void> note_announced(const domain::RaisedAlert& alert, Instant now) override;

private:
    Session& session_;
};

}  // namespace tillnote::storage
