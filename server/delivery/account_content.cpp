#include "server/delivery/account_content.hpp"

#include "server/render/account_mail.hpp"

namespace tillnote::delivery {

Result<render::MailBody> AccountContent::render_mail_body(const domain::LeasedDelivery& leased,
                                                          const render::MailLinks& /*links*/) {
    const auto link = parts_.links.find_link(leased.delivery.target_id, parts_.now());
    if (!link) {
        return link.error();
    }
    if (!*link) {
        return Error{ErrorCode::not_found, "The link is over.", ""};
    }
    const std::string token = parts_.make_token();
    if (const auto added = parts_.links.add_token((*link)->link_id, parts_.hash_token(token)); !added) {
        return added.error();
    }
    return render::render_account_mail(**link, parts_.base_url + "/set-password/" + token);
}

Result<std::string> AccountContent::render_webhook_body(const domain::LeasedDelivery& /*leased*/,
                                                        const render::MailLinks& /*links*/) {
    return Error{ErrorCode::not_found, "A link that sets a password is sent by mail only.", ""};
}

}  // namespace tillnote::delivery
