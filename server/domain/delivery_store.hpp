#pragma once

#include "server/domain/recipient.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tillnote::domain {

enum class DeliveryChannel { mail, webhook };
enum class DeliveryState { waiting, sent, failed, cancelled };

[[nodiscard]] std::string_view to_text(DeliveryChannel channel) noexcept;
[[nodiscard]] std::optional<DeliveryChannel> find_delivery_channel(std::string_view text) noexcept;
[[nodiscard]] std::string_view to_text(DeliveryState state) noexcept;
[[nodiscard]] std::optional<DeliveryState> find_delivery_state(std::string_view text) noexcept;

/// One digest or alert on its way to one recipient or webhook.
struct OutgoingDelivery {
    Uuid delivery_id;
    std::string store;  ///< empty where the kind is district
    DeliveryKind kind = DeliveryKind::digest;
    DeliveryChannel channel = DeliveryChannel::mail;
    Uuid target_id;                ///< of the recipient or webhook
    Day day;                       ///< of a digest, a district's too
    int edition = 0;               ///< of a digest, a district's too
    std::optional<Uuid> alert_id;  ///< of an alert
    std::string message_id;        ///< "left@right" without brackets; the same at every attempt
    Instant due_at;                ///< first attempt
    std::string district{};        ///< of DeliveryKind::district only
};

/// Where a delivery goes, as it is known at the moment of sending.
struct DeliveryTarget {
    bool active = false;  ///< neither unsubscribed nor removed
    std::string address;  ///< e-mail, or the webhook's URL
    Language language = Language::english;
    std::string unsubscribe_token;  ///< of mail; what stands in /unsubscribe/{token}
    std::string secret_file;        ///< of a webhook
};

/// A delivery that this caller alone may attempt until the lease ends. Clocks of servers must agree to within the lease
/// less the longest attempt.
struct LeasedDelivery {
    OutgoingDelivery delivery;
    DeliveryTarget target;
    int attempts = 1;  ///< this one included
};

/// A row of the outbox for a person who looks after it.
struct DeliveryReport {
    OutgoingDelivery delivery;
    std::string address;
    DeliveryState state = DeliveryState::waiting;
    int attempts = 0;
    std::optional<Instant> next_attempt_at;  ///< while waiting
    std::optional<Instant> finished_at;
    std::string last_error;
};

struct DeliveryCounts {
    std::int64_t waiting = 0;  ///< due already
    std::int64_t failed = 0;   ///< given up in the last 7 days
};

/// The outbox of digests and alerts. Blocking: database threads only. Errors of all: unavailable, internal.
class DeliveryStore {
public:
    static constexpr int list_max = 500;

    virtual ~DeliveryStore() = default;

    /// Takes the delivery that has been due longest and is nobody's, and counts the attempt: a compare-and-set, so two
    /// servers never hold one. Nothing when none is due.
    virtual Result<std::optional<LeasedDelivery>> lease_next(Instant now, Instant lease_until) = 0;
    /// It has arrived. False when the lease had ended and another took it: it may have been sent twice, with one Message-ID.
    virtual Result<bool> record_sent(const LeasedDelivery& leased, Instant now) = 0;
    /// It did not arrive. `next_attempt_at`: nothing gives it up. `what` is shown to administrators; no secrets in it.
    virtual Result<bool> record_failure(const LeasedDelivery& leased, std::string_view what,
                                        std::optional<Instant> next_attempt_at, Instant now) = 0;
    /// A mail server had taken it, and says now that it did not arrive. False when none was sent with this Message-ID.
    virtual Result<bool> record_bounce(std::string_view message_id, std::string_view what, Instant now) = 0;
    /// The target has left meanwhile.
    virtual Result<bool> record_cancelled(const LeasedDelivery& leased, Instant now) = 0;

    /// One delivery of an alert for each of the store's alert recipients and webhooks, due at once. Calling it again adds
    /// nothing. `message_domain`: right of the @ in the Message-ID.
    virtual Result<void> append_alert_deliveries(std::string_view store, const Uuid& alert_id,
                                                 std::string_view message_domain, Instant now) = 0;

    /// The latest due first, at most list_max; of one store, or of all.
    virtual Result<std::vector<DeliveryReport>> list_deliveries(const std::optional<std::string>& store,
                                                                std::optional<DeliveryState> state) = 0;
    /// The same of the digests of one district.
    virtual Result<std::vector<DeliveryReport>> list_district_deliveries(std::string_view district) = 0;
    /// Of each recipient of a list the latest delivery that was attempted, of those due after `since`.
    virtual Result<std::vector<DeliveryReport>> list_last_deliveries(Instant since) = 0;
    virtual Result<DeliveryCounts> count_deliveries(Instant now) = 0;
};

/// What a delivery is called for good, left of the @: made of what it is and where it goes.
[[nodiscard]] std::string digest_message_id(std::string_view store, Day day, int edition, const Uuid& target_id,
                                            std::string_view message_domain);
[[nodiscard]] std::string district_message_id(std::string_view district, Day day, int edition, const Uuid& target_id,
                                              std::string_view message_domain);

}  // namespace tillnote::domain
