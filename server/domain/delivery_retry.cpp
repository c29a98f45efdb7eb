#include "server/domain/delivery_retry.hpp"

#include <algorithm>
#include <array>

namespace tillnote::domain {

std::optional<Instant> find_next_attempt(int attempts, Instant due_at, Instant now) {
    using std::chrono::minutes;
    constexpr std::array<minutes, 5> waits{minutes{1}, minutes{5}, minutes{15}, minutes{30}, minutes{60}};
    const auto index = static_cast<std::size_t>(std::clamp<int>(attempts - 1, 0, static_cast<int>(waits.size()) - 1));
    const Instant next = now + waits[index];
    return next <= due_at + delivery_life_max ? std::optional(next) : std::nullopt;
}

}  // namespace tillnote::domain
