#include "server/delivery/delivery_links.hpp"

#include "schema/time_text.hpp"
#include "server/domain/district_digest.hpp"

namespace tillnote::delivery {

render::MailLinks links_of(const domain::LeasedDelivery& leased, const std::string& base_url) {
    render::MailLinks links;
    if (base_url.empty()) {
        return links;
    }
    const domain::OutgoingDelivery& delivery = leased.delivery;
    if (!leased.target.unsubscribe_token.empty()) {
        links.unsubscribe_url = base_url + "/unsubscribe/" + leased.target.unsubscribe_token;
    }
    if (delivery.kind == domain::DeliveryKind::account) {
        links.page_url = base_url + "/sign-in";
        return links;
    }
    if (delivery.kind == domain::DeliveryKind::district) {
        const domain::ComparisonRange range = domain::district_digest_range(delivery.day);
        const std::string district = base_url + "/districts/" + delivery.district;
        links.page_url = district + "?from=" + format_day(range.from) + "&to=" + format_day(range.to);
        links.edition_url =
            district + "/digests/" + format_day(delivery.day) + "?edition=" + std::to_string(delivery.edition);
        return links;
    }
    const bool is_digest = delivery.kind == domain::DeliveryKind::digest;
    links.page_url = base_url + "/stores/" + delivery.store + '/' + (is_digest ? format_day(delivery.day) : "today");
    return links;
}

}  // namespace tillnote::delivery
