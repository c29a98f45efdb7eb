#pragma once

#include "server/delivery/delivery_content.hpp"
#include "server/domain/account_link_store.hpp"

#include <functional>

namespace tillnote::delivery {

/// Links that set a password. What stands in a link is made here, at each attempt, and only its hash is stored: a mail that
/// has left is the only place that holds it.
class AccountContent final : public DeliveryContent {
public:
    struct Parts {
        domain::AccountLinkStore& links;
        std::string base_url;  ///< no slash at its end
        std::function<Instant()> now;
        std::function<std::string()> make_token;
        std::function<std::string(std::string_view token)> hash_token;
    };

    explicit AccountContent(Parts parts) : parts_(std::move(parts)) {}

    Result<render::MailBody> render_mail_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) override;
    /// not_found: no program is sent what lets a person in.
    Result<std::string> render_webhook_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) override;

private:
    const Parts parts_;
};

}  // namespace tillnote::delivery
