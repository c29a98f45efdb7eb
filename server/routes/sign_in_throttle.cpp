#include "server/routes/sign_in_throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace tillnote::routes {
namespace {

constexpr std::size_t key_bytes_max = 320;

std::string pair_of(std::string_view account, std::string_view address) {
    return std::string(account.substr(0, key_bytes_max)) + ' ' + counted_address(address);
}

}  // namespace

double TryBuckets::tries_of(const Bucket& bucket, Instant now) const {
    const std::chrono::duration<double> passed = std::max(now - bucket.at, Instant::duration::zero());
    return std::min(tries_max_, bucket.tries + passed / refill_);
}

std::chrono::seconds TryBuckets::wait_for(const std::string& key, Instant now) const {
    const auto found = buckets_.find(key);
    const double tries = found == buckets_.end() ? tries_max_ : tries_of(*found->second, now);
    if (tries >= 1) {
        return std::chrono::seconds::zero();
    }
    const std::chrono::duration<double> wait = (1 - tries) * refill_;
    return std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds(1));
}

TryBuckets::Bucket& TryBuckets::bucket_of(const std::string& key, Instant now) {
    if (const auto found = buckets_.find(key); found != buckets_.end()) {
        in_order_.splice(in_order_.begin(), in_order_, found->second);
        Bucket& bucket = in_order_.front();
        bucket.tries = tries_of(bucket, now);
        bucket.at = std::max(bucket.at, now);
        return bucket;
    }
    if (buckets_.size() >= keys_max_) {
        buckets_.erase(in_order_.back().key);
        in_order_.pop_back();
    }
    in_order_.push_front({key, tries_max_, now});
    buckets_.emplace(key, in_order_.begin());
    return in_order_.front();
}

void TryBuckets::take(const std::string& key, Instant now) {
    Bucket& bucket = bucket_of(key, now);
    bucket.tries = std::max(0.0, bucket.tries - 1);
}

void TryBuckets::give_back(const std::string& key, int tries, Instant now) {
    Bucket& bucket = bucket_of(key, now);
    bucket.tries = std::min(tries_max_, bucket.tries + tries);
}

void SignInThrottle::remember(const std::string& pair) {
    if (const auto found = known_.find(pair); found != known_.end()) {
        known_in_order_.splice(known_in_order_.begin(), known_in_order_, found->second);
        return;
    }
    if (known_.size() >= keys_max) {
        known_.erase(known_in_order_.back());
        known_in_order_.pop_back();
    }
    known_in_order_.push_front(pair);
    known_.emplace(pair, known_in_order_.begin());
}

std::optional<std::chrono::seconds> SignInThrottle::take(std::string_view account, std::string_view address, Instant now) {
    const std::string pair = pair_of(account, address);
    const std::string from = counted_address(address);
    const std::string who(account.substr(0, key_bytes_max));
    const std::lock_guard lock(mutex_);
    const bool stranger = !knows(pair);
    auto wait = std::max(pairs_.wait_for(pair, now), addresses_.wait_for(from, now));
    if (stranger) {
        wait = std::max(wait, accounts_.wait_for(who, now));
    }
    if (wait > std::chrono::seconds::zero()) {
        return wait;
    }
    pairs_.take(pair, now);
    addresses_.take(from, now);
    if (stranger) {
        accounts_.take(who, now);
    }
    return std::nullopt;
}

void SignInThrottle::succeed(std::string_view account, std::string_view address, int tries, Instant now) {
    const std::string pair = pair_of(account, address);
    const std::lock_guard lock(mutex_);
    pairs_.give_back(pair, tries, now);
    addresses_.give_back(counted_address(address), tries, now);
    if (!knows(pair)) {
        accounts_.give_back(std::string(account.substr(0, key_bytes_max)), tries, now);
    }
    remember(pair);
}

std::optional<std::chrono::seconds> SignInThrottle::take_mail(std::string_view address, Instant now) {
    const std::string from = counted_address(address);
    const std::lock_guard lock(mutex_);
    if (const auto wait = mails_.wait_for(from, now); wait > std::chrono::seconds::zero()) {
        return wait;
    }
    mails_.take(from, now);
    return std::nullopt;
}

std::string counted_address(std::string_view peer_address) {
    constexpr std::size_t network_bytes = 8;
    constexpr std::size_t mapped_bytes = 12;  // of ::ffff:192.0.2.1
    const std::string text(peer_address);
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
        return text;
    }
    const auto* const first = bytes.begin();
    if (std::all_of(first, first + mapped_bytes - 2, [](unsigned char byte) { return byte == 0; }) && bytes[10] == 0xff &&
        bytes[11] == 0xff) {
        return std::to_string(bytes[12]) + '.' + std::to_string(bytes[13]) + '.' + std::to_string(bytes[14]) + '.' +
               std::to_string(bytes[15]);
    }
    std::fill(bytes.begin() + network_bytes, bytes.end(), static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> network{};
    inet_ntop(AF_INET6, bytes.data(), network.data(), network.size());
    return network.data();
}

}  // namespace tillnote::routes
