#pragma once

#include "server/delivery/delivery_content.hpp"
#include "server/delivery/mail_sender.hpp"
#include "server/delivery/webhook_sender.hpp"

#include <functional>
#include <map>
#include <string>

namespace tillnote::delivery {

/// What became of one attempt, for log and metrics. Holds nobody's address.
struct DeliveryEvent {
    enum class Outcome { sent, will_retry, failed, cancelled, lost_lease };
    Outcome outcome = Outcome::sent;
    domain::OutgoingDelivery delivery;
    int attempts = 0;
};

[[nodiscard]] std::string_view to_text(DeliveryEvent::Outcome outcome) noexcept;

/// Leases and sends one delivery at a time: a dumb loop around ports. A crash after the other side has taken a delivery and
/// before that is written down repeats it with the same Message-ID; nothing else is ever sent twice. One thread.
class DeliveryLoop {
public:
    /// Longer than any attempt, so that a living sender never loses its lease.
    static constexpr std::chrono::minutes lease{5};

    struct Parts {
        domain::DeliveryStore& deliveries;
        MailSender& mail;
        WebhookSender& webhooks;
        std::map<domain::DeliveryKind, DeliveryContent*> contents;
        std::string from;      ///< e-mail address
        std::string base_url;  ///< of links; no slash at its end
        std::function<Instant()> now;
        std::function<void(const DeliveryEvent&)> on_event;
    };

    explicit DeliveryLoop(Parts parts) : parts_(std::move(parts)) {}

    /// Attempts the delivery that has been due longest, or gives up one that has waited too long to be of use. False when
    /// none is due. Errors: unavailable, internal.
    [[nodiscard]] Result<bool> send_next();

private:
    [[nodiscard]] SendOutcome attempt(const domain::LeasedDelivery& leased);
    [[nodiscard]] SendOutcome send_mail(const domain::LeasedDelivery& leased, DeliveryContent& content);
    [[nodiscard]] SendOutcome call_webhook(const domain::LeasedDelivery& leased, DeliveryContent& content);
    [[nodiscard]] Result<bool> record(const domain::LeasedDelivery& leased, const SendOutcome& outcome);

    const Parts parts_;
};

}  // namespace tillnote::delivery
