#pragma once

#include "schema/note.hpp"
#include "server/http/rate_limiter.hpp"
#include "server/routes/recent_keys.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string_view>

namespace tillnote::routes {

/// How often a password, a code or a reset may be tried: per account from one address, per address, and per account from all
/// addresses that the account has not been used from. So a stranger who guesses slows down strangers, and the owner at the
/// usual desk still gets in. Counted in this process, in bounded memory; recall_addresses() fills in after a start which
/// desks are usual. Any thread.
/// Source: docs/decisions/0029; OWASP ASVS 5.0, 6.3.1.
class SignInThrottle {
public:
    static constexpr std::size_t keys_max = 16'384;   ///< of each kind of try
    static constexpr std::size_t known_max = 10'000;  ///< accounts at addresses that they were used from

    /// Takes one try. Nothing: go on; else how long to wait, at least a second.
    [[nodiscard]] std::optional<std::chrono::seconds> take(std::string_view account, std::string_view address, Instant now);
    /// The last `tries` were right: they cost nothing, and the address is known to be the account's.
    void succeed(std::string_view account, std::string_view address, int tries, Instant now);
    /// The account has been used from there with success.
    void know(std::string_view account, std::string_view address);
    /// Takes one try at the set-up token. That has 256 bits, which nobody guesses: it is counted by its address alone, so
    /// that no stranger keeps the first administrator out. Nothing: go on.
    [[nodiscard]] std::optional<std::chrono::seconds> take_set_up(std::string_view address, Instant now);
    /// Takes one of the sign-ins that the word of a proxy begins for `person`, known here or not; right ones count, too.
    /// Nothing: go on.
    [[nodiscard]] std::optional<std::chrono::seconds> take_word(std::string_view person, Instant now);
    /// Whether it is to be put down that `address` has to wait: once a minute.
    [[nodiscard]] bool tells(std::string_view address, Instant now);
    /// Takes one of the few mails that one address may have sent.
    [[nodiscard]] std::optional<std::chrono::seconds> take_mail(std::string_view address, Instant now);

private:
    std::mutex mutex_;
    http::RateLimiter pairs_{{.burst = 10, .interval = std::chrono::seconds(60)}, keys_max};
    http::RateLimiter addresses_{{.burst = 40, .interval = std::chrono::seconds(15)}, keys_max};
    http::RateLimiter accounts_{{.burst = 20, .interval = std::chrono::seconds(60)}, keys_max};
    http::RateLimiter words_{{.burst = 30, .interval = std::chrono::seconds(60)}, keys_max};
    http::RateLimiter told_{{.burst = 1, .interval = std::chrono::seconds(60)}, keys_max};
    http::RateLimiter set_ups_{{.burst = 10, .interval = std::chrono::seconds(60)}, keys_max};
    http::RateLimiter mails_{{.burst = 5, .interval = std::chrono::seconds(300)}, keys_max};
    RecentKeys known_{known_max};
};

}  // namespace tillnote::routes
