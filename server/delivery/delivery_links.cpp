#include "server/delivery/delivery_links.hpp"

#include "schema/time_text.hpp"

namespace tillnote::delivery {

render::MailLinks links_of(const domain::LeasedDelivery& leased, const std::string& base_url) {
    render::MailLinks links;
    if (base_url.empty()) {
        return links;
    }
    const domain::OutgoingDelivery& delivery = leased.delivery;
    const bool is_digest = delivery.kind == domain::DeliveryKind::digest;
    links.page_url = base_url + "/stores/" + delivery.store + '/' + (is_digest ? format_day(delivery.day) : "today");
    if (!leased.target.unsubscribe_token.empty()) {
        links.unsubscribe_url = base_url + "/unsubscribe/" + leased.target.unsubscribe_token;
    }
    return links;
}

}  // namespace tillnote::delivery
