#include "server/domain/delivery_store.hpp"

#include "schema/time_text.hpp"

#include <array>
#include <cstdlib>

namespace tillnote::domain {

std::string_view to_text(DeliveryChannel channel) noexcept {
    switch (channel) {
        case DeliveryChannel::mail:
            return "mail";
        case DeliveryChannel::webhook:
            return "webhook";
    }
    std::abort();
}

std::optional<DeliveryChannel> find_delivery_channel(std::string_view text) noexcept {
    if (text == "mail") {
        return DeliveryChannel::mail;
    }
    return text == "webhook" ? std::optional(DeliveryChannel::webhook) : std::nullopt;
}

std::string_view to_text(DeliveryState state) noexcept {
    switch (state) {
        case DeliveryState::waiting:
            return "waiting";
        case DeliveryState::sent:
            return "sent";
        case DeliveryState::failed:
            return "failed";
        case DeliveryState::cancelled:
            return "cancelled";
    }
    std::abort();
}

std::optional<DeliveryState> find_delivery_state(std::string_view text) noexcept {
    constexpr std::array all{DeliveryState::waiting, DeliveryState::sent, DeliveryState::failed, DeliveryState::cancelled};
    for (const DeliveryState state : all) {
        if (to_text(state) == text) {
            return state;
        }
    }
    return std::nullopt;
}

namespace {

std::string edition_message_id(std::string_view what, std::string_view place, Day day, int edition, const Uuid& target_id,
                               std::string_view message_domain) {
    return std::string(what) + '.' + std::string(place) + '.' + format_day(day) + '.' + std::to_string(edition) + '.' +
           target_id.to_string() + '@' + std::string(message_domain);
}

}  // namespace

std::string digest_message_id(std::string_view store, Day day, int edition, const Uuid& target_id,
                              std::string_view message_domain) {
    return edition_message_id("digest", store, day, edition, target_id, message_domain);
}

std::string district_message_id(std::string_view district, Day day, int edition, const Uuid& target_id,
                                std::string_view message_domain) {
    return edition_message_id("district", district, day, edition, target_id, message_domain);
}

}  // namespace tillnote::domain
