#pragma once

#include "server/domain/delivery_store.hpp"
#include "server/render/digest_mail.hpp"

#include <string>

namespace tillnote::delivery {

/// What one kind of delivery says, asked for at the moment of sending. Another kind is another implementation. Blocking.
/// Errors of both: not_found (there is nothing left to say: the delivery is given up); others are worth another try.
class DeliveryContent {
public:
    virtual ~DeliveryContent() = default;

    virtual Result<render::MailBody> render_mail_body(const domain::LeasedDelivery& leased,
                                                      const render::MailLinks& links) = 0;
    /// The JSON a webhook is sent. Source: docs/mail.md.
    virtual Result<std::string> render_webhook_body(const domain::LeasedDelivery& leased,
                                                    const render::MailLinks& links) = 0;
};

}  // namespace tillnote::delivery
