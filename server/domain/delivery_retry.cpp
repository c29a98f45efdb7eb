#include "server/domain/delivery_retry.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace tillnote::domain {

std::optional<Instant> find_next_attempt(int attempts, Instant due_at, Instant now) {
    using std::chrono::minutes;
    constexpr std::array<minutes, 5> waits{minutes{1}, minutes{5}, minutes{15}, minutes{30}, minutes{60}};
    const auto index = static_cast<std::size_t>(std::clamp<int>(attempts - 1, 0, static_cast<int>(waits.size()) - 1));
    const Instant next = now + waits[index];
    return next <= due_at + delivery_life_max || attempts < delivery_attempts_min ? std::optional(next) : std::nullopt;
}

std::optional<std::string_view> find_staleness(DeliveryKind kind, Instant due_at, Instant now) noexcept {
    switch (kind) {
        case DeliveryKind::digest:
        case DeliveryKind::district:
            return now - due_at > digest_delivery_age_max
                       ? std::optional<std::string_view>{"Not sent: it was due more than 3 days ago. Its page shows it."}
                       : std::nullopt;
        case DeliveryKind::alert:
            return now - due_at > alert_delivery_age_max
                       ? std::optional<std::string_view>{"Not sent: it was raised more than 4 hours ago. It stands on the page "
                                                         "until it is acknowledged."}
                       : std::nullopt;
        case DeliveryKind::account:
            return std::nullopt;  // its link has an end of its own
    }
    std::abort();
}

}  // namespace tillnote::domain
