#pragma once

#include "server/delivery/delivery_content.hpp"
#include "server/domain/district_edition_store.hpp"

namespace tillnote::delivery {

/// The digest of a district, out of its kept edition: what is sent is what was frozen, whenever it is sent.
class DistrictContent final : public DeliveryContent {
public:
    explicit DistrictContent(domain::DistrictEditionStore& editions) : editions_(editions) {}

    Result<render::MailBody> render_mail_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) override;
    Result<std::string> render_webhook_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) override;

private:
    Result<domain::DistrictEditionRecord> get_edition(const domain::OutgoingDelivery& delivery);

    domain::DistrictEditionStore& editions_;
};

}  // namespace tillnote::delivery
