#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tillnote::http {

/// How often something may be: `burst` times at once, and then once more each `interval`.
struct Rate {
    int burst = 1;
    std::chrono::nanoseconds interval{};
};

/// So many a second, and as many as `burst_s` seconds give at once. Both at least 1.
[[nodiscard]] constexpr Rate rate_of(int per_second, int burst_s) noexcept {
    return {.burst = per_second * burst_s, .interval = std::chrono::nanoseconds(std::chrono::seconds(1)) / per_second};
}

/// Says how often each of many keys has asked, in a table whose size never changes. Of a key it holds one time, at which all
/// that it took will be given back (the generic cell rate algorithm). A key whose time has passed is as good as unknown.
///
/// When the places of a key are taken, the one there that has the least to wait for loses its own: one that waits for
/// nothing, where there is one. So a key that has asked too often is not forgotten by others that ask once each, however
/// many; somebody would have to take as much with every one of them. Which keys share places depends on a secret.
///
/// Time is the caller's; one that goes back gives nothing away and keeps nobody out for longer than `burst` intervals. Not
/// for two threads at once: the owner locks. No function throws but the constructor. Source: docs/decisions/0037; ITU-T
/// I.371.
class RateLimiter {
public:
    using Moment = std::chrono::sys_time<std::chrono::nanoseconds>;
    using Secret = std::array<unsigned char, 16>;

    static constexpr std::size_t places_per_key = 8;

    /// Room for `keys_max` keys, rounded up to a power of two of at least 8; 16 bytes each.
    RateLimiter(Rate rate, std::size_t keys_max, const Secret& secret = make_secret());

    /// How long until `key` may ask once more, rounded up to seconds: zero now.
    [[nodiscard]] std::chrono::seconds wait_for(std::string_view key, Moment now) const noexcept;
    /// Takes one, also where none is left: it never takes more than the burst.
    void take(std::string_view key, Moment now) noexcept;
    /// wait_for, and take when it is zero: nothing when one was taken.
    [[nodiscard]] std::optional<std::chrono::seconds> try_take(std::string_view key, Moment now) noexcept;
    /// Gives back `count` of those that `key` took.
    void give_back(std::string_view key, int count, Moment now) noexcept;

    [[nodiscard]] static Secret make_secret();

private:
    using Time = std::int64_t;  ///< nanoseconds since the epoch
    struct Place {
        std::uint64_t key = 0;  ///< its keyed hash; 0: nobody's
        Time full_at = 0;       ///< when it has its whole burst again
    };

    [[nodiscard]] std::uint64_t hash(std::string_view key) const noexcept;
    [[nodiscard]] const Place* find(std::uint64_t hash) const noexcept;
    [[nodiscard]] Place& place_of(std::uint64_t hash) noexcept;
    [[nodiscard]] Time full_at(const Place* place, Time now) const noexcept;
    [[nodiscard]] std::chrono::seconds wait_until(Time full_at, Time now) const noexcept;

    Time interval_;
    Time burst_;  ///< of time: all the intervals of the burst
    Secret secret_;
    std::vector<Place> places_;
};

}  // namespace tillnote::http
