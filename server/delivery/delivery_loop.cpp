#include "server/delivery/delivery_loop.hpp"

#include "schema/secret_file.hpp"
#include "server/delivery/delivery_links.hpp"
#include "server/delivery/mail_message.hpp"
#include "server/domain/delivery_retry.hpp"

#include <cstdlib>

namespace tillnote::delivery {
namespace {

using Outcome = DeliveryEvent::Outcome;

SendOutcome no_content(const Error& error) {
    const bool for_good = error.code == ErrorCode::not_found;
    return {for_good ? SendOutcome::Kind::refused : SendOutcome::Kind::try_later, error.detail};
}

/// Left of the @: what it is and where it goes, in letters that a file name may have.
std::string name_of(const domain::OutgoingDelivery& delivery) {
    return delivery.message_id.substr(0, delivery.message_id.find('@'));
}

}  // namespace

std::string_view to_text(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::sent:
            return "sent";
        case Outcome::will_retry:
            return "will_retry";
        case Outcome::failed:
            return "failed";
        case Outcome::cancelled:
            return "cancelled";
        case Outcome::lost_lease:
            return "lost_lease";
    }
    std::abort();
}

SendOutcome DeliveryLoop::send_mail(const domain::LeasedDelivery& leased, DeliveryContent& content) {
    const render::MailLinks links = links_of(leased, parts_.base_url);
    auto body = content.render_mail_body(leased, links);
    if (!body) {
        return no_content(body.error());
    }
    const Mail mail{parts_.from,      leased.target.address, leased.delivery.message_id, leased.delivery.due_at,
                    std::move(*body), links.unsubscribe_url};
    return parts_.mail.send(mail.from, mail.to, name_of(leased.delivery), render_mail(mail));
}

SendOutcome DeliveryLoop::call_webhook(const domain::LeasedDelivery& leased, DeliveryContent& content) {
    auto body = content.render_webhook_body(leased, links_of(leased, parts_.base_url));
    if (!body) {
        return no_content(body.error());
    }
    auto secret = read_secret_file(leased.target.secret_file);
    if (!secret) {
        return {SendOutcome::Kind::try_later, secret.error().detail};
    }
    return parts_.webhooks.send(
        {leased.target.address, std::move(*secret), std::string(domain::to_text(leased.delivery.kind)),
         leased.delivery.message_id, std::move(*body)},
        parts_.now());
}

SendOutcome DeliveryLoop::attempt(const domain::LeasedDelivery& leased) {
    const auto content = parts_.contents.find(leased.delivery.kind);
    if (content == parts_.contents.end()) {
        return {SendOutcome::Kind::refused, "This program does not send deliveries of that kind."};
    }
    switch (leased.delivery.channel) {
        case domain::DeliveryChannel::mail:
            return send_mail(leased, *content->second);
        case domain::DeliveryChannel::webhook:
            return call_webhook(leased, *content->second);
    }
    std::abort();
}

Result<bool> DeliveryLoop::record(const domain::LeasedDelivery& leased, const SendOutcome& outcome) {
    const Instant now = parts_.now();
    DeliveryEvent event{Outcome::sent, leased.delivery, leased.attempts};
    Result<bool> recorded = false;
    if (outcome.kind == SendOutcome::Kind::sent) {
        recorded = parts_.deliveries.record_sent(leased, now);
    } else {
        const auto next = outcome.kind == SendOutcome::Kind::refused
                              ? std::nullopt
                              : domain::find_next_attempt(leased.attempts, leased.delivery.due_at, now);
        event.outcome = next ? Outcome::will_retry : Outcome::failed;
        recorded = parts_.deliveries.record_failure(leased, outcome.what, next, now);
    }
    if (!recorded) {
        return recorded.error();
    }
    event.outcome = *recorded ? event.outcome : Outcome::lost_lease;
    parts_.on_event(event);
    return true;
}

Result<bool> DeliveryLoop::send_next() {
    const Instant now = parts_.now();
    auto leased = parts_.deliveries.lease_next(now, now + lease);
    if (!leased) {
        return leased.error();
    }
    if (!*leased) {
        return false;
    }
    if ((*leased)->target.active) {
        const auto stale = domain::find_staleness((*leased)->delivery.kind, (*leased)->delivery.due_at, now);
        return record(**leased, stale ? SendOutcome{SendOutcome::Kind::refused, std::string(*stale)} : attempt(**leased));
    }
    if (auto cancelled = parts_.deliveries.record_cancelled(**leased, now); !cancelled) {
        return cancelled.error();
    }
    parts_.on_event({Outcome::cancelled, (*leased)->delivery, (*leased)->attempts});
    return true;
}

}  // namespace tillnote::delivery
