#pragma once

#include "schema/note.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tillnote::routes {

/// Buckets of tries, one per key, that fill again with time. At most `keys_max` keys; the one used longest ago goes first.
class TryBuckets {
public:
    TryBuckets(double tries_max, std::chrono::seconds refill, std::size_t keys_max)
        : tries_max_(tries_max), refill_(refill), keys_max_(keys_max) {}

    /// How long until a try is there; zero: now.
    [[nodiscard]] std::chrono::seconds wait_for(const std::string& key, Instant now) const;
    void take(const std::string& key, Instant now);
    void give_back(const std::string& key, int tries, Instant now);
    [[nodiscard]] std::size_t size() const noexcept { return buckets_.size(); }

private:
    struct Bucket {
        std::string key;
        double tries;
        Instant at;
    };
    [[nodiscard]] double tries_of(const Bucket& bucket, Instant now) const;
    Bucket& bucket_of(const std::string& key, Instant now);

    const double tries_max_;
    const std::chrono::seconds refill_;
    const std::size_t keys_max_;
    std::list<Bucket> in_order_;  ///< the last used first
    std::unordered_map<std::string, std::list<Bucket>::iterator> buckets_;
};

/// How often a password, a code or a reset may be tried: per account from one address, per address, and per account from all
/// addresses that the account has not been used from. So a stranger who guesses slows down strangers, and the owner at the
/// usual desk still gets in. Counted in this process, in bounded memory. Any thread.
/// Source: docs/decisions/0029; OWASP ASVS 5.0, 6.3.1.
class SignInThrottle {
public:
    static constexpr std::size_t keys_max = 10'000;

    /// Takes one try. Nothing: go on; else how long to wait, at least a second.
    [[nodiscard]] std::optional<std::chrono::seconds> take(std::string_view account, std::string_view address, Instant now);
    /// The last `tries` were right: they cost nothing, and the address is known to be the account's.
    void succeed(std::string_view account, std::string_view address, int tries, Instant now);
    /// Takes one of the few mails that one address may have sent.
    [[nodiscard]] std::optional<std::chrono::seconds> take_mail(std::string_view address, Instant now);

private:
    [[nodiscard]] bool knows(const std::string& pair) const { return known_.contains(pair); }
    void remember(const std::string& pair);

    mutable std::mutex mutex_;
    TryBuckets pairs_{10, std::chrono::seconds(60), keys_max};
    TryBuckets addresses_{40, std::chrono::seconds(15), keys_max};
    TryBuckets accounts_{20, std::chrono::seconds(60), keys_max};
    TryBuckets mails_{5, std::chrono::seconds(300), keys_max};
    std::list<std::string> known_in_order_;  ///< the last used first
    std::unordered_map<std::string, std::list<std::string>::iterator> known_;
};

/// An address as it is counted: an IPv6 network of 64 bits is one household.
[[nodiscard]] std::string counted_address(std::string_view peer_address);

}  // namespace tillnote::routes
