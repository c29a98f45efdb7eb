#pragma once

#include "server/delivery/delivery_content.hpp"
#include "server/domain/alert_store.hpp"
#include "server/domain/directory.hpp"

#include <functional>
#include <memory>

namespace tillnote::delivery {

/// An alert as it stands when it is sent.
class AlertContent final : public DeliveryContent {
public:
    using DirectorySource = std::function<std::shared_ptr<const domain::Directory>()>;

    AlertContent(domain::AlertStore& alerts, DirectorySource directory)
        : alerts_(alerts), directory_(std::move(directory)) {}

    Result<render::MailBody> render_mail_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) override;
    Result<std::string> render_webhook_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) override;

private:
    Result<domain::AlertLine> get_alert(const domain::OutgoingDelivery& delivery);

    domain::AlertStore& alerts_;
    const DirectorySource directory_;
};

}  // namespace tillnote::delivery
