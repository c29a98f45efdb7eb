#include "server/routes/known_addresses.hpp"

#include <ranges>

namespace tillnote::routes {

Result<void> recall_addresses(domain::AuditLog& log, SignInThrottle& throttle, Instant now) {
    const auto places = log.list_sign_in_places(now - known_address_life, SignInThrottle::known_max);
    if (!places) {
        return places.error();
    }
    // The throttle forgets the one told first: so the one used last comes last.
    for (const auto& place : *places | std::views::reverse) {
        throttle.know(place.account, place.address);
    }
    return {};
}

}  // namespace tillnote::routes
