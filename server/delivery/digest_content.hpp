#pragma once

#include "server/delivery/delivery_content.hpp"
#include "server/delivery/frozen_digests.hpp"
#include "server/domain/edition_store.hpp"

namespace tillnote::delivery {

/// The digest of an edition, out of its kept input: what is sent is what was frozen, whenever it is sent.
class DigestContent final : public DeliveryContent {
public:
    DigestContent(domain::EditionStore& editions, std::shared_ptr<const FrozenDigests> frozen)
        : editions_(editions), frozen_(std::move(frozen)) {}

    Result<render::MailBody> render_mail_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) override;
    Result<std::string> render_webhook_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) override;

private:
    domain::EditionStore& editions_;
    const std::shared_ptr<const FrozenDigests> frozen_;
};

}  // namespace tillnote::delivery
