#include "server/delivery/alert_content.hpp"

#include "schema/time_text.hpp"
#include "server/render/alert_mail.hpp"

#include <nlohmann/json.hpp>

namespace tillnote::delivery {

Result<domain::AlertLine> AlertContent::get_alert(const domain::OutgoingDelivery& delivery) {
    auto found = alerts_.find_alert(delivery.store, delivery.alert_id.value_or(Uuid{}));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return Error{ErrorCode::not_found, "The alert is no longer there.", ""};
    }
    return std::move(**found);
}

Result<render::MailBody> AlertContent::render_mail_body(const domain::LeasedDelivery& leased,
                                                        const render::MailLinks& links) {
    auto alert = get_alert(leased.delivery);
    if (!alert) {
        return alert.error();
    }
    if (alert->acknowledged_at) {
        return Error{ErrorCode::not_found, "Not sent: somebody has acknowledged the alert.", ""};
    }
    if (alert->taken_back()) {
        return Error{ErrorCode::not_found, "Not sent: it was taken back on the lane.", ""};
    }
    const auto directory = directory_();
    const domain::StoreEntry* const entry = directory->find_store(leased.delivery.store);
    if (entry == nullptr) {
        return Error{ErrorCode::unavailable, "The store is not known yet.", ""};
    }
    return render::render_alert_mail(*alert, entry->store, entry->calendar, links, leased.target.language);
}

Result<std::string> AlertContent::render_webhook_body(const domain::LeasedDelivery& leased, const render::MailLinks& links) {
    using Json = nlohmann::ordered_json;
    auto alert = get_alert(leased.delivery);
    if (!alert) {
        return alert.error();
    }
    const Json acknowledged = alert->acknowledged_at ? Json(format_time(*alert->acknowledged_at)) : Json(nullptr);
    const Json first = alert->first_tapped_at ? Json(format_time(*alert->first_tapped_at)) : Json(nullptr);
    const Json body{{"event", "alert"},
                    {"id", leased.delivery.message_id},
                    {"store", leased.delivery.store},
                    {"url", links.page_url},
                    {"alert",
                     {{"alert_id", alert->alert_id.to_string()},
                      {"reason", alert->reason.code},
                      {"label", alert->reason.label_en},
                      {"remarks", alert->remarks},
                      {"raised_at", format_time(alert->raised_at)},
                      {"acknowledged_at", acknowledged},
                      {"first_tapped_at", first}}}};
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tillnote::delivery
