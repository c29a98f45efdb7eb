#include "server/http/rate_limiter.hpp"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace tillnote::http {

static_assert(std::tuple_size_v<RateLimiter::Secret> == crypto_shorthash_KEYBYTES);

RateLimiter::RateLimiter(Rate rate, std::size_t keys_max, const Secret& secret)
    : interval_(rate.interval.count()),
      burst_(interval_ * rate.burst),
      secret_(secret),
      places_(std::bit_ceil(std::max(keys_max, places_per_key))) {
    if (rate.burst < 1 || interval_ < 1) {
        throw std::logic_error("a rate has a burst of at least one and an interval above zero");
    }
}

RateLimiter::Secret RateLimiter::make_secret() {
    if (sodium_init() < 0) {
        throw std::runtime_error("libsodium could not be initialised");
    }
    Secret secret{};
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

std::uint64_t RateLimiter::hash(std::string_view key) const noexcept {
    std::array<unsigned char, crypto_shorthash_BYTES> bytes{};
    crypto_shorthash(bytes.data(), reinterpret_cast<const unsigned char*>(key.data()), key.size(), secret_.data());
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return std::max<std::uint64_t>(value, 1);
}

const RateLimiter::Place* RateLimiter::find(std::uint64_t hash) const noexcept {
    const Place* const first = &places_[hash & (places_.size() - places_per_key)];
    const Place* const found =
        std::find_if(first, first + places_per_key, [hash](const Place& at) { return at.key == hash; });
    return found == first + places_per_key ? nullptr : found;
}

RateLimiter::Place& RateLimiter::place_of(std::uint64_t hash) noexcept {
    Place* const first = &places_[hash & (places_.size() - places_per_key)];
    Place* least = first;
    for (Place* at = first; at != first + places_per_key; ++at) {
        if (at->key == hash) {
            return *at;
        }
        if (at->full_at < least->full_at) {
            least = at;
        }
    }
    *least = {.key = hash, .full_at = 0};
    return *least;
}

RateLimiter::Time RateLimiter::full_at(const Place* place, Time now) const noexcept {
    return place == nullptr ? now : std::clamp(place->full_at, now, now + burst_);
}

std::chrono::seconds RateLimiter::wait_until(Time full_at, Time now) const noexcept {
    const std::chrono::nanoseconds wait(full_at + interval_ - burst_ - now);
    return std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds::zero());
}

std::chrono::seconds RateLimiter::wait_for(std::string_view key, Moment now) const noexcept {
    const Time at = now.time_since_epoch().count();
    return wait_until(full_at(find(hash(key)), at), at);
}

void RateLimiter::take(std::string_view key, Moment now) noexcept {
    const Time at = now.time_since_epoch().count();
    Place& place = place_of(hash(key));
    place.full_at = std::min(full_at(&place, at) + interval_, at + burst_);
}

std::optional<std::chrono::seconds> RateLimiter::try_take(std::string_view key, Moment now) noexcept {
    const Time at = now.time_since_epoch().count();
    Place& place = place_of(hash(key));
    const Time full = full_at(&place, at);
    if (const auto wait = wait_until(full, at); wait > std::chrono::seconds::zero()) {
        return wait;
    }
    place.full_at = full + interval_;
    return std::nullopt;
}

void RateLimiter::give_back(std::string_view key, int count, Moment now) noexcept {
    const Time at = now.time_since_epoch().count();
    const auto hashed = hash(key);
    if (find(hashed) != nullptr) {
        Place& place = place_of(hashed);
        place.full_at = full_at(&place, at) - interval_ * count;
    }
}

}  // namespace tillnote::http
