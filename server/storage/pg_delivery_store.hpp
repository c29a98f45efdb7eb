#pragma once

#include "server/domain/delivery_store.hpp"
#include "server/storage/session.hpp"

namespace tillnote::storage {

/// The outbox of digests and alerts. Role: digest; listing also web.
class PgDeliveryStore final : public domain::DeliveryStore {
public:
    explicit PgDeliveryStore(Session& session);

    Result<std::optional<domain::LeasedDelivery>> lease_next(Instant now, Instant lease_until) override;
    Result<bool> record_sent(const domain::LeasedDelivery& leased, Instant now) override;
    Result<bool> record_failure(const domain::LeasedDelivery& leased, std::string_view what,
                                std::optional<Instant> next_attempt_at, Instant now) override;
    Result<bool> record_bounce(std::string_view message_id, std::string_view what, Instant now) override;
    Result<bool> record_cancelled(const domain::LeasedDelivery& leased, Instant now) override;
    Result<void> append_alert_deliveries(std::string_view store, const Uuid& alert_id, std::string_view message_domain,
                                         Instant now) override;
    Result<std::vector<domain::DeliveryReport>> list_deliveries(const std::optional<std::string>& store,
                                                                std::optional<domain::DeliveryState> state) override;
    Result<std::vector<domain::DeliveryReport>> list_district_deliveries(std::string_view district) override;
    Result<std::vector<domain::DeliveryReport>> list_last_deliveries(Instant since) override;
    Result<domain::DeliveryCounts> count_deliveries(Instant now) override;

private:
    Result<std::vector<domain::DeliveryReport>> list(const std::optional<std::string>& store,
                                                     const std::optional<std::string>& district,
                                                     std::optional<domain::DeliveryState> state);
    Result<bool> settle(const domain::LeasedDelivery& leased, domain::DeliveryState state, std::string_view what,
                        std::optional<Instant> next_attempt_at, std::optional<Instant> finished_at);

    Session& session_;
};

}  // namespace tillnote::storage
