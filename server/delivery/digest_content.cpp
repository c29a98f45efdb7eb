#include "server/delivery/digest_content.hpp"

#include "schema/time_text.hpp"
#include "server/render/edition_json.hpp"
#include "server/render/edition_view.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::delivery {
namespace {

Result<domain::EditionRecord> get_edition(domain::EditionStore& editions, const domain::OutgoingDelivery& delivery) {
    auto found = editions.find_edition(delivery.store, delivery.day, delivery.edition);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error{ErrorCode::not_found, "The edition is no longer there.", ""};
    }
    return std::move(**found);
}

}  // namespace

Result<render::MailBody> DigestContent::render_mail_body(const domain::LeasedDelivery& leased,
                                                         const render::MailLinks& links) {
    const domain::OutgoingDelivery& delivery = leased.delivery;
    if (const auto frozen = frozen_->find(delivery.store, delivery.day, delivery.edition)) {
        return render::render_digest_mail(*frozen, links, leased.target.language);
    }
    auto record = get_edition(editions_, delivery);
    if (!record) {
        return record.error();
    }
    auto digest = render::rebuild_digest(*record);
    if (!digest) {
        return digest.error();
    }
    return render::render_digest_mail(*digest, links, leased.target.language);
}

Result<std::string> DigestContent::render_webhook_body(const domain::LeasedDelivery& leased,
                                                       const render::MailLinks& links) {
    using Json = nlohmann::ordered_json;
    auto record = get_edition(editions_, leased.delivery);
    if (!record) {
        return record.error();
    }
    auto digest = render::restate_edition(record->digest, record->edition);
    if (!digest) {
        return digest.error();
    }
    const Json body{{"event", "digest"},
                    {"id", leased.delivery.message_id},
                    {"store", leased.delivery.store},
                    {"day", format_day(leased.delivery.day)},
                    {"url", links.page_url},
                    {"digest", Json::parse(*digest)}};
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tillnote::delivery
