#include "server/delivery/district_content.hpp"

#include "schema/time_text.hpp"
#include "server/render/district_digest_data.hpp"
#include "server/render/district_mail.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::delivery {

Result<domain::DistrictEditionRecord> DistrictContent::get_edition(const domain::OutgoingDelivery& delivery) {
    auto found = editions_.find_edition(delivery.district, delivery.day, delivery.edition);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error{ErrorCode::not_found, "The edition is no longer there.", ""};
    }
    return std::move(**found);
}

Result<render::MailBody> DistrictContent::render_mail_body(const domain::LeasedDelivery& leased,
                                                           const render::MailLinks& links) {
    const auto record = get_edition(leased.delivery);
    if (!record) {
        return record.error();
    }
    const auto input = render::parse_district_input(record->input);
    if (!input) {
        return input.error();
    }
    return render::render_district_mail(domain::build_district_digest(*input, record->edition), links,
                                        leased.target.language);
}

Result<std::string> DistrictContent::render_webhook_body(const domain::LeasedDelivery& leased,
                                                         const render::MailLinks& links) {
    using Json = nlohmann::ordered_json;
    const auto record = get_edition(leased.delivery);
    if (!record) {
        return record.error();
    }
    const Json body{{"event", "district"},
                    {"id", leased.delivery.message_id},
                    {"district", leased.delivery.district},
                    {"day", format_day(leased.delivery.day)},
                    {"url", links.page_url},
                    {"digest", Json::parse(record->digest)}};
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tillnote::delivery
